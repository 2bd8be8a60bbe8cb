"""The schedule on a real server: what is due is published and reported by itself, what was missed is made up for."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.events import EventTrigger, Posture
from prefect.states import Scheduled
from psycopg import sql
from sqlalchemy import Engine

from flows.council import read_council
from flows.quarterly import why_closed
from flows.schedule import LATEST, OPEN, TIMEZONE
from flows.serve import council_deployments
from flows.settings import get_settings
from flows.steps.quarter import RunContext, freeze, plan_quarter
from flows.watch import SILENCE, catch_up, watch_for_silence
from tests.served import QUARTER, SERVES, count, deployment_of, end_of, ended_reports, rows, slug_of, wait_until
from tests.signed import issue_signed
from transforms.council_types import Council

SIX_ON_THE_DAY = datetime(2025, 7, 14, 5, tzinfo=UTC)  # six o'clock in London

pytestmark = [SERVES, pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_scheduled_run_publishes_and_its_report_follows_by_itself(
    small_council: Path,
    ledger: Engine,
    prefect: SyncPrefectClient,
    serve: Callable[..., object],
    prefect_database: psycopg.Connection,
) -> None:
    serve("--no-schedule")
    deployment = deployment_of(prefect, small_council)
    due = prefect.create_flow_run_from_deployment(
        deployment, parameters={"quarter": LATEST}, state=Scheduled(scheduled_time=SIX_ON_THE_DAY)
    )
    ended = end_of(prefect, due)
    assert (ended.state_name, ended.name) == ("Completed", f"{slug_of(small_council)}-{QUARTER}")
    assert rows(ledger, "select quarter, status from mart.publication") == [(QUARTER, "draft")]

    wait_until(lambda: len(ended_reports(prefect, small_council)) >= 1)
    [reported] = ended_reports(prefect, small_council)
    assert (reported.state_name, reported.name) == ("Completed", f"{QUARTER}-publication-1-internal")
    assert reported.created_by is not None
    assert reported.created_by.type == "AUTOMATION"

    night = prefect.create_flow_run_from_deployment(
        deployment, parameters={"quarter": OPEN}, state=Scheduled(scheduled_time=datetime(2025, 7, 16, 1, tzinfo=UTC))
    )
    redrafted = end_of(prefect, night)
    assert (redrafted.state_name, redrafted.name) == ("Completed", f"{slug_of(small_council)}-{QUARTER}")
    assert redrafted.state is not None
    assert redrafted.state.message == f"Nothing of {QUARTER} has changed since the last run, so nothing was done."
    assert count(ledger, "select count(*) from mart.publication") == 1
    assert count(ledger, "select count(*) from audit.run") == 1

    run = RunContext.open(small_council, QUARTER)
    assert why_closed(run) == ""
    missing = {supply.extract for supply in plan_quarter(run).supplies if supply.is_missing}
    freeze(run, "AT", dict.fromkeys(missing, "A council of three suppliers"))
    issue_signed(run, "HB")
    assert "is issued as publication 1" in why_closed(run)

    kept = kept_by(prefect_database)
    assert "900010" in kept
    assert values_of_children(small_council, kept) == set()


def test_a_run_that_was_missed_is_made_up_for_once_at_its_own_time(
    small_council: Path, ledger: Engine, prefect: SyncPrefectClient
) -> None:
    council, deployment = registered(small_council, "missed")
    for minute in range(3):
        catch_up(ledger, get_settings(), council, SIX_ON_THE_DAY.replace(minute=minute))
    [missed] = runs_of_deployment(prefect, deployment)
    assert (missed.expected_start_time, missed.parameters["quarter"]) == (SIX_ON_THE_DAY, QUARTER)
    assert missed.state_name in ("Scheduled", "Late")

    prefect.delete_flow_run(missed.id)
    other = {"quarter": "2023-24-Q4"}
    scheduled = Scheduled(scheduled_time=SIX_ON_THE_DAY)
    prefect.create_flow_run_from_deployment(deployment, parameters=other, state=scheduled)
    catch_up(ledger, get_settings(), council, SIX_ON_THE_DAY.replace(minute=1))
    assert sorted(run.parameters["quarter"] for run in runs_of_deployment(prefect, deployment)) == [
        "2023-24-Q4",
        QUARTER,
    ]


@pytest.mark.parametrize("word", [LATEST, OPEN])
def test_a_run_that_was_scheduled_and_waits_is_not_made_up_for(
    word: str, small_council: Path, ledger: Engine, prefect: SyncPrefectClient
) -> None:
    council, deployment = registered(small_council, f"waits-{word}")
    scheduled = Scheduled(scheduled_time=SIX_ON_THE_DAY)
    prefect.create_flow_run_from_deployment(deployment, parameters={"quarter": word}, state=scheduled)
    catch_up(ledger, get_settings(), council, SIX_ON_THE_DAY.replace(minute=1))
    assert len(runs_of_deployment(prefect, deployment)) == 1


def test_the_server_has_the_dates_the_night_and_the_watch_for_silence(
    small_council: Path, machine: dict[str, str], prefect: SyncPrefectClient
) -> None:
    _, deployment = registered(small_council, "dates")
    schedules = prefect.read_deployment(deployment).schedules
    assert {each.slug: each.parameters["quarter"] for each in schedules} == {"due": LATEST, "redraft": OPEN}
    assert {each.active for each in schedules} == {True}
    wait_until(lambda: OPEN in {run.parameters["quarter"] for run in runs_by_itself(prefect, deployment)})
    nights = [run for run in runs_by_itself(prefect, deployment) if run.parameters["quarter"] == OPEN]
    assert {
        run.expected_start_time.astimezone(ZoneInfo(TIMEZONE)).hour for run in nights if run.expected_start_time
    } == {2}
    watch_for_silence()
    watch_for_silence()
    [watch] = prefect.read_automations_by_name(SILENCE)
    assert isinstance(watch.trigger, EventTrigger)
    assert (watch.enabled, watch.trigger.posture) == (True, Posture.Proactive)
    assert watch.trigger.within == timedelta(minutes=3)


def registered(council: Path, name: str) -> tuple[Council, UUID]:
    """The council under another name, and its deployment, which nobody serves."""
    quarterly, *_ = council_deployments(get_settings(), council)
    quarterly.model_copy(update={"name": name}).apply()
    with get_client(sync_client=True) as client:
        return replace(read_council(council), slug=name), client.read_deployment_by_name(f"quarter/{name}").id


def runs_of_deployment(prefect: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    """Runs that somebody asked for."""
    return [run for run in every_run(prefect, deployment) if not run.auto_scheduled]


def runs_by_itself(prefect: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    """Runs that the server made of the schedules."""
    return [run for run in every_run(prefect, deployment) if run.auto_scheduled]


def every_run(prefect: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    return prefect.read_flow_runs(deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])))


def kept_by(database: psycopg.Connection) -> str:
    """Every row of every table of Prefect's database, as text."""
    tables = database.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    read = (sql.SQL("select whole::text from {} as whole").format(sql.Identifier(name)) for (name,) in tables)
    return "\n".join(row[0] for statement in read for row in database.execute(statement).fetchall())


def values_of_children(council: Path, kept: str) -> set[str]:
    """Pupil numbers, children's numbers and dates of birth of the council's files that stand in a text."""
    secrets: set[str] = set()
    for file in (council / "extracts").rglob("*.csv*"):
        packed = file.read_bytes()
        lines = gzip.decompress(packed) if file.suffix == ".gz" else packed
        secrets |= set(re.findall(r"\b(?:[A-Z]\d{11}\w|\d{6}(?=,)|\d\d/\d\d/20[01]\d)\b", lines.decode()))
    assert len(secrets) > 100
    without_fractions = re.sub(r"\.\d+", "", kept)  # of a second: six digits, as a child's number
    schools = {school.urn for school in read_council(council).schools}
    return (secrets - schools) & set(re.findall(r"[\w/]+", without_fractions))
