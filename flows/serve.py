"""Deployments of each council with their schedules, the triggers that make reports, and the process that works both."""

import asyncio
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.runner import Runner
from prefect.schedules import Cron, RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.council import read_council
from flows.notices_flow import notices
from flows.quarterly import quarter
from flows.report_flow import report
from flows.schedule import LATEST, OPEN, TIMEZONE, early_recurrence, every_weekday, nightly, recurrence
from flows.settings import Settings
from flows.watch import keep_watch, watch_for_silence
from transforms.council_types import Council


def serve_councils(settings: Settings, folders: Sequence[Path], *, scheduled: bool = True) -> None:
    """Register the deployments of these councils and work their runs until interrupted.

    What else there is to watch over is done every minute; first when the triggers are there, since an event that none
    waits for is lost. Not ``scheduled``: runs start only when somebody or something asks for them.
    """
    tempfile.tempdir = str(_own_temporary_folder(settings))
    runner = Runner(name="cyp", pause_on_shutdown=False)
    for folder in folders:
        for deployment in council_deployments(settings, folder, scheduled=scheduled):
            runner.add_deployment(deployment)
    watch_for_silence()
    ended = threading.Event()
    threading.Thread(target=keep_watch, args=(settings, folders, scheduled, ended), daemon=True).start()
    try:
        asyncio.run(runner.start())
    finally:
        ended.set()


def _own_temporary_folder(settings: Settings) -> Path:
    """Prefect's runner makes a folder of a fixed name in the temporary one, which the first account to do so owns."""
    folder = settings.home.resolve() / "prefect" / "temporary"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def council_deployments(
    settings: Settings, folder: Path, *, scheduled: bool = True
) -> tuple[RunnerDeployment, RunnerDeployment, RunnerDeployment]:
    """``quarter/<council>`` with its schedules, ``report/<council>`` with its triggers, ``notices/<council>``.

    Registers nothing yet.
    """
    council = read_council(folder)
    slug = council.slug
    defaults = {"council": str(folder.resolve())}
    return (
        RunnerDeployment.from_flow(
            quarter,
            slug,
            parameters=defaults,
            schedules=quarter_schedules(settings, council) if scheduled else [],
            concurrency_limit=1,
            tags=[slug],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        RunnerDeployment.from_flow(
            report,
            slug,
            parameters=defaults,
            triggers=[_trigger(slug, "internal", "*"), _trigger(slug, "public", "issued")],
            tags=[slug],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        RunnerDeployment.from_flow(
            notices,
            slug,
            parameters=defaults,
            schedules=[_reminding(settings)] if scheduled else [],
            concurrency_limit=1,
            tags=[slug],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    )


def _reminding(settings: Settings) -> Schedule:
    return Cron(every_weekday(settings.notify_at), timezone=TIMEZONE, slug="remind")


def quarter_schedules(settings: Settings, council: Council) -> list[Schedule]:
    """The days on which supplies of each quarter to come are due, and every night, when what came is redrafted."""
    today = datetime.now(UTC).date()
    dates = {
        "due": recurrence(council, settings.run_at, today),
        "receive": early_recurrence(council, settings.run_at, today),
    }
    every_night = Cron(nightly(settings.redraft_at), timezone=TIMEZONE, slug="redraft", parameters={"quarter": OPEN})
    days = [
        RRule(rule, timezone=TIMEZONE, slug=slug, parameters={"quarter": LATEST})
        for slug, rule in dates.items()
        if rule
    ]
    return [*days, every_night]


def _trigger(slug: str, audience: str, status: str) -> DeploymentEventTrigger:
    return DeploymentEventTrigger(
        name=f"{audience} report of {slug}",
        expect={"cyp.quarter.published"},
        match={"prefect.resource.id": f"cyp.publication.{slug}.*", "cyp.status": status},
        parameters={
            "quarter": "{{ event.payload.quarter }}",
            "publication_id": "{{ event.payload.publication_id }}",
            "audience": audience,
        },
    )
