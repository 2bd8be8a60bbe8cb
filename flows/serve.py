"""Deployments of each council, the trigger that makes reports, and the process that works both."""

import asyncio
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.logging import get_logger
from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows.council import read_council
from flows.orchestration import ensure_server
from flows.quarterly import quarter
from flows.report_flow import report
from flows.settings import Settings
from flows.steps.context import warehouse
from flows.tasks import emit
from flows.warehouse.outbox import drain_outbox

_DRAIN_EVERY_SECONDS = 60.0


def serve_councils(settings: Settings, folders: Sequence[Path]) -> None:
    """Register the deployments of these councils and work their runs until interrupted.

    The outbox is drained every minute; first when the triggers are there, since an event that none waits for is lost.
    """
    tempfile.tempdir = str(_own_temporary_folder(settings))
    runner = Runner(name="cyp", pause_on_shutdown=False)
    for folder in folders:
        for deployment in council_deployments(folder):
            runner.add_deployment(deployment)
    ended = threading.Event()
    threading.Thread(target=keep_draining, args=(settings, ended), daemon=True).start()
    try:
        asyncio.run(runner.start())
    finally:
        ended.set()


def _own_temporary_folder(settings: Settings) -> Path:
    """Prefect's runner makes a folder of a fixed name in the temporary one, which the first account to do so owns."""
    folder = settings.home.resolve() / "prefect" / "temporary"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def council_deployments(folder: Path) -> tuple[RunnerDeployment, RunnerDeployment]:
    """``quarter/<council>``, and ``report/<council>`` with its triggers. Registers nothing yet."""
    slug = read_council(folder).slug
    defaults = {"council": str(folder.resolve())}
    return (
        RunnerDeployment.from_flow(
            quarter, slug, parameters=defaults, concurrency_limit=1, entrypoint_type=EntrypointType.MODULE_PATH
        ),
        RunnerDeployment.from_flow(
            report,
            slug,
            parameters=defaults,
            triggers=[_trigger(slug, "internal", "*"), _trigger(slug, "public", "issued")],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    )


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


def keep_draining(settings: Settings, ended: threading.Event) -> None:
    """Drain the outbox now and every minute until ``ended`` is set; brings back a local server that went away."""
    while True:
        try:
            ensure_server(settings)
            drain_outbox(warehouse(settings), emit)  # pyright: ignore[reportArgumentType] - it is frozen
        except Exception as error:  # noqa: BLE001 - the next minute tries again; its text could quote a row
            get_logger("cyp").warning("The outbox could not be drained (%s); trying again.", type(error).__name__)
        if ended.wait(_DRAIN_EVERY_SECONDS):
            return
