"""Supplies brought in by processes beside the run: the same warehouse, and what happens when one of them is killed."""

import os
import subprocess
import sys
import threading
import time
import traceback
from multiprocessing import get_context
from pathlib import Path

import pytest
from httpx import ConnectError
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.task_runners import ProcessPoolTaskRunner, ThreadPoolTaskRunner
from sqlalchemy import Engine

from flows import stopping
from flows.orchestration import run_quarter
from flows.settings import Settings, get_settings
from flows.side_by_side import begin_beside, runner_for
from flows.sources.patience import Deadline, Passing, _tried
from flows.steps.context import RunContext
from flows.tasks import only_our_words
from flows.warehouse import patience
from flows.warehouse.patience import as_one_step
from tests.served import PATIENCE, QUARTER, rows, slug_of
from transforms.errors import CypError, WarehouseInterrupted

# A pool whose process says who it is and then sleeps, as one does that is killed in the middle of its work.
PARENT = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from flows.ready import end_with_parent
if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 600).result()
"""


@pytest.mark.parametrize(
    ("deliveries", "processes", "kind"),
    [
        (1, 0, ThreadPoolTaskRunner),
        (29, 0, ThreadPoolTaskRunner),
        (300, 1, ThreadPoolTaskRunner),
        (1, 2, ProcessPoolTaskRunner),
    ],
)
def test_few_deliveries_share_this_process_and_a_setting_decides_otherwise(
    deliveries: int, processes: int, kind: type
) -> None:
    with runner_for(deliveries, Settings(processes=processes)) as runner:
        assert isinstance(runner, kind)


def test_many_deliveries_take_a_process_per_core(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, kind in ((1, ThreadPoolTaskRunner), (2, ProcessPoolTaskRunner)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        with runner_for(30, Settings(processes=0)) as runner:
            assert isinstance(runner, kind)


@pytest.mark.slow
def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


def test_a_process_begins_no_other_delivery_once_the_run_is_asked_to_stop() -> None:
    stopped = get_context("spawn").Event()
    begin_beside(stopped, {})
    with stopping.stoppable():
        stopping.require_going_on()
        stopped.set()
        with pytest.raises(CypError, match="asked to stop"):
            stopping.sleep(PATIENCE)
        with pytest.raises(CypError, match="asked to stop"):
            stopping.require_going_on()
    stopping.require_going_on()


def test_who_waits_for_a_source_or_the_database_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (PATIENCE,))
    with stopping.stoppable():
        threading.Timer(0.1, stopping.ask_to_stop).start()
        with pytest.raises(CypError, match="asked to stop"):
            as_one_step(is_interrupted)
        with pytest.raises(CypError, match="asked to stop"):
            _tried(Deadline(PATIENCE), asks_us_to_stay_away)


def is_interrupted() -> None:
    raise WarehouseInterrupted("The database stopped answering.")


def asks_us_to_stay_away(_: Deadline) -> None:
    raise Passing("cannot answer at present", wait=PATIENCE - 1)


@pytest.fixture
def two_processes(machine: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYP_PROCESSES", "2")
    get_settings.cache_clear()


@pytest.mark.prefect
@pytest.mark.slow
@pytest.mark.usefixtures("two_processes")
def test_a_killed_process_fails_its_supplies_and_the_next_run_brings_them_in(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("CYP_FAILPOINT", "stage.before-commit ssda903")
        get_settings.cache_clear()
        with pytest.raises(CypError, match=r"ssda903 case-system: The process .* was ended from outside") as raised:
            run_quarter(str(small_council), QUARTER, None)
        RunContext.open(small_council, QUARTER).engine.dispose()
    assert "CYP_PROCESSES=1" in raised.value.fix
    assert ("ssda903",) not in rows(ledger, "select extract from audit.batch where status = 'current'")

    get_settings.cache_clear()
    run_quarter(str(small_council), QUARTER, None)
    assert rows(ledger, "select extract, supplier from audit.batch where status = 'current' order by 1, 2") == [
        ("attendance_register", "900001"),
        ("attendance_register", "900010"),
        ("ssda903", "case-system"),
    ]
    named = FlowRunFilter(tags=FlowRunFilterTags(all_=[slug_of(small_council)]))
    tasks = {task.name: set(task.tags) for task in prefect.read_task_runs(flow_run_filter=named)}
    assert {"ssda903", slug_of(small_council), QUARTER} == tasks["ingest ssda903 case-system"]
    assert "ssda903" not in tasks["ingest attendance_register 900001"]


def test_a_prefect_server_that_went_away_within_a_task_is_told_as_such() -> None:
    with pytest.raises(CypError, match="The Prefect server stopped answering") as told, only_our_words():
        raise ConnectError("SECRET")
    assert "SECRET" not in "".join(traceback.format_exception(told.value))


def test_memory_that_ran_out_is_told_as_such() -> None:
    with pytest.raises(CypError, match="Memory ran out") as told, only_our_words():
        raise MemoryError
    assert "CYP_PROCESSES=1" in told.value.fix


def is_alive(pid: int) -> bool:
    """Whether a process is there and is not merely waiting to be buried."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
