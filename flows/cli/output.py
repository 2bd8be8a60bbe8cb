"""What the commands print about a quarter: plain lines that read well on a terminal and in a log."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy import Connection, Row

from flows.report.wording import day_of
from flows.steps.context import RunContext
from flows.steps.plan import CURRENT, MISSING, REJECTED, TO_DO, Plan, PlannedSupply
from flows.warehouse.ledger import LeftRun
from flows.warehouse.statements import statement
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Extract
from transforms.sentences import plural

_WIDEST_TITLE = 42


def heading(run: RunContext) -> str:
    """``Merebridge (synthetic), quarter 2025-26-Q1``."""
    return f"{council_heading(run)}, quarter {run.quarter}"


def council_heading(run: RunContext) -> str:
    """``Merebridge (synthetic)``."""
    return f"{run.council.name}{' (synthetic)' if run.council.synthetic else ''}"


def supply_lines(run: RunContext, connection: Connection, plan: Plan) -> Iterator[str]:
    """A line per extract: files and rows received, loaded, held and duplicate, over the quarter's batches."""
    by_extract = list(_by_extract(plan))
    width = min(max((len(extract.title) for extract, _ in by_extract), default=0), _WIDEST_TITLE)
    for extract, supplies in by_extract:
        title = textwrap.shorten(extract.title, width, placeholder=" …")
        batches = [p.batch_id for s in supplies for p in s.deliveries if p.batch_id is not None and p.state == CURRENT]
        totals = connection.execute(statement("batches_summary"), {"batches": batches}).one()
        states = _states(supplies)
        released = f"; {totals.rows_released:,} held by a rule and released" if totals.rows_released else ""
        yield (
            f"  {title:<{width}} {totals.rows_received:>9,} rows  {totals.rows_held:>6,} held"
            f"  {totals.rows_duplicate:>4,} duplicate  {totals.rows_flagged:>6,} flagged  {states}{released}"
        )


def held_lines(connection: Connection, plan: Plan, *, since_when: bool = False) -> Iterator[str]:
    """A line per rule that holds rows back: how many, since when if it is asked, and why."""
    rows = connection.execute(statement("held_summary"), {"batches": list(plan.loaded_batches)}).all()
    for row in rows:
        since = f", since {day_of(row.first_seen)}" if since_when else ""
        yield f"  held {row.rows_held:>4,}  {row.extract}, {row.rule_id}{since}: {row.message}"


def rejection_lines(plan: Plan) -> Iterator[str]:
    """A paragraph per rejected delivery: what is wrong, where, and that nothing of it was loaded."""
    for supply in plan.supplies:
        for planned in supply.deliveries:
            if planned.state == REJECTED:
                yield f"{supply.extract}, {supply.supply.title} ({planned.slice.covers}): rejected. {planned.reason}"
                yield "    Nothing of it was loaded. Put the file right or ask the supplier, then rerun."


def missing_lines(plan: Plan) -> Iterator[str]:
    """A line per supply that is expected and has not come."""
    for supply in plan.supplies:
        if supply.is_missing:
            yield f"{supply.extract}, {supply.supply.title}: {supply.why_missing}"


def unavailable_lines(plan: Plan) -> Iterator[str]:
    """Two lines per supply whose source could not be asked: what it gave last counts until it can."""
    for supply in plan.supplies:
        if supply.unavailable is not None:
            yield f"not read: {supply.unavailable.message}"
            yield f"    {supply.unavailable.fix}"


def waiting_lines(plan: Plan) -> Iterator[str]:
    """A line per supply of which a delivery is left for a later run."""
    for supply in plan.supplies:
        if supply.waits_for:
            yield f"left for the next run: {supply.extract}, {supply.supply.title}: {supply.waits_for}"


def left_lines(left: Sequence[LeftRun]) -> Iterator[str]:
    """A line per run that was killed: what it had done stays, and a run of its quarter does the rest."""
    for run in left:
        yield (
            f"  run {run.run_id} of {run.quarter} ({run.command}, begun {run.started_at:%d/%m/%Y %H:%M} UTC) was ended "
            "before it was done: what it finished is kept"
        )


def publication_line(connection: Connection, publication: Row) -> str:
    """``draft 5: 12 measures, 3 without a figure (PED02 04, PED02 05)``."""
    rows = connection.execute(statement("publication_measures"), {"publication_id": publication.publication_id}).all()
    without = [row.measure_ref for row in rows if row.has_no_figure]
    names = f" ({', '.join(without)})" if without else ""
    what = f"{publication.status} {publication.publication_id}"
    return f"{what}: {len(rows)} measures, {len(without)} without a figure{names}"


def skipped_lines(supplies: Sequence[PlannedSupply]) -> Iterator[str]:
    """A line per extract of what is left alone, and why."""
    for extract_id in dict.fromkeys(supply.extract for supply in supplies):
        same = [supply for supply in supplies if supply.extract == extract_id]
        what = plural(sum(len(supply.deliveries) for supply in same), "delivery", "deliveries")
        of = f" of {len(same)} suppliers" if len(same) > 1 else ""
        yield f"  skipped {extract_id}: {what}{of}, the same as when staged"


def shown(path: Path) -> str:
    """A path as short as it can be typed from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def say(lines: Iterator[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)


def _by_extract(plan: Plan) -> Iterator[tuple[Extract, list[PlannedSupply]]]:
    for extract_id in dict.fromkeys(supply.extract for supply in plan.supplies):
        yield extract_by_id(extract_id), [supply for supply in plan.supplies if supply.extract == extract_id]


def _states(supplies: Sequence[PlannedSupply]) -> str:
    found = [supply.state for supply in supplies]
    worst = [(state, found.count(state)) for state in (REJECTED, MISSING, TO_DO) if state in found]
    return ", ".join(f"{count} {state}" for state, count in worst) if worst else "complete"
