"""Processes that have imported everything when they begin, and what is computed in one beside another."""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

import pytest
from prefect.task_runners import ProcessPoolTaskRunner

from flows import stopping
from flows.ready import begin_importing, beside, end_importing, ready_context
from flows.settings import Settings
from flows.side_by_side import runner_for
from tests.functional.test_side_by_side import is_alive
from tests.served import PATIENCE
from transforms.errors import CypError, DataRejected

pytestmark = pytest.mark.slow
forked = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are started anew")


@pytest.fixture(autouse=True, scope="module")
def nothing_left() -> Iterator[None]:
    """The process that imports is the same for all of them, since that takes it seven seconds of a core."""
    yield
    end_importing()


def what_is_imported() -> tuple[int, bool, bool]:
    """In a process beside: its parent, and whether the two that take longest were there before it asked."""
    return os.getppid(), "great_expectations" in sys.modules, "flows.quarterly" in sys.modules


def refused() -> None:
    raise DataRejected("The file is empty.", "Send it again.")


def killed() -> None:
    os.kill(os.getpid(), 9)


@forked
def test_a_process_begins_with_everything_imported_and_not_as_a_child_of_this_one() -> None:
    begin_importing()
    with beside(what_is_imported) as told:
        parent, has_expectations, has_flow = told()
    assert has_expectations
    assert has_flow
    assert parent != os.getpid()


@forked
def test_deliveries_are_brought_in_by_such_processes() -> None:
    with runner_for(1, Settings(processes=2)) as runner:
        assert isinstance(runner, ProcessPoolTaskRunner)
        assert runner._executor is not None
        _, has_expectations, has_flow = runner._executor.submit(what_is_imported).result()
    assert has_expectations
    assert has_flow


@forked
def test_what_is_raised_there_is_raised_here() -> None:
    with beside(refused) as told, pytest.raises(DataRejected, match="The file is empty") as raised:
        told()
    assert raised.value.fix == "Send it again."


@forked
def test_a_process_that_was_killed_is_told_in_our_words() -> None:
    with beside(killed) as told, pytest.raises(CypError, match="ended from outside") as raised:
        told()
    assert "CYP_PROCESSES=1" in raised.value.fix


def test_processes_are_told_before_they_are_waited_for() -> None:
    began, delivery = time.monotonic(), Future[bool]()
    with pytest.raises(KeyboardInterrupt):
        be_stopped_in_the_middle(delivery)
    assert delivery.result(timeout=0) is True
    assert time.monotonic() - began < PATIENCE


def be_stopped_in_the_middle(delivery: "Future[bool]") -> None:
    with runner_for(1, Settings(processes=2)) as runner:
        assert isinstance(runner, ProcessPoolTaskRunner)
        assert runner._executor is not None
        going_on = runner._executor.submit(wait_until_asked)
        going_on.add_done_callback(lambda ended: delivery.set_result(ended.result()))
        assert wait([going_on], timeout=1).not_done
        raise KeyboardInterrupt


def wait_until_asked() -> bool:
    """In a process beside: a delivery that takes as long as nobody asks it to stop."""
    return stopping._ASKED.wait(PATIENCE)


@forked
def test_nothing_is_left_of_a_process_whose_block_was_left_early() -> None:
    context = ready_context()
    begun = context.Event()
    number = context.Value("q", 0)
    with pytest.raises(KeyboardInterrupt):
        leave_early(begun, number)
    assert number.value
    assert not is_alive(number.value)
    end_importing()
    assert not is_alive(number.value)


def leave_early(begun: Event, number: "Synchronized[int]") -> None:
    with beside(stay_long, begun, number):
        assert begun.wait(60)
        raise KeyboardInterrupt


def stay_long(begun: Event, number: "Synchronized[int]") -> None:
    number.value = os.getpid()
    begun.set()
    time.sleep(600)
