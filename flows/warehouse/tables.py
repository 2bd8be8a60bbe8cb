"""Whole tables in and out of the warehouse by COPY, or INSERT where that is shut off, in the caller's transaction."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, LiteralString, cast

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql
from sqlalchemy import Connection, TextClause, text

from flows.warehouse.engine import redacted
from transforms.errors import CypError

_BLOCK = 1024 * 1024
_INTEGERS = {"int2": pa.int16(), "int4": pa.int32(), "int8": pa.int64()}
_OTHERS = {
    "numeric": pa.float64(),
    "float4": pa.float64(),
    "float8": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


def copy_frame(connection: Connection, table: str, frame: pd.DataFrame) -> int:
    """Append a frame to ``schema.table``; its columns are named as the table's, in any order. Returns its rows.

    Missing values become null and empty strings stay empty strings. Whole numbers held as floats, as pandas does
    when some are missing, go into integer columns. Raises CypError when a column is not of the table's type.
    """
    if frame.empty:
        return 0
    types, key = _columns(connection, table)
    unknown = [str(name) for name in frame.columns if name not in types]
    if unknown:
        raise CypError(f"{table} has no column {', '.join(unknown)}.")
    columns = {name: _arrow_column(frame[name], types[name], f"{table}.{name}") for name in frame.columns}
    # A column joined of several may begin with an empty piece, for which Arrow writes whatever lies in memory.
    arrow = _in_order_of_key(pa.table(columns).combine_chunks(), key)
    if _needs_insert(connection, table):
        _insert(connection, table, arrow.column_names, zip(*(each.to_pylist() for each in arrow.columns), strict=True))
        return len(frame)
    options = pa_csv.WriteOptions(include_header=False, batch_size=65536)
    with redacted(), _cursor(connection) as cursor, cursor.copy(_copy_in(table, list(frame.columns))) as copy:
        pa_csv.write_csv(arrow, pa.PythonFile(_Sink(copy), mode="w"), options)
    return len(frame)


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows of Python values to ``schema.table``. For small lists. Returns how many they were."""
    if _needs_insert(connection, table):
        return _insert(connection, table, columns, rows)
    count = 0
    with redacted(), _cursor(connection) as cursor, cursor.copy(_copy_in(table, columns, "text")) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def copy_file(connection: Connection, table: str, columns: Sequence[str], file: Path) -> None:
    """Load a CSV file with a header as it is: nothing of it is read here."""
    with redacted(), _cursor(connection) as cursor, file.open("rb") as source:
        source.readline()
        with cursor.copy(_copy_in(table, columns)) as copy:
            while block := source.read(_BLOCK):
                copy.write(block)


def read_frame(
    connection: Connection, query: str | TextClause, params: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """The rows of a query as a frame, in the order that the query gives them. ``:name`` in the query is a parameter.

    Texts come as ``str`` (null as missing, an empty string as itself), dates as ``datetime64``, times as
    ``datetime64`` in UTC, numeric as ``float64``, integers as ``int64`` and booleans as ``bool`` or, where some are
    null, as ``Int64`` and ``boolean``.
    """
    clause = text(query) if isinstance(query, str) else query
    plain = clause.compile(dialect=connection.dialect)
    if params is None and not plain.params:
        statement, values = str(plain).replace("%%", "%"), None
    else:
        statement, values = str(plain), dict(params or {})
    with redacted(), _cursor(connection) as cursor:
        types = _result_types(cursor, statement, values)
        return _to_frame(_copied_out(cursor, statement, values), types)


def read_core(
    connection: Connection,
    table: str,
    batch_ids: Sequence[int],
    *,
    people: Sequence[str] | None = None,
    of_batch: bool = True,
) -> pd.DataFrame:
    """The rows of a core table from some batches, each with what its batch is and speaks for, unless not ``of_batch``.

    ``people``: only the rows of these pupils, by their pseudonyms.
    """
    name = sql.Identifier(*table.split(".")).as_string()
    about = ", batch.extract, batch.supplier, batch.covers, batch.data_to" if of_batch else ""
    # A left join, since the database leaves that out where nothing of the batch is asked for.
    query = f"""
        select core_table.*{about}
        from {name} as core_table
        left join audit.batch as batch on core_table.batch_id = batch.batch_id
        where core_table.batch_id = any(cast(:batches as bigint[]))
    """  # noqa: S608 - the name is one that an extract declares, and it is quoted
    if people is None:
        return read_frame(connection, query, {"batches": list(batch_ids)})
    query += " and core_table.pupil = any(cast(:people as text[]))"
    return read_frame(connection, query, {"batches": list(batch_ids), "people": list(people)})


def count_codes(
    connection: Connection, columns: Mapping[str, Sequence[str]], weights: Mapping[str, str], batch_ids: Sequence[int]
) -> pd.DataFrame:
    """How many rows of core tables hold each code: ``table``, ``batch_id``, ``column``, ``code`` and ``rows``.

    ``columns`` by table. ``weights`` names the column that says for how many a row stands, of a table whose rows do not
    stand for one.
    """
    queries = [_codes_of(table, names, weights.get(table)) for table, names in columns.items()]
    return read_frame(connection, " union all ".join(queries), {"batches": list(batch_ids)})


def _codes_of(table: str, names: Sequence[str], weight: str | None) -> str:
    """The query for the codes of one table, which is read once for all of its columns."""
    place, number = sql.Identifier(*table.split(".")).as_string(), "count(*)"
    if weight:
        number = f"sum({sql.Identifier(weight).as_string()})"
    codes = {name: sql.Identifier(name).as_string() for name in names}
    which = " ".join(f"when grouping({code}) = 0 then '{name}'" for name, code in codes.items())
    return f"""
        select '{table}' as "table", batch_id, "column", lower(code) as code, cast(sum(number) as bigint) as rows
        from (
            select
                batch_id, case {which} end as "column", {number} as number,
                coalesce({", ".join(f"cast({code} as text)" for code in codes.values())}) as code
            from {place}
            where batch_id = any(cast(:batches as bigint[]))
            group by grouping sets ({", ".join(f"(batch_id, {code})" for code in codes.values())})
        ) as counted
        where code is not null
        group by 2, 3, 4
    """  # noqa: S608 - names that an extract declares, quoted


class _Sink(io.RawIOBase):
    """Hands what Arrow writes to COPY."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy

    def writable(self) -> bool:
        return True

    def write(self, block: Any, /) -> int:  # noqa: ANN401 - what io.RawIOBase says is only nameable from Python 3.12
        self._copy.write(bytes(block))
        return len(block)


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    if not connection.in_transaction():
        raise CypError("Tables are read and written inside a transaction.", "Use engine.begin().")
    return cast(psycopg.Cursor[Any], connection.connection.cursor())


def _copy_in(table: str, columns: Sequence[str], form: LiteralString = "csv") -> sql.Composed:
    return sql.SQL("copy {} ({}) from stdin (format {})").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(form)
    )


def _needs_insert(connection: Connection, table: str) -> bool:
    """Whether row-level security is on for this login: the server then refuses COPY, even to the table's owner."""
    with _cursor(connection) as cursor:
        cursor.execute("select row_security_active(cast(%s as text))", [table])
        return bool(cursor.fetchall()[0][0])


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    values = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
    place = sql.Identifier(*table.split("."))
    listed = list(rows)
    with redacted(), _cursor(connection) as cursor:
        cursor.executemany(sql.SQL("insert into {} ({}) values ({})").format(place, names, values), listed)
    return len(listed)


def _columns(connection: Connection, table: str) -> tuple[dict[str, str], list[str]]:
    """The type of each column of a table, and the columns of its primary key in their order."""
    with _cursor(connection) as cursor:
        cursor.execute(
            "select attname, typname, array_position(indkey::smallint[], attnum) from pg_attribute"
            " join pg_type on pg_type.oid = atttypid left join pg_index on indrelid = attrelid and indisprimary"
            " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
            [table],
        )
        found = cursor.fetchall()
    in_key = sorted((place, name) for name, _, place in found if place is not None)
    return {name: kind for name, kind, _ in found}, [name for _, name in in_key]


def _in_order_of_key(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Rows as the key's index has them: it then grows at its end, in half the time and three quarters of the space."""
    if not key or not set(key) <= set(rows.column_names):
        return rows
    return rows.sort_by([(name, "ascending") for name in key])


def _arrow_column(column: pd.Series, kind: str, name: str) -> pa.Array | pa.ChunkedArray:
    """Arrow's own message would quote the value that does not fit, so it is not passed on."""
    try:
        array = pa.array(column, from_pandas=True)
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode() if isinstance(array, pa.Array) else array.combine_chunks()
        return array.cast(_INTEGERS[kind]) if kind in _INTEGERS else array
    except (pa.ArrowException, TypeError, ValueError):
        problem = CypError(f"Values for {name} are not all of its type, {kind}.")
    raise problem


def _result_types(cursor: psycopg.Cursor[Any], statement: str, values: dict[str, Any] | None) -> dict[str, pa.DataType]:
    """Arrow type per column of the result, asked for without running the query."""
    cursor.execute(_around("select * from (", statement, ") as described limit 0"), values)
    return {column.name: _arrow_type(column) for column in cursor.description or []}


def _around(before: LiteralString, statement: str, after: LiteralString) -> sql.Composed:
    """A statement inside another. The line break ends a comment that the statement may end with."""
    inner = cast(LiteralString, statement.strip().removesuffix(";"))
    return sql.SQL(before) + sql.SQL(inner) + sql.SQL("\n") + sql.SQL(after)


def _arrow_type(column: psycopg.Column) -> pa.DataType:
    kind = psycopg.adapters.types[column.type_code].name if column.type_code in _OIDS else "text"
    return _INTEGERS.get(kind) or _OTHERS.get(kind) or pa.string()


_OIDS = {psycopg.adapters.types[kind].oid for kind in (*_INTEGERS, *_OTHERS)}


def _copied_out(cursor: psycopg.Cursor[Any], statement: str, values: dict[str, Any] | None) -> pa.BufferReader:
    out = pa.BufferOutputStream()
    with cursor.copy(_around("copy (", statement, ") to stdout (format csv)"), values) as copy:
        for block in copy:
            out.write(block)
    return pa.BufferReader(out.getvalue())


def _to_frame(source: pa.BufferReader, types: dict[str, pa.DataType]) -> pd.DataFrame:
    if source.size() == 0:
        arrow = pa.schema(list(types.items())).empty_table()
    else:
        arrow = pa_csv.read_csv(
            source,
            read_options=pa_csv.ReadOptions(column_names=list(types)),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )
    return pd.DataFrame({name: _pandas_column(arrow.column(name)) for name in types}, copy=False)


def _pandas_column(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_integer(column.type):
        wide = column.cast(pa.int64())
        return wide.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get if wide.null_count else None)
    if pa.types.is_boolean(column.type) and column.null_count:
        return column.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    return column.to_pandas()
