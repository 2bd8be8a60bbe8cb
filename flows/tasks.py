"""Thin Prefect tasks around the steps. Each opens what it needs itself: only names and numbers pass between them.

Nothing is cached or kept by Prefect: a step asks the ledger what is done, so a retry repeats only what is not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

from httpx import TransportError
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.events import Event, Resource
from prefect.tasks import Task

from flows.artifacts import show_publication, show_report, show_supplier_pages, tried
from flows.steps.quarter import RunContext, ingest_supply, publish_draft, render_report
from flows.steps.suppliers import write_supplier_pages
from flows.warehouse.outbox import Published, drain_outbox
from transforms.errors import CypError, SourceRefused, SourceUnavailable

_RETRY_DELAYS = [2.0, 10.0]


@contextmanager
def only_our_words() -> Iterator[None]:
    """Let no error but our own reach Prefect, and none with a cause behind it.

    The text of a library's error may quote a child's row; its kind and place do not, and find the fault as well.
    Raises CypError for any other error.
    """
    try:
        yield
    except CypError as error:
        raise error.with_traceback(None) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, its text must not leave
        raise _without_its_text(error) from None


def prefect_is_gone() -> CypError:
    """What is told when the Prefect server went away in the middle of a run."""
    return CypError(
        "The Prefect server stopped answering.",
        "What is done stays: cyp rerun does the rest, with Prefect back or new.",
    )


def _without_its_text(error: Exception) -> CypError:
    if isinstance(error, TransportError):  # sources and messages tell of their own trouble as ours
        return prefect_is_gone()
    if isinstance(error, MemoryError):
        return CypError(
            "Memory ran out.",
            "Run it again with CYP_PROCESSES=1, which needs the least, or where there is more: what is done stays.",
        )
    frames = extract_tb(error.__traceback__)
    place = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    return CypError(
        f"Our own fault: {type(error).__name__} in {Path(place.filename).name}, line {place.lineno} ({place.name}).",
        "Run the command again; if it happens again, report this line.",
    )


def _source_may_answer_later(_task: Task[..., object], _run: TaskRun, state: State[object]) -> bool:
    return isinstance(state.data, SourceUnavailable) and not isinstance(state.data, SourceRefused)


@task(
    task_run_name="ingest {extract} {supplier}",
    retries=len(_RETRY_DELAYS),
    retry_delay_seconds=_RETRY_DELAYS,
    retry_condition_fn=_source_may_answer_later,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def ingest(council: str, quarter: str, extract: str, supplier: str, run_id: int | None, again: bool) -> None:
    """Pull, land, validate and stage what one supplier sent of one extract.

    Raises DataRejected and SourceUnavailable, recorded in the ledger before.
    """
    with only_our_words():
        ingest_supply(RunContext.open(council, quarter, run_id), extract, supplier, again=again)


@task(task_run_name="publish draft", cache_policy=NO_CACHE, persist_result=False)
def publish(council: str, quarter: str, run_id: int | None, again: bool) -> int:
    """Compute, gate and publish a draft if anything changed or ``again``; gives the newest draft's number."""
    with only_our_words():
        outcome = publish_draft(RunContext.open(council, quarter, run_id), again=again)
        get_run_logger().info("publication %s %s", outcome.publication_id, "made" if outcome.created else "unchanged")
        return outcome.publication_id


@task(task_run_name="report {publication_id} {audience}", cache_policy=NO_CACHE, persist_result=False)
def render(
    council: str, quarter: str, publication_id: int, audience: str, run_id: int | None, again: bool = False
) -> None:
    """Render the report of a publication, unless it is rendered already and not asked for ``again``."""
    with only_our_words():
        run = RunContext.open(council, quarter, run_id)
        outcome = render_report(run, publication_id, audience, again=again)
        tried(lambda: show_report(run, publication_id, audience, outcome.folder))


@task(task_run_name="suppliers' pages {publication_id}", cache_policy=NO_CACHE, persist_result=False)
def write_to_suppliers(council: str, quarter: str, publication_id: int) -> None:
    """Write the suppliers' pages of a publication, and show where they are."""
    with only_our_words():
        run = RunContext.open(council, quarter)
        written = write_supplier_pages(run, publication_id)
        tried(lambda: show_supplier_pages(run, written))


@task(task_run_name="show publication {publication_id}", cache_policy=NO_CACHE, persist_result=False)
def show(council: str, quarter: str, publication_id: int, run_id: int | None) -> None:
    """Put findings, control totals and what moved on the page of the flow run."""
    with only_our_words():
        show_publication(RunContext.open(council, quarter, run_id), publication_id)


@task(task_run_name="announce", cache_policy=NO_CACHE, persist_result=False)
def announce(council: str, quarter: str, run_id: int | None) -> None:
    """Tell Prefect of every publication that it was not yet told of."""
    with only_our_words():
        told = drain_outbox(RunContext.open(council, quarter, run_id).engine, emit)
        get_run_logger().info("%s publications announced", told)


def emit(published: Published) -> None:
    """Hand an event to the Prefect server, and come back only when it has taken it."""
    event = Event(
        event=published.event,
        resource=Resource(
            {
                "prefect.resource.id": f"cyp.publication.{published.council}.{published.publication_id}",
                "cyp.status": published.status,
            }
        ),
        payload={
            "council": published.council,
            "quarter": published.quarter,
            "publication_id": published.publication_id,
            "status": published.status,
        },
    )
    with get_client(sync_client=True) as client:
        client.request("POST", "/events", json=[event.model_dump(mode="json")]).raise_for_status()
