"""Prefect is lost in the middle of a run, with all that it keeps; and a command is asked to stop."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from prefect.client.orchestration import SyncPrefectClient
from sqlalchemy import Engine

from flows import orchestration
from flows.cli.running import left_runs
from flows.orchestration import ensure_server, server_status, stop_server
from flows.settings import Settings
from flows.steps.quarter import RunContext, pending
from flows.warehouse import embedded
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from tests.served import QUARTER, WAITING, begin_run, count, rows, runs_of, slug_of, staged, staging_waits, wait_until

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.faults, pytest.mark.timeout(900)]

EVERYTHING = {"attendance_register": 2, "ssda903": 1}


@contextmanager
def command_that_has_staged(council: Path, ledger: Engine, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A `cyp run` that has staged everything, and cannot publish while the block lasts. It writes into ``said``."""
    with transaction(ledger) as connection:
        connection.execute(statement("lock"), {"name": f"publish {slug_of(council)} {QUARTER}"})
        process = begin_run(council, said)
        wait_until(lambda: staged(ledger) == EVERYTHING)
        yield process


def test_a_command_that_is_asked_to_stop_is_cancelled_and_the_next_does_the_rest(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine, tmp_path: Path
) -> None:
    with command_that_has_staged(small_council, ledger, tmp_path / "said") as process:
        process.terminate()
        assert process.wait(timeout=120) == 130
    assert rows(ledger, "select command, outcome from audit.run") == [("run", "cancelled")]
    [stopped] = runs_of(prefect, small_council)
    assert stopped.state_name == "Cancelled"
    assert left_runs(RunContext.open(small_council, QUARTER)) == ()
    assert count(ledger, "select count(*) from mart.publication") == 0
    finish(small_council)
    assert_done_once(small_council, ledger)


def test_processes_beside_a_command_that_is_asked_to_stop_begin_nothing_more(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYP_PROCESSES", "2")
    with staging_waits(ledger, small_council):
        process = begin_run(small_council, tmp_path / "said")
        wait_until(lambda: count(ledger, WAITING) == 2)
        process.terminate()
        time.sleep(5)  # until its processes know
    assert process.wait(timeout=120) == 130
    assert sum(staged(ledger).values()) == 2, "what they were at was finished, the third supply was not begun"
    assert rows(ledger, "select command, outcome from audit.run") == [("run", "cancelled")]
    assert [run.state_name for run in runs_of(prefect, small_council)] == ["Cancelled"]
    assert count(ledger, "select count(*) from mart.publication") == 0
    finish(small_council)
    assert_done_once(small_council, ledger)


def test_prefect_may_be_lost_with_its_database_and_its_files_in_the_middle_of_a_run(
    small_council: Path,
    prefect: SyncPrefectClient,
    ledger: Engine,
    cluster: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    said = tmp_path / "said"
    monkeypatch.setattr(orchestration, "_START_DEADLINE", 600.0)  # it makes its database anew
    with command_that_has_staged(small_council, ledger, said) as process:
        running = server_status(cluster)
        assert running.pid is not None
        os.kill(running.pid, signal.SIGKILL)
    assert process.wait(timeout=600) in (0, 1)
    assert "Our own fault" not in said.read_text()
    assert count(ledger, "select count(*) from mart.publication") <= 1

    stop_server(cluster)
    with psycopg.connect(embedded.ensure(cluster).conninfo("postgres"), autocommit=True) as connection:
        connection.execute("drop database prefect with (force)")
    shutil.rmtree(cluster.home / "prefect" / "home")
    assert ensure_server(cluster) == running.api_url
    finish(small_council)  # what the command that lost its server left, which may be nothing
    assert_done_once(small_council, ledger)
    finish(small_council, "--from", "report")
    assert "Completed" in {run.state_name for run in runs_of(prefect, small_council)}, "the new server keeps a run"


def finish(council: Path, *words: str) -> None:
    code = "from flows.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, "rerun", QUARTER, "--council", str(council), *words], check=True)


def assert_done_once(council: Path, ledger: Engine) -> None:
    run = RunContext.open(council, QUARTER)
    assert staged(ledger) == EVERYTHING
    assert rows(ledger, "select publication_id, status from mart.publication") == [(1, "draft")]
    assert rows(ledger, "select audience, count(*) from audit.report group by 1") == [("internal", 1)]
    assert left_runs(run) == ()
    assert pending(run).nothing_to_do
