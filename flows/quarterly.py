"""The flow of a quarter."""

from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows.steps import Step
from flows.steps.quarter import DRAFT_AUDIENCE, Pending, Plan, RunContext, pending
from flows.tasks import announce, ingest, only_our_words, publish, render
from transforms.errors import CypError, DataRejected
from transforms.quarters import QUARTER_PATTERN

CouncilFolder = Annotated[str, Field(min_length=1, description="Path of the council folder")]
QuarterName = Annotated[str, Field(pattern=QUARTER_PATTERN, description="Written as 2025-26-Q1")]
FromStep = Annotated[Step | None, Field(description="Do this step and those after it even if they are done")]
Extracts = Annotated[tuple[str, ...], Field(description="Only these extracts; none for all")]

_FOUR_AT_ONCE: Any = ThreadPoolTaskRunner(max_workers=4)  # Any: Prefect's own types do not fit together here


def _run_name() -> str:
    return f"{Path(flow_run.parameters['council']).name}-{flow_run.parameters['quarter']}"


@flow(name="quarter", flow_run_name=_run_name, task_runner=_FOUR_AT_ONCE, persist_result=False)
def quarter(
    council: CouncilFolder,
    quarter: QuarterName,
    run_id: int | None = None,
    extracts: Extracts = (),
    from_step: FromStep = None,
) -> None:
    """Bring a council's quarter up to date: every delivery that arrived, then a draft and its report.

    A supply that fails stops only its own measures; the run then ends as failed, after the draft, and says which.
    """
    due = what_is_due(council, quarter, run_id)
    failed = rejected_before(due.plan)
    if from_step or not due.nothing_to_do:
        failed |= ingest_side_by_side(due.plan, extracts, council, quarter, run_id, from_step == "stage")
        publication_id = publish(council, quarter, run_id, from_step in ("stage", "publish"))
        announce(council, quarter, run_id, return_state=True)  # what could not be told stays in the outbox
        render(council, quarter, publication_id, DRAFT_AUDIENCE, run_id, from_step is not None)
    fail_if_any(failed)


def to_its_end(
    council: str, name: str, run_id: int | None, extracts: tuple[str, ...] = (), from_step: Step | None = None
) -> None:
    """Run the flow in this process. Raises the error that ended it, if one did."""
    state = quarter(council, name, run_id, extracts, from_step, return_state=True)
    error = state.result(raise_on_failure=False) if state.is_failed() else None
    if isinstance(error, CypError):
        raise error
    if not state.is_completed():
        raise CypError(f"The flow run ended as {state.name}.", "The flow run's page in the Prefect server says why.")


def what_is_due(council: str, quarter: str, run_id: int | None) -> Pending:
    """What the ledger says is still to do."""
    with only_our_words():
        return pending(RunContext.open(council, quarter, run_id))


def rejected_before(plan: Plan) -> dict[str, CypError]:
    """Deliveries whose present files were rejected by an earlier run: reading them again would find the same."""
    return {
        f"{planned.delivery.extract} {planned.delivery.supplier}": DataRejected(
            planned.reason or "rejected before, and the same files lie there still", "Ask the supplier for it again."
        )
        for planned in plan.rejected
    }


def ingest_side_by_side(
    plan: Plan, extracts: tuple[str, ...], council: str, quarter: str, run_id: int | None, again: bool
) -> dict[str, CypError]:
    """Ingest each supply that is to do (every one if ``again``), up to four at a time.

    Gives the errors of those that failed, by supply.
    """
    running = {
        f"{supply.extract} {supply.supplier}": ingest.submit(
            council, quarter, supply.extract, supply.supplier, run_id, again
        )
        for supply in (plan.supplies if again else plan.to_do)
        if not extracts or supply.extract in extracts
    }
    ended = {name: future.result(raise_on_failure=False) for name, future in running.items()}
    return {name: _as_ours(error) for name, error in ended.items() if isinstance(error, BaseException)}


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
