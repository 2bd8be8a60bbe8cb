"""What tests of served flows ask of the ledger and of Prefect, patiently."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from sqlalchemy import Engine, text

from flows.council import read_council
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from tests import waiting

QUARTER = "2025-26-Q1"
SERVES = pytest.mark.xdist_group("prefect that serves")  # beside the tests that run flows, with a server of its own
PAUSE = 1.0  # each question takes the server and us a fifteenth of a second of processor
SUPPLIES = (("ssda903", "case-system"), ("attendance_register", "900001"), ("attendance_register", "900010"))
WAITING = """
    select count(*) from pg_locks
    where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())
"""
PATIENCE = 360.0  # an event that was lost is told again after two minutes


def wait_until(happened: Callable[[], bool]) -> None:
    """With patience for what servers and workers do."""
    waiting.wait_until(happened, PATIENCE, PAUSE)


def begin_run(council: Path, said: Path) -> subprocess.Popen[bytes]:
    """A `cyp run` that writes into ``said``."""
    code = "from flows.cli import main; main()"
    with said.open("wb") as log:
        return subprocess.Popen([sys.executable, "-c", code, "run", QUARTER, "--council", str(council)], stderr=log)


@contextmanager
def staging_waits(ledger: Engine, council: Path) -> Iterator[None]:
    """Nothing of ``SUPPLIES`` can be staged while the block lasts: another transaction holds their locks."""
    with transaction(ledger) as connection:
        for extract, supplier in SUPPLIES:
            connection.execute(statement("lock"), {"name": f"stage {slug_of(council)} {extract} {supplier}"})
        yield


def slug_of(council: Path) -> str:
    """The short name of a council folder."""
    return read_council(council).slug


def runs_of(prefect: SyncPrefectClient, council: Path) -> list[FlowRun]:
    """Flow runs of a council folder, newest first."""
    runs = prefect.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=100)
    return [run for run in runs if run.parameters.get("council") == str(council)]


def ended_reports(prefect: SyncPrefectClient, council: Path) -> list[FlowRun]:
    """Flow runs that rendered a report of this council folder, and have ended."""
    return [
        run
        for run in runs_of(prefect, council)
        if "publication_id" in run.parameters and run.state is not None and run.state.is_final()
    ]


def deployment_of(prefect: SyncPrefectClient, council: Path) -> UUID:
    """The deployment of the quarter, once it is that of this council folder and no longer one of an earlier test."""
    wait_until(lambda: str(council) in {found.parameters.get("council") for found in prefect.read_deployments()})
    return prefect.read_deployment_by_name(f"quarter/{slug_of(council)}").id


def end_of(prefect: SyncPrefectClient, asked: FlowRun, runs: int = 1) -> FlowRun:
    """The flow run once it has run so many times and ended."""

    def is_over() -> bool:
        run = prefect.read_flow_run(asked.id)
        return run.run_count == runs and run.state is not None and run.state.is_final()

    wait_until(is_over)
    return prefect.read_flow_run(asked.id)


def state_of(prefect: SyncPrefectClient, asked: FlowRun) -> str | None:
    return prefect.read_flow_run(asked.id).state_name


def staged(ledger: Engine) -> dict[str, int]:
    """How many deliveries of each extract were staged."""
    query = "select extract, count(*) from audit.step where step = 'stage' and outcome = 'done' group by 1"
    return dict(rows(ledger, query))


def count(ledger: Engine, query: str) -> int:
    return rows(ledger, query)[0][0]


def rows(ledger: Engine, query: str, **parameters: object) -> list[Any]:
    with ledger.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), parameters)]
