"""What was taken out of the warehouse for good, and the rows about a child there. The caller's transaction holds it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, text

from flows.warehouse.statements import statement
from transforms.erasure import CHILD_COLUMNS, HANGING, Numbers, tables_that_link

_OF_COUNCIL = "batch_id in (select batch.batch_id from audit.batch where batch.council = :council)"


def add_removal(connection: Connection, council: str, kind: str, by_name: str, reason: str) -> int:
    """Record that a removal (erasure or retention) was asked for, by whom and why. Its number."""
    asked = {"council": council, "kind": kind, "by_name": by_name, "reason": reason}
    return connection.execute(statement("removal_add"), asked).scalar_one()


def add_marks(connection: Connection, removal_id: int, council: str, marks: Iterable[str]) -> None:
    """Remember by what an erased child is known again."""
    for mark in marks:
        row = {"removal_id": removal_id, "council": council, "mark": mark}
        connection.execute(statement("erased_person_add"), row)


def marks_of(connection: Connection, council: str) -> frozenset[str]:
    """By what children who were erased are known again in a file of a council."""
    return frozenset(connection.scalars(statement("erased_people"), {"council": council}))


def add_proof(connection: Connection, removal_id: int, place: str, removed: int, left_over: int) -> None:
    """Record what was removed from a place, and what a second look found there."""
    row = {"removal_id": removal_id, "place": place, "removed": removed, "left_over": left_over}
    connection.execute(statement("removal_proof_add"), row)


def add_file(
    connection: Connection, removal_id: int, council: str, sha256: str, rows: Mapping[str, int], sha256_now: str
) -> None:
    """Record how many rows of which tables were taken out of a landed file, and what lies there now."""
    for table_name, removed in rows.items():
        row = {"council": council, "sha256": sha256, "table_name": table_name, "removal_id": removal_id}
        row |= {"rows_removed": removed, "sha256_now": sha256_now}
        connection.execute(statement("removal_file_add"), row)


def hashes_now(connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """Of landed files, those out of which something was taken: what they hash to now; empty for one that is gone."""
    rows = connection.execute(statement("removal_files"), {"hashes": list(hashes)})
    return {row.sha256: row.sha256_now for row in rows}


def rows_taken_out(connection: Connection, hashes: Sequence[str]) -> dict[str, int]:
    """How many rows of each table were taken out of the landed files of a delivery."""
    taken: dict[str, int] = {}
    for row in connection.execute(statement("removal_files"), {"hashes": list(hashes)}):
        taken[row.table_name] = taken.get(row.table_name, 0) + row.rows_removed
    return taken


def linked_numbers(connection: Connection, council: str, numbers: Numbers) -> Numbers:
    """Some numbers of a child, by register and pseudonym, with all that stand in one row with one of them."""
    known = set(numbers)
    while True:
        found = {
            each for table, pairs in tables_that_link() for each in _beside(connection, council, table, pairs, known)
        }
        if found <= known:
            return frozenset(known)
        known |= found


def rows_in_core(connection: Connection, council: str, pseudonyms: Iterable[str]) -> dict[str, int]:
    """How many rows about a child each core table holds of a council, in every version; tables without any left out."""
    asked = {"council": council, "people": list(pseudonyms)}
    counts = {
        table: connection.scalar(text(f"select count(*) from {table} where {theirs}"), asked)  # noqa: S608 - our own names
        for table, theirs in _conditions(connection).items()
    }
    return {table: count for table, count in counts.items() if count}


def remove_from_core(connection: Connection, council: str, pseudonyms: Iterable[str]) -> dict[str, int]:
    """Delete the rows about a child from every core table, in every version. How many, by table."""
    asked = {"council": council, "people": list(pseudonyms)}
    return {
        table: connection.execute(text(f"delete from {table} where {theirs}"), asked).rowcount  # noqa: S608 - our own names
        for table, theirs in _conditions(connection).items()
    }


def empty_batches(connection: Connection, batches: Sequence[int]) -> None:
    """Delete the rows of some batches from every core table, and mark the batches."""
    tables = connection.scalars(
        text("select table_schema || '.' || table_name from information_schema.tables where table_schema = 'core'")
    ).all()
    asked = {"batches": list(batches)}
    for table in tables:
        query = f"delete from {table} where batch_id = any(cast(:batches as bigint[]))"  # noqa: S608 - our own names
        connection.execute(text(query), asked)
    connection.execute(statement("batch_empty"), asked)


def emptied(connection: Connection, council: str, extract: str, supplier: str) -> frozenset[date]:
    """Days to which the data of a supply's deliveries run whose rows were removed since they were past their time."""
    place = {"council": council, "extract": extract, "supplier": supplier}
    return frozenset(connection.scalars(statement("deliveries_emptied"), place))


def _conditions(connection: Connection) -> dict[str, str]:
    """For each core table with rows about children, what tells those of some of them; those that hang come first."""
    columns = connection.execute(
        text(
            "select table_schema || '.' || table_name as name, array_agg(column_name::text) as columns"
            " from information_schema.columns where table_schema = 'core' and column_name = any(:names)"
            " group by 1 order by 1"
        ),
        {"names": list(CHILD_COLUMNS)},
    )
    of_people = {
        row.name: f"{_OF_COUNCIL} and ({' or '.join(f'{each} = any(cast(:people as text[]))' for each in row.columns)})"
        for row in columns
    }
    hanging = {
        table: f"(batch_id, {column}) in (select batch_id, {other_column} from {other} where {of_people[other]})"  # noqa: S608 - our own names
        for table, column, other, other_column in HANGING
    }
    return hanging | of_people


def _beside(
    connection: Connection, council: str, table: str, pairs: Sequence[tuple[str, str]], known: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The numbers in the rows of a table that hold one of those that are known."""
    names = ", ".join(column for _, column in pairs)
    theirs = " or ".join(f"{column} = any(cast(:people as text[]))" for _, column in pairs)
    rows = connection.execute(
        text(f"select distinct {names} from {table} where {_OF_COUNCIL} and ({theirs})"),  # noqa: S608 - our own names
        {"council": council, "people": [pseudonym for _, pseudonym in known]},
    ).all()
    return {
        (register, pseudonym)
        for row in rows
        for (register, _), pseudonym in zip(pairs, row, strict=True)
        if pseudonym is not None
    }
