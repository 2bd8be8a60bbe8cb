"""``cyp serve``: a published quarter brings its report once, a lost event too; a retry redoes what is not done."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import AwaitingRetry
from sqlalchemy import Engine, text

from flows.cli.running import left_runs
from flows.settings import get_settings
from flows.steps.quarter import RunContext, ingest_supply, publish_draft
from flows.tasks import emit
from flows.warehouse.engine import transaction
from flows.warehouse.outbox import Published, drain_outbox
from flows.warehouse.statements import statement
from tests.served import (
    QUARTER,
    SERVES,
    count,
    deployment_of,
    end_of,
    ended_reports,
    rows,
    slug_of,
    staged,
    state_of,
    wait_until,
)

Served = Popen[bytes]

pytestmark = [SERVES, pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(900)]


def test_an_event_that_was_lost_still_brings_the_report_and_brings_it_once(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient, serve: Callable[..., object]
) -> None:
    # Two processes ended right after they published: one before it told of it, the other after, to nobody who heard.
    published = {quarter: publish(small_council, quarter) for quarter in ("2024-25-Q4", QUARTER)}
    with ledger.begin() as connection:
        lost = {"publication": published["2024-25-Q4"]}
        connection.execute(text(LOST), lost)

    serve("--no-schedule")
    wait_until(lambda: count(ledger, "select count(distinct publication_id) from audit.report") == 2)
    assert count(ledger, "select count(*) from audit.outbox where emitted_at is null") == 0

    emit(Published(1, "cyp.quarter.published", slug_of(small_council), QUARTER, published[QUARTER], "draft"))
    wait_until(lambda: len(ended_reports(prefect, small_council)) >= 3)
    assert {run.state_name for run in ended_reports(prefect, small_council)} == {"Completed"}
    assert {run.created_by.type for run in ended_reports(prefect, small_council) if run.created_by} == {"AUTOMATION"}
    assert count(ledger, "select count(*) from audit.report") == 2
    pages = get_settings().reports.glob("*/*/*-draft-suppliers/index.html")
    assert {page.parent.name.partition("-")[0] for page in pages} == {str(number) for number in published.values()}


LOST = """
    update audit.outbox set emitted_at = now() - interval '3 minutes', times_told = 1
    where publication_id = :publication
"""


def publish(council: Path, quarter: str) -> int:
    """Publish a draft of one extract without telling anybody."""
    run = RunContext.open(council, quarter)
    ingest_supply(run, "ssda903", "case-system")
    return publish_draft(run).publication_id


def test_a_deployed_run_is_checked_when_it_is_asked_for_and_a_retry_redoes_only_what_is_not_done(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient, serve: Callable[..., object]
) -> None:
    episodes = small_council / "extracts/ssda903/case-system/2025-06-30/episodes.csv"
    right = episodes.read_bytes()
    episodes.write_bytes(right.replace(b"DECOM", b"DECOMMISSIONED", 1))
    serve("--no-schedule")
    deployment = deployment_of(prefect, small_council)

    for wrong in ({"quarter": "banana"}, {"quarter": "2025-27-Q1"}, {"quarter": QUARTER, "extracts": ["banana"]}):
        with pytest.raises(PrefectHTTPStatusError, match="does not match"):
            prefect.create_flow_run_from_deployment(deployment, parameters=wrong)

    asked = prefect.create_flow_run_from_deployment(deployment, parameters={"quarter": QUARTER})
    assert end_of(prefect, asked).state_name == "Failed"
    assert staged(ledger) == {"attendance_register": 2}

    episodes.write_bytes(right)
    prefect.set_flow_run_state(asked.id, AwaitingRetry(), force=True)
    retried = end_of(prefect, asked, runs=2)
    assert (retried.state_name, retried.run_count) == ("Completed", 2)
    assert staged(ledger) == {"attendance_register": 2, "ssda903": 1}


def test_a_run_whose_worker_was_killed_is_noticed_and_a_retry_does_the_rest(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient, serve: Callable[..., Served]
) -> None:
    run = RunContext.open(small_council, QUARTER)
    worker = serve("--no-schedule")
    deployment = deployment_of(prefect, small_council)
    with transaction(ledger) as connection:  # nobody else publishes for as long as this goes on
        connection.execute(statement("lock"), {"name": f"publish {slug_of(small_council)} {QUARTER}"})
        asked = prefect.create_flow_run_from_deployment(deployment, parameters={"quarter": QUARTER})
        wait_until(lambda: staged(ledger) == {"attendance_register": 2, "ssda903": 1})
        assert left_runs(run) == ()
        os.killpg(worker.pid, signal.SIGKILL)  # it, and the process of the run
        wait_until(lambda: len(left_runs(run)) == 1)
    assert (state_of(prefect, asked), left_runs(run)[0].flow_run) == ("Running", str(asked.id))

    serve("--no-schedule")
    wait_until(lambda: state_of(prefect, asked) == "Crashed")
    assert left_runs(run) == ()
    prefect.set_flow_run_state(asked.id, AwaitingRetry(), force=True)
    assert end_of(prefect, asked, runs=2).state_name == "Completed"
    assert staged(ledger) == {"attendance_register": 2, "ssda903": 1}
    assert rows(ledger, "select outcome, flow_run from audit.run order by run_id") == [
        ("crashed", str(asked.id)),
        ("done", str(asked.id)),
    ]


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
