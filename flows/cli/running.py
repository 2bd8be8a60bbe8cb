"""Run a quarter for a command: ask the ledger first, start Prefect only when there is something to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from flows.cli import output
from flows.fingerprints import code_version
from flows.steps import Step
from flows.steps.plan import Plan, PlannedSupply
from flows.steps.quarter import DRAFT_AUDIENCE, Pending, RunContext, pending, plan_quarter, render_report
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import finish_run, start_run
from flows.warehouse.statements import statement
from transforms.errors import CypError, DataRejected, UsageError
from transforms.extracts import EXTRACTS


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
            newest = publications.newest(connection, context.council.slug, str(context.quarter))
            if newest is not None:
                yield output.publication_line(connection, newest)
                yield f"Report      {output.shown(self._report_page(newest.publication_id))}"
        if self.error is not None and not isinstance(self.error, DataRejected):
            yield str(self.error)

    def _report_page(self, publication_id: int) -> Path:
        return render_report(self.context, publication_id, DRAFT_AUDIENCE).folder / "report.html"


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
    """Run the flow if the ledger says that there is something to do, or a step is to be done again."""
    before = pending(context)
    done_again = [s for s in before.plan.supplies if from_step == "stage" and (not extracts or s.extract in extracts)]
    skipped = tuple(s for s in before.plan.supplies if s.state == "current" and s not in done_again)
    if before.nothing_to_do and from_step is None:
        return Summary(context, before.plan, skipped, None, nothing_to_do=True)
    say(f"  to do: {_to_do(before) if from_step is None else f'again from {from_step}'}")
    error = _run_flow(context, extracts, command, from_step)
    return Summary(context, plan_quarter(context), skipped, error, nothing_to_do=False)


def _run_flow(context: RunContext, extracts: tuple[str, ...], command: str, from_step: Step | None) -> CypError | None:
    from flows.orchestration import run_quarter

    council, quarter = context.council.slug, str(context.quarter)
    with transaction(context.engine) as connection:
        run_id = start_run(connection, council, quarter, command, code_version(context.settings))
    error: CypError | None = None
    try:
        run_quarter(str(context.folder), quarter, run_id, extracts, from_step)
    except CypError as raised:
        error = raised
    outcome = "done" if error is None else "rejected" if isinstance(error, DataRejected) else "failed"
    with transaction(context.engine) as connection:
        finish_run(connection, run_id, outcome)
    return error


def _to_do(before: Pending) -> str:
    deliveries = sum(1 for s in before.plan.supplies for p in s.deliveries if p.state == "to do")
    parts = [f"{output.counted(deliveries, 'delivery', 'deliveries')} to bring in"] if deliveries else []
    parts += ["a draft"] if before.draft_is_due else []
    return ", ".join([*parts, "its report"])


def status_json(context: RunContext, connection: Connection, plan: Plan) -> dict[str, Any]:
    """The ledger of a quarter for scripts."""
    newest = publications.newest(connection, context.council.slug, str(context.quarter))
    issued = publications.issued(connection, context.council.slug, str(context.quarter))
    totals = {
        row.batch_id: row for row in connection.execute(statement("batch_totals"), {"council": context.council.slug})
    }
    return {
        "council": context.council.slug,
        "quarter": str(context.quarter),
        "newest_publication": newest and {"publication_id": newest.publication_id, "status": newest.status},
        "issued_publication": issued and {"publication_id": issued.publication_id, "status": issued.status},
        "deliveries": [
            {
                "extract": supply.extract,
                "supplier": supply.supplier,
                "covers": planned.slice.covers,
                "state": planned.state,
                "reason": planned.reason,
                **_totals(totals.get(planned.batch_id)),
            }
            for supply in plan.supplies
            for planned in supply.deliveries
        ],
        "missing": [{"extract": s.extract, "supplier": s.supplier} for s in plan.supplies if s.is_missing],
    }


def _totals(row: Row | None) -> dict[str, int]:
    names = ("rows_received", "rows_loaded", "rows_held", "rows_duplicate")
    return {name: getattr(row, name) if row is not None else 0 for name in names}
