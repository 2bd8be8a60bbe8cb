"""Run a quarter for a command: ask the ledger first, start Prefect only when there is something to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.cli import output
from flows.fingerprints import code_version
from flows.steps import Step
from flows.steps.plan import REJECTED, Plan, PlannedSupply
from flows.steps.quarter import DRAFT_AUDIENCE, Pending, RunContext, pending, plan_quarter, render_report
from flows.warehouse import publications
from flows.warehouse.ledger import LeftRun, recorded_run, runs_left
from transforms.errors import CypError, DataRejected, FiguresRejected, UsageError
from transforms.extracts import EXTRACTS
from transforms.sentences import plural


@dataclass(frozen=True)
class Summary:
    """What a command tells at its end. ``plan`` is how things stand now."""

    context: RunContext
    plan: Plan
    skipped: tuple[PlannedSupply, ...]
    error: CypError | None
    nothing_to_do: bool

    @property
    def exit_code(self) -> int:
        if self.error is not None:
            return self.error.exit_code
        return DataRejected.exit_code if self.plan.rejected else 0

    def lines(self) -> Iterator[str]:
        plan, context = self.plan, self.context
        with context.engine.connect() as connection:
            if self.nothing_to_do:
                yield "Nothing has changed since the last run, so nothing was done."
            else:
                yield from output.supply_lines(context, connection, plan)
                yield from output.held_lines(connection, plan)
                yield from output.skipped_lines(self.skipped)
            yield from output.rejection_lines(plan)
            yield from output.missing_lines(plan)
            yield from output.waiting_lines(plan)
            newest = publications.newest(connection, context.council.slug, str(context.quarter))
            if newest is not None:
                yield output.publication_line(connection, newest)
                yield f"Report      {output.shown(self._report_page(newest.publication_id))}"
        is_told = isinstance(self.error, DataRejected) and not isinstance(self.error, FiguresRejected)
        if self.error is not None and not is_told:
            yield str(self.error)

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        context = self.context
        with context.engine.connect() as connection:
            newest = publications.newest(connection, context.council.slug, str(context.quarter))
        return {
            "council": context.council.slug,
            "quarter": str(context.quarter),
            "nothing_to_do": self.nothing_to_do,
            "exit_code": self.exit_code,
            "error": self.error and self.error.message,
            "publication_id": newest and newest.publication_id,
            "report": newest and str(self._report_page(newest.publication_id)),
            "rejected": [_named(supply) for supply in self.plan.supplies if supply.state == REJECTED],
            "missing": [_named(supply) for supply in self.plan.supplies if supply.is_missing],
            "skipped": [_named(supply) for supply in self.skipped],
        }

    def _report_page(self, publication_id: int) -> Path:
        return render_report(self.context, publication_id, DRAFT_AUDIENCE).files[0]


def _named(supply: PlannedSupply) -> dict[str, str]:
    return {"extract": supply.extract, "supplier": supply.supplier}


def open_run(folder: Path, quarter: str, extracts: tuple[str, ...]) -> RunContext:
    """The context of a command. Raises UsageError for an extract that there is none of."""
    known = [extract.id for extract in EXTRACTS]
    unknown = [name for name in extracts if name not in known]
    if unknown:
        raise UsageError(f"There is no extract {', '.join(unknown)}.", f"Known: {', '.join(known)}.")
    return RunContext.open(folder, quarter)


def bring_up_to_date(
    context: RunContext,
    extracts: tuple[str, ...],
    command: str,
    say: Callable[[str], None],
    from_step: Step | None = None,
) -> Summary:
    """Run the flow if the ledger says that there is something to do, or a step is to be done again.

    So too if a run was killed: Prefect is then told, whether or not it left anything to do.
    """
    before = pending(context)
    again = from_step == "stage"
    asked_for = before.plan.chosen(extracts, again=again)
    done_again = asked_for if again else ()
    skipped = tuple(s for s in before.plan.supplies if is_left_alone(s) and s not in done_again)
    left = left_runs(context)
    nothing = before.nothing_to_do and from_step is None
    if nothing and not left:
        return Summary(context, before.plan, skipped, None, nothing_to_do=True)
    for line in output.left_lines(left):
        say(line)
    if not nothing:
        say(f"  to do: {_to_do(before) if from_step is None else f'again from {from_step}'}")
    deliveries = sum(len(supply.due(again=again)) for supply in asked_for)
    error = _run_flow(context, extracts, command, from_step, deliveries)
    for line in _told(context):
        say(line)
    return Summary(context, plan_quarter(context), skipped, error, nothing_to_do=nothing)


def is_left_alone(supply: PlannedSupply) -> bool:
    """Whether a run neither reads a supply nor asks for it."""
    return supply.state == "current" and not supply.is_to_do


def left_runs(context: RunContext) -> tuple[LeftRun, ...]:
    """Runs of the council that were killed and not yet closed."""
    with context.engine.connect() as connection:
        return runs_left(connection, context.council.slug)


def _run_flow(
    context: RunContext, extracts: tuple[str, ...], command: str, from_step: Step | None, deliveries: int
) -> CypError | None:
    from flows.orchestration import run_quarter

    council, quarter = context.council.slug, str(context.quarter)
    try:
        with recorded_run(context.engine, council, quarter, command, code_version(context.settings)) as run_id:
            run_quarter(str(context.folder), quarter, run_id, extracts, from_step, deliveries=deliveries)
    except CypError as error:
        return error
    return None


def _told(context: RunContext) -> Iterator[str]:
    """Tell people what the run came to. What cannot be sent is sent later, and is no reason to fail."""
    from flows.notices.tell import tell

    try:
        sent = tell(context, reminding=False)
    except CypError as error:
        yield f"  nobody was told: {error.message}"
        return
    yield from (f"  not sent to the {each.role}: {each.problem}" for each in sent if each.problem)


def _to_do(before: Pending) -> str:
    deliveries = sum(1 for s in before.plan.supplies for p in s.deliveries if p.state == "to do")
    asked = sum(1 for s in before.plan.to_do if s.state != "to do")
    parts = [f"{plural(deliveries, 'delivery', 'deliveries')} to bring in"] if deliveries else []
    parts += [f"{plural(asked, 'source', 'sources')} to ask"] if asked else []
    parts += ["a draft"] if before.draft_is_due else []
    return ", ".join([*parts, *(["its report"] if before.report_is_due else [])])
