"""What moves between two publications of a quarter, read from the warehouse as they hold it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, RowMapping

from flows.warehouse import publications
from flows.warehouse.row_changes import rows_changed
from flows.warehouse.statements import statement
from transforms.council_types import DISCLOSURE_CLASSES
from transforms.errors import UsageError
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS
from transforms.movement import Movement, PublishedFigure, PublishedSupply, SupplyChange, movements, supply_changes

Rows = Iterable[Mapping[str, Any]] | Iterable[RowMapping]
_TITLES = {extract.id: extract.title for extract in EXTRACTS}
EXTRACTS_OF = {indicator.id: indicator.extracts for indicator in INDICATORS}


@dataclass(frozen=True)
class Touched:
    """An issued report that shows figures which the newer publication has otherwise, and the measures they are of."""

    publication_id: int
    quarter: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Two publications side by side: every part that is not the same, and every delivery and file that is not."""

    before: Row
    now: Row
    parts: int
    movements: tuple[Movement, ...]
    changes: tuple[SupplyChange, ...]
    inputs: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()


def difference(connection: Connection, council: str, before_id: int, now_id: int) -> Difference:
    """Compare two publications of a council. ``parts``: how many the newer one reports.

    Raises UsageError when the council has no publication of such a number, or they report different quarters.
    """
    before, now = (the_publication(connection, council, number) for number in (before_id, now_id))
    if before.quarter != now.quarter:
        raise UsageError(
            f"Publication {before_id} reports {before.quarter} and publication {now_id} reports {now.quarter}.",
            "Compare publications of one quarter: cyp publication list",
        )
    then, since = (_performance(connection, row.publication_id) for row in (before, now))
    of_then, of_now = (_supplies(connection, row.publication_id) for row in (before, now))
    changes = supply_changes(of_then, of_now, partial(rows_changed, connection))
    inputs = _changed_inputs(connection, before_id, now_id)
    moved = movements(then, since, changes, EXTRACTS_OF, inputs)
    return Difference(before, now, len(since), moved, changes, inputs, _touched(connection, before, now, moved))


def the_publication(connection: Connection, council: str, publication_id: int) -> Row:
    """A publication of a council by its number. Raises UsageError when it has none of that number."""
    found = publications.one(connection, council, publication_id)
    if found is None:
        raise UsageError(f"There is no publication {publication_id} of this council.", "See: cyp publication list")
    return found


def published_figures(rows: Rows) -> list[PublishedFigure]:
    """Figures to compare, from rows of ``report_performance``."""
    return [
        PublishedFigure(
            measure=row["measure_ref"],
            part=row["part"],
            position=row["position"],
            title=row["title"],
            indicator=row["indicator_id"],
            unit=row["unit"],
            decimals=row["decimals"],
            value=row["current_value"],
            target=row["target"],
            target_upper=row["target_upper"],
            progress=row["progress"],
            direction=row["direction_of_travel"],
            disclosure=row["disclosure"],
            version=row["version"],
        )
        for row in rows
    ]


def published_supplies(rows: Rows) -> list[PublishedSupply]:
    """Supplies to compare, from rows of ``report_supplies``."""
    return [
        PublishedSupply(
            extract=row["extract"],
            extract_title=_TITLES.get(str(row["extract"]), str(row["extract"])),
            supplier=row["supplier"],
            supplier_title=row["supplier_title"],
            covers=row["covers"],
            state=row["state"],
            batch_id=row["batch_id"],
        )
        for row in rows
    ]


def _performance(connection: Connection, publication_id: int) -> list[PublishedFigure]:
    parameters = {"publication_id": publication_id, "seen": list(DISCLOSURE_CLASSES)}
    found = connection.execute(statement("report_performance"), parameters)
    return published_figures(found.mappings().all())


def _supplies(connection: Connection, publication_id: int) -> list[PublishedSupply]:
    found = connection.execute(statement("report_supplies"), {"publication_id": publication_id})
    return published_supplies(found.mappings().all())


def _changed_inputs(connection: Connection, before_id: int, now_id: int) -> tuple[str, ...]:
    """Names of the council's files, and parts of the program, that differ; none where they were not yet recorded."""
    before, now = (_inputs(connection, number) for number in (before_id, now_id))
    if not before or not now:
        return ()
    return tuple(name for name in sorted({**before, **now}) if before.get(name) != now.get(name))


def _inputs(connection: Connection, publication_id: int) -> dict[str, str]:
    found = connection.execute(statement("publication_inputs"), {"publication_id": publication_id})
    return {row.name: row.sha256 for row in found}


def _touched(connection: Connection, before: Row, now: Row, moved: Sequence[Movement]) -> tuple[Touched, ...]:
    """Issued reports that show such a figure of this quarter or as history, and the earlier side where it is issued."""
    sides = {"before": before.publication_id, "now": now.publication_id}
    measures = {
        (row.publication_id, row.quarter, row.measure_ref)
        for row in connection.execute(statement("publication_touched"), sides)
    }
    if before.status == publications.ISSUED:  # figures that it did not have are other too
        measures |= {(before.publication_id, before.quarter, each.figure.measure) for each in moved}
    grouped = groupby(sorted(measures, key=lambda each: (each[1], each)), key=lambda each: each[:2])
    return tuple(Touched(*place, tuple(ref for *_, ref in found)) for place, found in grouped)
