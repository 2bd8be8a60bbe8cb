"""What the commands print about a quarter's life: its stage, its supplies and their dates, and what moves."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row

from flows.cli.output import publication_line
from flows.steps.context import RunContext
from flows.steps.life import QuarterLife
from flows.steps.plan import Plan
from flows.warehouse.differences import Difference
from flows.warehouse.statements import statement
from transforms.council_types import Council
from transforms.movement import Movement
from transforms.quarter_life import DRAFTED, FROZEN, IN, ISSUED, LATE, OPEN, RECEIVING, SIGNED, SupplyDue
from transforms.sentences import day_text, plural

STAGES = (OPEN, RECEIVING, DRAFTED, FROZEN, SIGNED, ISSUED)


def stage_line(life: QuarterLife) -> str:
    """``Stage       open → receiving → [drafts] → frozen → signed → issued``."""
    return "Stage       " + " → ".join(f"[{stage}]" if stage == life.stage else stage for stage in STAGES)


def overview_line(life: QuarterLife) -> str:
    """``2025-26-Q1  frozen     draft 4, frozen 3; late: 1 of 11 supplies``."""
    named = ", ".join(f"{row.status} {row.publication_id}" for row in life.publications) or "nothing published"
    late = sum(due.state == LATE for due in life.supplies)
    tail = f"; late: {late} of {plural(len(life.supplies), 'supply', 'supplies')}" if late else ""
    return f"{life.quarter}  {life.stage:<9}  {named}{tail}"


def due_lines(life: QuarterLife) -> Iterator[str]:
    """A line per extract and due day, and one per supply that is not in."""
    groups: dict[tuple[str, str], list[SupplyDue]] = {}
    for due in life.supplies:
        groups.setdefault((due.supply.extract, _due_text(due)), []).append(due)
    for (extract, when), dues in groups.items():
        arrived = sum(due.state == IN for due in dues)
        yield f"  {extract:<22} {when:<28} {arrived} of {len(dues)} in"
        for due in dues:
            if due.state != IN:
                yield f"      {due.state}: {due.supply.title}{_days(due)}{_answers(due)}"


def publication_lines(connection: Connection, life: QuarterLife) -> Iterator[str]:
    """A line per publication that counts, the newest first."""
    for row in life.publications:
        yield publication_line(connection, row)
    if not life.publications:
        yield "nothing published yet"


def movement_lines(found: Difference) -> Iterator[str]:
    """Each part that moves: then, now, by how much, and why; first how many there are."""
    before, now = found.before, found.now
    sides = f"{before.status} {before.publication_id} → {now.status} {now.publication_id}"
    if not found.movements:
        yield f"{sides}: no figure moves"
    else:
        moves = plural(len(found.movements), "figure moves", "figures move")
        yield f"{sides}: {moves}, of {found.parts:,} reported"
    for movement in found.movements:
        yield from _movement_lines(movement)
    for report in found.touched:
        yield f"  touches issued report {report.publication_id} of {report.quarter}: {', '.join(report.measures)}"


def restated_line(found: Difference, council: Council) -> str:
    """What issuing the newer one would have to list, where the other is the council's word; else nothing."""
    if found.before.status != ISSUED:
        return ""
    listed = sum(movement.is_material(council) for movement in found.movements)
    rated = sum(movement.rating_moved for movement in found.movements)
    return (
        f"  issuing it restates {found.before.publication_id} (--restate --reason TEXT) and lists"
        f" {plural(listed, 'figure', 'figures')} above the council's materiality;"
        f" {plural(rated, 'rating moves', 'ratings move')}"
    )


def beside_line(found: Difference) -> str:
    """That a newer draft waits beside the publication that was issued."""
    moves = plural(len(found.movements), "figure", "figures") if found.movements else "no figure"
    return (
        f"draft {found.now.publication_id}, made since, was not issued: it moves {moves}"
        f" (cyp publication diff {found.before.publication_id} {found.now.publication_id})"
    )


def may_move_lines(measures: list[tuple[str, str]], beside: Row | None) -> Iterator[str]:
    """Which measures the deliveries that are to be brought in bear on, where figures were chosen or issued already."""
    if measures and beside is not None:
        yield f"  may move, beside {beside.status} {beside.publication_id}:"
        for ref, title in measures:
            yield f"      {ref} {title}"


def status_json(context: RunContext, connection: Connection, plan: Plan, life: QuarterLife) -> dict[str, Any]:
    """The ledger of a quarter for scripts."""
    totals = {
        row.batch_id: row for row in connection.execute(statement("batch_totals"), {"council": context.council.slug})
    }
    return {
        "council": context.council.slug,
        "quarter": str(context.quarter),
        "stage": life.stage,
        "newest_publication": _named(life.newest),
        "frozen_publication": _named(life.frozen),
        "issued_publication": _named(life.issued),
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
        "unavailable": unavailable_json(plan),
        "supplies": [_due_json(due) for due in life.supplies],
    }


def unavailable_json(plan: Plan) -> list[dict[str, str]]:
    """Supplies whose source could not be asked, and why, for scripts."""
    return [
        {"extract": supply.extract, "supplier": supply.supplier, "reason": supply.unavailable.message}
        for supply in plan.supplies
        if supply.unavailable is not None
    ]


def overview_json(life: QuarterLife) -> dict[str, Any]:
    """A quarter in the list of quarters, for scripts."""
    return {
        "quarter": str(life.quarter),
        "stage": life.stage,
        "newest_publication": _named(life.newest),
        "frozen_publication": _named(life.frozen),
        "issued_publication": _named(life.issued),
        "supplies": [_due_json(due) for due in life.supplies],
    }


def difference_json(found: Difference, council: Council) -> dict[str, Any]:
    """Two publications side by side, for scripts. Values are unrounded; null is no figure."""
    return {
        "quarter": found.now.quarter,
        "before": _named(found.before),
        "now": _named(found.now),
        "reported": found.parts,
        "moved": [_movement_json(movement, council) for movement in found.movements],
        "touches": [
            {"publication_id": each.publication_id, "quarter": each.quarter, "measures": list(each.measures)}
            for each in found.touched
        ],
        "changed_deliveries": [
            {"extract": each.extract, "supplier": each.supplier, "covers": each.covers, "what": each.what}
            for each in found.changes
        ],
        "changed_inputs": list(found.inputs),
    }


def _movement_lines(movement: Movement) -> Iterator[str]:
    figure = movement.figure
    by = f"   {movement.difference}" if movement.difference else ""
    yield f"  {figure.measure}  {figure.title}, {figure.part}: {movement.then_text} → {movement.now_text}{by}"
    for words in movement.beside:
        yield f"      {words}"
    yield f"      {movement.cause}"


def _movement_json(movement: Movement, council: Council) -> dict[str, Any]:
    before, now = movement.before, movement.now
    return {
        "measure": movement.figure.measure,
        "part": movement.figure.part,
        "title": movement.figure.title,
        "unit": movement.figure.unit,
        "then": float(before.value) if before and before.value is not None else None,
        "now": float(now.value) if now and now.value is not None else None,
        "by": movement.difference,
        "also": list(movement.beside),
        "why": movement.cause,
        "causes": [str(cause) for cause in movement.causes],
        "rating_moved": movement.rating_moved,
        "is_material": movement.is_material(council),
    }


def _named(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {"publication_id": row.publication_id, "status": row.status}


def _due_text(due: SupplyDue) -> str:
    return f"due {day_text(due.due)}" if due.due else "due day not known"


def _days(due: SupplyDue) -> str:
    return f", by {plural(due.days_late, 'working day', 'working days')}" if due.days_late else ""


def _answers(due: SupplyDue) -> str:
    return f"; {due.owner} answers for it" if due.owner else ""


def _due_json(due: SupplyDue) -> dict[str, Any]:
    return {
        "extract": due.supply.extract,
        "supplier": due.supply.supplier,
        "state": due.state,
        "due": due.due and due.due.isoformat(),
        "working_days_late": due.days_late,
        "owner": due.owner,
    }


def _totals(row: Row | None) -> dict[str, int]:
    names = ("rows_received", "rows_loaded", "rows_held", "rows_duplicate", "rows_released")
    return {name: getattr(row, name) if row is not None else 0 for name in names}
