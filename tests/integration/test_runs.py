"""Runs in the ledger: how they ended, and how a killed one is told from one that goes on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.cli.output import left_lines
from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.quarter import ingest_supply
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import CRASHED, LeftRun, finish_run, name_flow_run, recorded_run, require_open, runs_left
from transforms.errors import CypError, DataRejected, WarehouseInterrupted

ROOT = Path(__file__).resolve().parents[2]
QUARTER = "2025-26-Q1"
HOLD = """
import sys
from flows.settings import get_settings
from flows.warehouse.engine import make_engine
from flows.warehouse.ledger import recorded_run
with recorded_run(make_engine(get_settings()), "merebridge", "2025-26-Q1", "run", "v1", "flow"):
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_process(warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, with a run of its own that goes on for as long as it lives."""
    assert warehouse_settings.database_url is not None
    monkeypatch.setenv("CYP_DATABASE_URL", warehouse_settings.database_url.get_secret_value())
    process = subprocess.Popen([sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "done"),
        (DataRejected("rejected"), "rejected"),
        (CypError("fault"), "failed"),
        (KeyboardInterrupt(), "cancelled"),
    ],
)
def test_a_run_is_closed_with_how_it_ended(warehouse: Engine, error: BaseException | None, outcome: str) -> None:
    ending = pytest.raises(type(error)) if error else nullcontext()
    with ending, recorded_run(warehouse, "merebridge", QUARTER, "run", "v1"):
        assert left(warehouse) == ()
        end_with(error)
    assert [(command, how) for _, command, how in rows(warehouse)] == [("run", outcome)]
    assert left(warehouse) == ()


def test_a_run_whose_process_goes_on_is_not_taken_for_one_that_was_killed(
    warehouse: Engine, other_process: subprocess.Popen[bytes]
) -> None:
    assert left(warehouse) == ()
    with recorded_run(warehouse, "birch", QUARTER, "run", "v1"):
        other_process.kill()
        other_process.wait()
        [killed] = wait_for_left(warehouse)
    assert (killed.council, killed.quarter, killed.command, killed.flow_run) == ("merebridge", QUARTER, "run", "flow")
    [line] = left_lines([killed])
    assert f"run {killed.run_id} of 2025-26-Q1 (run, begun " in line


def test_a_killed_run_is_closed_once(warehouse: Engine, other_process: subprocess.Popen[bytes]) -> None:
    other_process.kill()
    [killed] = wait_for_left(warehouse)
    with transaction(warehouse) as connection:
        assert finish_run(connection, killed.run_id, CRASHED) is True
        assert finish_run(connection, killed.run_id, "done") is False
    assert rows(warehouse) == [(killed.run_id, "run", "crashed")]


def test_a_flow_run_that_was_tried_again_is_named_by_the_later_run_alone(
    warehouse: Engine, other_process: subprocess.Popen[bytes]
) -> None:
    other_process.kill()
    wait_for_left(warehouse)
    with recorded_run(warehouse, "merebridge", QUARTER, "deployment", "v1") as again:
        with transaction(warehouse) as connection:
            name_flow_run(connection, again, "flow")
        assert [killed.flow_run for killed in left(warehouse)] == [""]


@pytest.mark.slow
def test_nothing_is_brought_in_under_a_run_that_was_closed(run: RunContext) -> None:
    with suppress(KeyboardInterrupt), recorded_run(run.engine, run.council.slug, QUARTER, "run", "v1") as number:
        raise KeyboardInterrupt
    with pytest.raises(CypError, match=f"Run {number} was ended before this was brought in"):
        ingest_supply(replace(run, run_id=number), "ssda903", "case-system")
    with run.engine.connect() as connection:
        for table in ("audit.file", "audit.fetched", "audit.batch", "audit.step", "audit.council_key"):
            assert connection.scalar(text(f"select count(*) from {table}")) == 0, table
    assert ingest_supply(run, "ssda903", "case-system").staged == 1, "the next run does it"


def test_a_run_is_closed_after_what_is_being_committed_under_it(warehouse: Engine) -> None:
    with recorded_run(warehouse, "merebridge", QUARTER, "run", "v1") as number:
        with transaction(warehouse) as committing:
            require_open(committing, number)
            require_open(committing, None)
            with pytest.raises(WarehouseInterrupted, match="LockNotAvailable"):
                close_at_once(warehouse, number)
        with transaction(warehouse) as closing:
            assert finish_run(closing, number, "cancelled")


def close_at_once(engine: Engine, run_id: int) -> None:
    """Close a run, without waiting for what is being committed."""
    with transaction(engine) as connection:
        connection.execute(text("set local lock_timeout to '100ms'"))
        finish_run(connection, run_id, "cancelled")


def end_with(error: BaseException | None) -> None:
    if error:
        raise error


def left(engine: Engine) -> tuple[LeftRun, ...]:
    with transaction(engine) as connection:
        return runs_left(connection, "merebridge")


def wait_for_left(engine: Engine) -> tuple[LeftRun, ...]:
    """Those that are left once the database has noticed that a connection is gone."""
    for _ in range(200):
        if found := left(engine):
            return found
        with engine.connect() as connection:
            connection.execute(text("select pg_sleep(0.05)"))
    pytest.fail("the database did not notice")


def rows(engine: Engine) -> list[tuple[int, str, str]]:
    query = "select run_id, command, outcome from audit.run where finished_at is not null order by run_id"
    with engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(text(query))]
