"""The flow of a quarter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

from httpx import TransportError
from prefect import flow, tags
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import refresh_global_settings_context
from prefect.exceptions import TerminationSignal
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed
from pydantic import Field

from flows.artifacts import Progress
from flows.council import read_council
from flows.fingerprints import code_version
from flows.recovery import close_left_runs
from flows.schedule import LATEST, OPEN, QUARTER_NAME, QUARTER_OR_WORD, quarter_asked_for
from flows.settings import get_settings
from flows.side_by_side import outcome_of, runner_for
from flows.steps import Step
from flows.steps.plan import PlannedSupply
from flows.steps.quarter import DRAFT_AUDIENCE, Plan, RunContext, pending
from flows.tasks import announce, ingest, only_our_words, prefect_is_gone, publish, render, show
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import DEPLOYMENT, name_flow_run, recorded_run
from flows.warehouse.patience import as_one_step
from transforms.errors import CypError, DataRejected, WarehouseUnavailable
from transforms.extracts import EXTRACTS

_OF_A_DELIVERY = 500_000  # bytes of CSV that are checked in about the time that a delivery takes without any row
_EXTRACT_IDS = "|".join(extract.id for extract in EXTRACTS)

CouncilFolder = Annotated[str, Field(min_length=1, description="Path of the council folder")]
QuarterName = Annotated[str, Field(pattern=QUARTER_NAME, description="Written as 2025-26-Q1")]
QuarterOrWord = Annotated[
    str,
    Field(
        pattern=QUARTER_OR_WORD,
        description=f"Written as 2025-26-Q1; '{LATEST}' for the last one that ended before the run's scheduled time; "
        f"'{OPEN}' for the one that was due last, unless it is issued",
    ),
]
FromStep = Annotated[Step | None, Field(description="Do this step and those after it even if they are done")]
ExtractName = Annotated[str, Field(pattern=f"^(?:{_EXTRACT_IDS})$")]
Extracts = Annotated[tuple[ExtractName, ...], Field(description="Only these extracts; none for all")]


def _run_name() -> str:
    given = flow_run.parameters
    try:
        run = _context(given["council"], given.get("quarter", LATEST), None)
    except CypError:  # the run itself will say what is wrong
        return f"{Path(given['council']).name}-{given.get('quarter', LATEST)}"
    return "-".join((run.council.slug, str(run.quarter), *given.get("extracts", ())))


@flow(name="quarter", flow_run_name=_run_name, persist_result=False)
def quarter(
    council: CouncilFolder,
    quarter: QuarterOrWord = LATEST,
    run_id: int | None = None,
    extracts: Extracts = (),
    from_step: FromStep = None,
) -> State[None] | None:
    """Bring a council's quarter up to date: every delivery that arrived, then a draft and its report.

    A supply that fails stops only its own measures; the run then ends as failed, after the draft, and says which.
    A run of the open quarter in which nothing arrived ends well at once.
    """
    with only_our_words():
        run = _context(council, quarter, run_id)
        as_one_step(lambda: close_left_runs(run.engine, run.council.slug), run.settings)
        if quarter == OPEN and (closed := as_one_step(lambda: why_closed(run), run.settings)):
            return Completed(message=closed)
        due = pending(run)
        if due.nothing_to_do and from_step is None:
            if quarter != OPEN:
                fail_if_any(rejected_before(due.plan))
            return Completed(message=f"Nothing of {run.quarter} has changed since the last run, so nothing was done.")
        try:
            with _labelled(run, extracts), _recorded(run) as number:
                bring_up_to_date(run, due.plan, number, extracts, from_step)
        except (TerminationSignal, KeyboardInterrupt):
            return Cancelled(message="It was asked to stop. What it finished is kept: the next run does the rest.")
    return None


def _context(council: str, quarter: str, run_id: int | None) -> RunContext:
    """The council, and the quarter that a name or word means at the run's scheduled time."""
    at = get_settings().run_at
    scheduled: datetime = flow_run.scheduled_start_time
    named = quarter_asked_for(read_council(Path(council)), quarter, at, scheduled)
    return RunContext.open(council, str(named), run_id)


def why_closed(run: RunContext) -> str:
    """Why there is nothing to redraft: the quarter is issued. Empty while it is open."""
    with transaction(run.engine) as connection:
        issued = publications.issued(connection, run.council.slug, str(run.quarter))
    if issued is None:
        return ""
    return f"{run.quarter} is issued as publication {issued.publication_id}: it is redrafted when somebody asks for it."


@contextmanager
def _labelled(run: RunContext, extracts: tuple[str, ...]) -> Iterator[None]:
    """Tag the flow run and the task runs of the block with the council, the quarter and extracts that were named."""
    labels = (run.council.slug, str(run.quarter), *extracts)
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(flow_run.id)), tags=sorted({*flow_run.tags, *labels}))
    with tags(*labels):
        yield


@contextmanager
def _recorded(run: RunContext) -> Iterator[int]:
    """The number in the ledger under which the block is recorded: the command's, or one of the flow run's own."""
    flow_run_id = str(flow_run.id)
    if run.run_id is not None:
        with transaction(run.engine) as connection:
            name_flow_run(connection, run.run_id, flow_run_id)
        yield run.run_id
        return
    version = code_version(run.settings)
    with recorded_run(run.engine, run.council.slug, str(run.quarter), DEPLOYMENT, version, flow_run_id) as number:
        yield number


def bring_up_to_date(
    run: RunContext, plan: Plan, number: int, extracts: tuple[str, ...], from_step: Step | None
) -> None:
    """Ingest what is to do, publish, announce, render and show. Raises at the end for the supplies that failed."""
    council, name = str(run.folder), str(run.quarter)
    failed = rejected_before(plan)
    tag = f"{run.council.slug}-{name}".lower()
    failed |= ingest_side_by_side(plan, extracts, council, name, number, from_step == "stage", tag)
    # What our own machine could not do says nothing of a supply: no draft is made that calls it missing.
    fail_if_any({supply: error for supply, error in failed.items() if isinstance(error, WarehouseUnavailable)})
    publication_id = publish(council, name, number, from_step in ("stage", "publish"))
    announce(council, name, number, return_state=True)  # what could not be told stays in the outbox
    render(council, name, publication_id, DRAFT_AUDIENCE, number, from_step is not None)
    show(council, name, publication_id, number, return_state=True)  # a page less is no reason to fail
    fail_if_any(failed)


def use_server() -> None:
    """Let Prefect, which may have been imported before its server was known, read its settings once more."""
    refresh_global_settings_context()


def to_its_end(
    council: str, name: str, run_id: int | None, extracts: tuple[str, ...] = (), from_step: Step | None = None
) -> None:
    """Run the flow in this process. Raises the error that ended it, if one did; KeyboardInterrupt if it was stopped."""
    try:
        state = quarter(council, name, run_id, extracts, from_step, return_state=True)
    except TransportError:
        raise prefect_is_gone() from None
    if state.is_cancelled():
        raise KeyboardInterrupt
    error = state.result(raise_on_failure=False) if state.is_failed() else None
    if isinstance(error, CypError):
        raise error
    if not state.is_completed():
        raise CypError(f"The flow run ended as {state.name}.", "The flow run's page in the Prefect server says why.")


def rejected_before(plan: Plan) -> dict[str, CypError]:
    """Deliveries whose present files were rejected by an earlier run: reading them again would find the same.

    Those that are fetched again to know what they are now say so themselves.
    """
    return {
        f"{planned.delivery.extract} {planned.delivery.supplier}": DataRejected(
            planned.reason or "rejected before, and the same files lie there still", "Ask the supplier for it again."
        )
        for planned in plan.rejected
        if not planned.is_to_do
    }


def ingest_side_by_side(
    plan: Plan,
    extracts: tuple[str, ...],
    council: str,
    quarter: str,
    run_id: int | None,
    again: bool,
    tag: str,
) -> dict[str, CypError]:
    """Ingest each supply that is to do (every one if ``again``), several at a time.

    Gives the errors of those that failed, by supply. Progress is shown under ``tag``.
    """
    # Those with most to bring in first, so that none of them is left to the end and keeps one core busy alone.
    supplies = sorted(plan.chosen(extracts, again=again), key=lambda supply: work_of(supply, again), reverse=True)
    deliveries = sum(len(supply.due(again=again)) for supply in supplies)
    with runner_for(deliveries, get_settings()) as runner:
        running = {
            f"{supply.extract} {supply.supplier}": runner.submit(
                ingest.with_options(tags=[supply.extract]),
                {
                    "council": council,
                    "quarter": quarter,
                    "extract": supply.extract,
                    "supplier": supply.supplier,
                    "run_id": run_id,
                    "again": again,
                },
            )
            for supply in supplies
        }
        progress = Progress(f"{tag}-progress", len(running)) if running else None
        ended = {}
        for supply, future in running.items():
            ended[supply] = outcome_of(future)
            if progress:
                progress.one_more()
    return {name: _as_ours(error) for name, error in ended.items() if isinstance(error, BaseException)}


def work_of(supply: PlannedSupply, again: bool) -> int:
    """About how much a supply has to bring in, in bytes; as many go for each delivery, whose checks take time too."""
    due = [planned.delivery for planned in supply.due(again=again)]
    here = [Path(file.place) for delivery in due for file in delivery.files if file.is_here]
    return len(due) * _OF_A_DELIVERY + sum(file.stat().st_size for file in here if file.is_file())


def _as_ours(error: BaseException) -> CypError:
    return error if isinstance(error, CypError) else CypError(f"The task ended early ({type(error).__name__}).")


def fail_if_any(failed: dict[str, CypError]) -> None:
    """Raise one error that names every supply that failed, of the kind that is most ours to mend."""
    if not failed:
        return
    worst = min(failed.values(), key=lambda error: (isinstance(error, DataRejected), error.exit_code))
    raise type(worst)(
        "\n".join(f"{name}: {error.message}" for name, error in failed.items()),
        "\n".join(dict.fromkeys(error.fix for error in failed.values() if error.fix)),
    )
