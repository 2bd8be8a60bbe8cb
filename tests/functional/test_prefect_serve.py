"""``cyp serve``: a published quarter brings its report once, a lost event too; a retry redoes what is not done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import AwaitingRetry
from sqlalchemy import Engine, text

from flows.steps.quarter import RunContext, ingest_supply, publish_draft
from flows.tasks import emit
from flows.warehouse.outbox import Published, drain_outbox

QUARTER = "2025-26-Q1"
PATIENCE = 240.0

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def prefect(machine: dict[str, str]) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def ledger(machine: dict[str, str], small_council: Path) -> Engine:
    return RunContext.open(small_council, QUARTER).engine


@pytest.fixture
def serve(small_council: Path, machine: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Starts ``cyp serve`` when called; ends it after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = "from flows.cli.server import serve; serve()"
        with (tmp_path / "serve.log").open("wb") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-c", command, "--council", str(small_council)],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    yield start
    for process in started:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_an_event_that_was_lost_still_brings_the_report_and_brings_it_once(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient, serve: Callable[[], None]
) -> None:
    run = RunContext.open(small_council, QUARTER)
    ingest_supply(run, "ssda903", "case-system")
    publication = publish_draft(run).publication_id  # and the process ends here: nobody was told

    serve()
    wait_until(lambda: count(ledger, "select count(*) from audit.report") == 1)
    assert count(ledger, "select count(*) from audit.outbox where emitted_at is null") == 0

    emit(Published(1, "cyp.quarter.published", "merebridge", QUARTER, publication, "draft"))
    wait_until(lambda: len(ended_reports(prefect, small_council)) == 2)
    assert {run.state_name for run in ended_reports(prefect, small_council)} == {"Completed"}
    assert count(ledger, "select count(*) from audit.report") == 1


def test_a_deployed_run_is_checked_when_it_is_asked_for_and_a_retry_redoes_only_what_is_not_done(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient, serve: Callable[[], None]
) -> None:
    episodes = small_council / "extracts/ssda903/case-system/2025-06-30/episodes.csv"
    right = episodes.read_bytes()
    episodes.write_bytes(right.replace(b"DECOM", b"DECOMMISSIONED", 1))
    serve()
    deployment = deployment_of(prefect, small_council)

    with pytest.raises(PrefectHTTPStatusError, match="does not match"):
        prefect.create_flow_run_from_deployment(deployment, parameters={"quarter": "banana"})

    asked = prefect.create_flow_run_from_deployment(deployment, parameters={"quarter": QUARTER})
    assert end_of(prefect, asked).state_name == "Failed"
    assert staged(ledger) == {"attendance_register": 2}

    episodes.write_bytes(right)
    prefect.set_flow_run_state(asked.id, AwaitingRetry(), force=True)
    retried = end_of(prefect, asked, runs=2)
    assert (retried.state_name, retried.run_count) == ("Completed", 2)
    assert staged(ledger) == {"attendance_register": 2, "ssda903": 1}


def test_two_drains_at_once_tell_each_event_once_and_a_failed_one_stays_due(ledger: Engine) -> None:
    with ledger.begin() as connection:
        connection.execute(
            text(
                "insert into audit.outbox (event, council, quarter, publication_id, status)"
                " select 'cyp.quarter.published', 'merebridge', '2025-26-Q1', n, 'draft' from generate_series(1, 3) n"
            )
        )
    told: list[int] = []

    def refuse(published: Published) -> None:
        raise ConnectionError

    def tell_while_another_drains(published: Published) -> None:
        told.append(published.publication_id)
        if len(told) == 1:
            drain_outbox(ledger, lambda other: told.append(other.publication_id))

    with pytest.raises(ConnectionError):
        drain_outbox(ledger, refuse)
    drain_outbox(ledger, tell_while_another_drains)
    assert sorted(told) == [1, 2, 3]
    assert drain_outbox(ledger, refuse) == 0


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.5)


def deployment_of(prefect: SyncPrefectClient, council: Path) -> UUID:
    """The deployment of the quarter, once it is that of this council folder and no longer one of an earlier test."""
    wait_until(lambda: str(council) in {found.parameters.get("council") for found in prefect.read_deployments()})
    return prefect.read_deployment_by_name("quarter/merebridge").id


def ended_reports(prefect: SyncPrefectClient, council: Path) -> list[FlowRun]:
    """Flow runs that rendered a report of this council folder, and have ended."""
    runs = [run for run in prefect.read_flow_runs(limit=50) if run.parameters.get("council") == str(council)]
    return [
        run for run in runs if "publication_id" in run.parameters and run.state is not None and run.state.is_final()
    ]


def end_of(prefect: SyncPrefectClient, asked: FlowRun, runs: int = 1) -> FlowRun:
    """The flow run once it has run so many times and ended."""

    def is_over() -> bool:
        run = prefect.read_flow_run(asked.id)
        return run.run_count == runs and run.state is not None and run.state.is_final()

    wait_until(is_over)
    return prefect.read_flow_run(asked.id)


def staged(ledger: Engine) -> dict[str, int]:
    """How many deliveries of each extract were staged."""
    query = "select extract, count(*) from audit.step where step = 'stage' and outcome = 'done' group by 1"
    with ledger.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}


def count(ledger: Engine, query: str) -> int:
    with ledger.connect() as connection:
        return connection.execute(text(query)).scalar_one()
