"""Two versions of a slice beside each other, row by row, as the warehouse holds them."""

from sqlalchemy import CompoundSelect, Connection, Select, column, func, select, table
from sqlalchemy.sql.expression import TableClause

from flows.warehouse.statements import statement
from transforms.causes import RowsChanged
from transforms.extracts import EXTRACTS

_TABLES = {extract.id: extract.core_tables for extract in EXTRACTS}
_NOT_SAID = ("batch_id", "row_number")  # which version it is, and where the row stood in its file


def rows_changed(connection: Connection, extract: str, before: int, now: int) -> RowsChanged | None:
    """How many rows of the batch before are not in the present one, and the other way round.

    None where a version's rows are not there any more, so that nothing can be compared.
    """
    gone = new = 0
    held = [0, 0]
    for name in _TABLES[extract]:
        rows = _table(connection, name)
        for place, batch in enumerate((before, now)):
            held[place] += _count(connection, _of(rows, batch))
        gone += _count(connection, _of(rows, before).except_all(_of(rows, now)))
        new += _count(connection, _of(rows, now).except_all(_of(rows, before)))
    return RowsChanged(gone, new) if all(held) else None


_KNOWN: dict[str, TableClause] = {}


def _table(connection: Connection, name: str) -> TableClause:
    """A table of core with its columns: asked for once, since no run changes them."""
    if name not in _KNOWN:
        schema, relation = name.split(".")
        found = connection.execute(statement("core_columns"), {"table_name": relation}).scalars()
        _KNOWN[name] = table(relation, *map(column, found), schema=schema)
    return _KNOWN[name]


def _of(rows: TableClause, batch: int) -> Select:
    said = [each for each in rows.columns if each.name not in _NOT_SAID]
    return select(*said).where(rows.c.batch_id == batch)


def _count(connection: Connection, found: Select | CompoundSelect) -> int:
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
