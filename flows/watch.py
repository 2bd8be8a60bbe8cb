"""What is watched over beside the runs: events to be told, runs that were killed, and runs that were missed."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.events import AutomationCore, EventTrigger, Posture
from prefect.events.actions import ChangeFlowRunState
from prefect.logging import get_logger
from prefect.settings import get_current_settings
from prefect.states import Scheduled
from sqlalchemy import Engine

from flows.notices.tell import tell
from flows.orchestration import ensure_server
from flows.quarterly import quarter
from flows.recovery import close_left_runs
from flows.report_flow import report
from flows.schedule import LATEST, OPEN, newest_open
from flows.settings import Settings
from flows.steps.context import RunContext, today, warehouse
from flows.tasks import emit
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.outbox import drain_outbox
from transforms.council_types import Council
from transforms.errors import CypError
from transforms.quarters import Quarter

SILENCE = "cyp: a run that fell silent is marked as crashed"
_EVERY_SECONDS = 60.0
_MISSED_HEARTBEATS = 3
_PREFECTS_OWN_HEARTBEAT = 180
_LIFE_SIGNS = ("heartbeat", "Completed", "Failed", "Cancelled", "Crashed", "Paused", "Suspended", "AwaitingRetry")


def keep_watch(settings: Settings, folders: Sequence[Path], scheduled: bool, ended: threading.Event) -> None:
    """Now and every minute until ``ended``: tell what is to be told, close runs that were killed, start missed ones.

    Brings back a local server that went away.
    """
    while True:
        _watched(lambda: ensure_server(settings))
        _watched(lambda: drain_outbox(_engine(settings), emit))
        for folder in folders:
            _watched(partial(_watch_over, settings, folder, scheduled))
            _watched(partial(_tell_people, folder))
        if ended.wait(_EVERY_SECONDS):
            return


def _watched(work: Callable[[], object]) -> None:
    """Do a part of the minute's work; what goes wrong with it leaves the other parts alone."""
    try:
        work()
    except CypError as error:
        get_logger("cyp").warning("%s Trying again in a minute.", error.message)
    except Exception as error:  # noqa: BLE001 - the next minute tries again; its text could quote a row
        get_logger("cyp").warning("The minute's watch was cut short (%s); trying again.", type(error).__name__)


def _engine(settings: Settings) -> Engine:
    return warehouse(settings)  # pyright: ignore[reportArgumentType] - it is frozen


def _watch_over(settings: Settings, folder: Path, scheduled: bool) -> None:
    """Close a council's runs that were killed, and start the one that was missed."""
    run = RunContext.open(folder, str(Quarter.containing(today())))
    close_left_runs(run.engine, run.council.slug)
    if scheduled:
        catch_up(run.engine, settings, run.council, datetime.now(UTC))


def _tell_people(folder: Path) -> None:
    """Tell a council's people what happened. What is not taken is told again later."""
    for each in tell(RunContext.open(folder, str(Quarter.containing(today()))), reminding=False):
        if each.problem:
            get_logger("cyp").warning("A message to the %s was not taken: %s", each.role, each.problem)


def catch_up(engine: Engine, settings: Settings, council: Council, moment: datetime) -> None:
    """Start the newest run that was due, for the time when it was due, if nothing was published and nothing ran since.

    However often it is called, it starts one run per quarter.
    """
    missed, due = newest_open(council, settings.run_at, moment)
    with transaction(engine) as connection:
        if publications.newest(connection, council.slug, str(missed)) is not None:
            return
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(f"{quarter.name}/{council.slug}")
        if _asked_for_since(client, deployment, str(missed), due, moment):
            return
        client.create_flow_run_from_deployment(
            deployment.id,
            parameters={"quarter": str(missed)},
            state=Scheduled(scheduled_time=due, message=f"It was due on {due:%d/%m/%Y} and was missed."),
            idempotency_key=f"{council.slug} {missed} due {due.isoformat()}",
        )


def _asked_for_since(
    client: SyncPrefectClient, deployment: DeploymentResponse, missed: str, due: datetime, moment: datetime
) -> bool:
    """Whether a run for the quarter was scheduled since it was due, and so has run, runs or will."""
    since = FlowRunFilterExpectedStartTime.model_validate({"after_": due, "before_": moment})
    runs = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(expected_start_time=since),
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
    )
    return any(run.parameters.get("quarter", LATEST) in (LATEST, OPEN, missed) for run in runs)


def watch_for_silence() -> None:
    """Have the server itself mark our runs as crashed when they miss several heartbeats: this machine may be gone too.

    Made anew at each start, so that it follows the settings.
    """
    with get_client(sync_client=True) as client:
        for found in client.read_automations_by_name(SILENCE):
            client.delete_automation(found.id)
        client.create_automation(_silence())


def _silence() -> AutomationCore:
    heartbeat = get_current_settings().flows.heartbeat_frequency or _PREFECTS_OWN_HEARTBEAT
    crashed = ChangeFlowRunState(
        name="Crashed",
        state=StateType.CRASHED,
        message="It fell silent: its process or its machine is gone. A retry does what is left to do.",
        force=False,
    )
    return AutomationCore(
        name=SILENCE,
        description="A run whose process or machine is gone sends no heartbeats. Once marked, it can be retried.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={f"prefect.flow-run.{sign}" for sign in _LIFE_SIGNS},
            match={"prefect.resource.id": "prefect.flow-run.*"},  # pyright: ignore[reportArgumentType] - it is parsed
            match_related={  # pyright: ignore[reportArgumentType] - it is parsed
                "prefect.resource.role": "flow",
                "prefect.resource.name": [quarter.name, report.name],
            },
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=_MISSED_HEARTBEATS * heartbeat),
        ),
        actions=[crashed],
    )
