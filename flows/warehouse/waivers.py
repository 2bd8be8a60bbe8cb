"""Releases of held rows: what named officers decided, by slice."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from flows.warehouse.statements import statement
from flows.warehouse.tables import copy_rows
from transforms.waivers import Waiver

BySlice = Mapping[tuple[str, str, str], Sequence[Waiver]]  # by extract, supplier and what the slice covers


def of_council(connection: Connection, council: str) -> BySlice:
    """Every release of a council, in the order in which they were given."""
    found: dict[tuple[str, str, str], list[Waiver]] = {}
    for row in connection.execute(statement("waivers"), {"council": council}):
        waiver = Waiver(
            row.waiver_id, row.table_name, row.rule_id, row.sha256, frozenset(row.lines or ()), row.until_date
        )
        found.setdefault((row.extract, row.supplier, row.covers), []).append(waiver)
    return found


def decided(connection: Connection, council: str, subject: str, by_name: str, reason: str) -> int:
    """Record that a named officer released rows. Returns the decision's number."""
    parameters = {"council": council, "subject": subject, "by_name": by_name, "reason": reason}
    return connection.execute(statement("release_decided"), parameters).scalar_one()


def add(
    connection: Connection,
    decision_id: int,
    council: str,
    of_slice: tuple[str, str, str],
    table: str,
    rule: str,
    sha256: str,
    lines: Sequence[int],
    until: date,
) -> None:
    """What a decision is about: a rule of one slice, and rows of the file with this hash, or any row of any file."""
    extract, supplier, covers = of_slice
    parameters = {
        "decision_id": decision_id,
        "council": council,
        "extract": extract,
        "supplier": supplier,
        "covers": covers,
        "table_name": table,
        "rule_id": rule,
        "sha256": sha256,
        "until_date": until,
    }
    waiver_id = connection.execute(statement("waiver_add"), parameters).scalar_one()
    copy_rows(connection, "audit.waiver_row", ("waiver_id", "row_number"), [(waiver_id, line) for line in lines])
