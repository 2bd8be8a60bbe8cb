"""Where a quarter stands, which of its supplies are in, and what its newest draft would move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Row

from flows.commentary.signing import is_signed_off
from flows.steps.context import RunContext
from flows.steps.plan import Plan
from flows.warehouse import publications
from flows.warehouse.differences import EXTRACTS_OF, Difference, difference
from flows.warehouse.statements import statement
from transforms.quarter_life import SIGNED, SupplyDue, stage_of, supplies_due
from transforms.quarters import Quarter


@dataclass(frozen=True)
class QuarterLife:
    """A quarter's stage, the publications that count for it, and its expected supplies with the days they are due."""

    quarter: Quarter
    stage: str
    newest: Row | None
    frozen: Row | None
    issued: Row | None
    supplies: tuple[SupplyDue, ...]

    @property
    def publications(self) -> tuple[Row, ...]:
        """Those that count, each once, the newest first."""
        found = {row.publication_id: row for row in (self.newest, self.frozen, self.issued) if row is not None}
        return tuple(found[number] for number in sorted(found, reverse=True))


def quarter_life(run: RunContext, connection: Connection, plan: Plan, day: date) -> QuarterLife:
    """How far the run's quarter is on a day. ``plan`` says what has arrived for it."""
    council, quarter = run.council.slug, str(run.quarter)
    newest = publications.newest(connection, council, quarter)
    frozen = publications.frozen(connection, council, quarter)
    issued = publications.issued(connection, council, quarter)
    statuses = {row.status for row in (newest, frozen, issued) if row is not None}
    if frozen is not None and is_signed_off(run, connection, frozen.publication_id):
        statuses.add(SIGNED)
    arrived = frozenset((each.extract, each.supplier) for each in plan.supplies if not each.is_missing)
    expected = tuple(each.supply for each in plan.supplies if each.supply.expected)
    return QuarterLife(
        run.quarter,
        stage_of(run.quarter, day, frozenset(statuses)),
        newest,
        frozen,
        issued,
        supplies_due(run.quarter, expected, arrived, day, run.council.owner_of),
    )


def known_quarters(run: RunContext, connection: Connection, day: date) -> tuple[RunContext, ...]:
    """A context for each quarter of the council that was published, the last one that ended, and the present one."""
    rows = connection.execute(statement("publication_list"), {"council": run.council.slug, "quarter": ""})
    present = Quarter.containing(day)
    found = {Quarter.parse(row.quarter) for row in rows} | {present, present.plus(-1)}
    return tuple(replace(run, quarter=quarter) for quarter in sorted(found))


def what_would_move(run: RunContext, connection: Connection) -> Difference | None:
    """The newest draft beside the frozen or issued publication; None where there is no such pair."""
    newest = publications.newest(connection, run.council.slug, str(run.quarter))
    if newest is None:
        return None
    before = publications.compared_with(connection, run.council.slug, newest.publication_id)
    if before is None:
        return None
    return difference(connection, run.council.slug, before.publication_id, newest.publication_id)


def measures_that_may_move(run: RunContext, plan: Plan) -> Iterator[tuple[str, str]]:
    """Reference and title of each measure that rests on an extract of which something is still to be brought in."""
    extracts = {supply.extract for supply in plan.to_do}
    for measure in run.council.measures:
        if any(extracts & set(EXTRACTS_OF[part.indicator]) for part in measure.parts):
            yield measure.ref, measure.title
