"""Whole tables by COPY: nothing changes on the way, and no error quotes a row."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, text

from flows.warehouse.engine import redacted, transaction
from flows.warehouse.statements import statement
from flows.warehouse.tables import copy_frame, copy_rows, read_frame
from transforms.errors import CypError, WarehouseUnavailable

_BATCH = """
    insert into audit.batch (
        council, extract, supplier, covers, data_to, taken_on, batch_hash, fingerprint, version, status,
        rows_received, rows_loaded, rows_held, rows_duplicate
    )
    values ('town', 'register', 'school', 'term', '2025-06-30', '2025-07-01', '', '', 1, 'current', 2, 2, 0, 0)
    returning batch_id
"""


@pytest.fixture
def connection(warehouse: Engine) -> Iterator[Connection]:
    with warehouse.begin() as connection:
        connection.execute(
            text(
                "create temporary table sample (whole integer, big bigint, words varchar(30), day date,"
                " share numeric(18, 6), yes boolean, moment timestamptz)"
            )
        )
        yield connection


def test_nothing_changes_on_the_way_in_and_out(connection: Connection) -> None:
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp("2025-06-30"), pd.NaT, pd.Timestamp("1999-12-31")],
            "words": ['comma, "quote"\nand line', "", None],
            "whole": [1.0, None, 3.0],
            "big": pd.array([2**53 + 1, None, -1], dtype="Int64"),
            "share": [0.333333, None, 1e-6],
            "yes": [True, False, True],
            "moment": pd.to_datetime(["2025-01-01T10:00:00.123456Z"] * 3),
        }
    )
    assert copy_frame(connection, "sample", frame) == 3
    read = read_frame(connection, "select day, words, whole, big, share, yes, moment from sample")
    expected = frame.astype({"whole": "Int64"})
    pd.testing.assert_frame_equal(read, expected)


def test_types_do_not_depend_on_there_being_rows(connection: Connection) -> None:
    empty = read_frame(connection, "select * from sample")
    assert {name: str(dtype) for name, dtype in empty.dtypes.items()} == {
        "whole": "int64",
        "big": "int64",
        "words": "str",
        "day": "datetime64[us]",
        "share": "float64",
        "yes": "bool",
        "moment": "datetime64[us, UTC]",
    }
    assert copy_frame(connection, "sample", empty) == 0


def test_codes_keep_their_leading_zeros(connection: Connection) -> None:
    copy_frame(connection, "sample", pd.DataFrame({"words": pd.Categorical(["0042", "NA", "0042"])}))
    assert read_frame(connection, "select words from sample")["words"].tolist() == ["0042", "NA", "0042"]


def test_rows_go_in_in_the_order_of_their_key(connection: Connection) -> None:
    connection.execute(
        text("create temporary table keyed (whole integer, words varchar(30), primary key (words, whole))")
    )
    copy_frame(connection, "keyed", pd.DataFrame({"whole": [2, 1, 3], "words": ["b", "b", "a"]}))
    assert read_frame(connection, "select whole from keyed")["whole"].tolist() == [3, 1, 2]


def test_small_lists_go_in_as_they_are(connection: Connection) -> None:
    rows = [(1, "", date(2025, 6, 30)), (2, None, None)]
    assert copy_rows(connection, "sample", ("whole", "words", "day"), rows) == 2
    kept = connection.execute(text("select whole, words, day from sample order by 1")).all()
    assert [tuple(row) for row in kept] == rows


def test_a_query_takes_parameters_comments_and_percent_signs(connection: Connection) -> None:
    copy_rows(connection, "sample", ("whole", "words"), [(1, "50%"), (2, "half"), (3, "50%")])
    query = "select whole from sample where words like '%\\%' and whole = any(:wanted) order by whole desc; -- newest"
    assert read_frame(connection, query.replace("; -- newest", ";"), {"wanted": [1, 2, 3]})["whole"].tolist() == [3, 1]
    assert read_frame(connection, "select whole from sample where words like '%\\%' -- all")["whole"].tolist() == [1, 3]
    assert read_frame(connection, text("select count(*) as n from sample where whole > :n"), {"n": 1})[
        "n"
    ].tolist() == [2]


def test_a_value_of_the_wrong_type_is_not_quoted(connection: Connection) -> None:
    with pytest.raises(CypError, match=r"sample\.whole are not all of its type, int4") as caught:
        copy_frame(connection, "sample", pd.DataFrame({"whole": ["canary"]}))
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None


def test_an_unknown_column_is_named(connection: Connection) -> None:
    with pytest.raises(CypError, match="sample has no column colour"):
        copy_frame(connection, "sample", pd.DataFrame({"colour": ["red"]}))


def test_a_copy_that_fails_takes_the_whole_transaction_with_it(warehouse: Engine) -> None:
    frame = pd.DataFrame({"name": ["one", "two", "publication"], "value": [1, 2, 3]})
    with pytest.raises(CypError, match="UniqueViolation") as caught, transaction(warehouse) as connection:
        copy_frame(connection, "audit.counter", frame)
    assert str(caught.value) == ("The database refused a statement (UniqueViolation, 23505) at counter, counter_pkey.")
    with warehouse.connect() as connection:
        assert connection.scalar(text("select count(*) from audit.counter")) == 1


@pytest.mark.parametrize("table", ["attendance_count", "attendance_possible"])
def test_counts_are_of_a_batch_that_is_recorded(warehouse: Engine, table: str) -> None:
    more = {"code": "/"} if table == "attendance_count" else {}
    day = pd.Timestamp("2025-06-30")
    rows = pd.DataFrame(
        {"pupil": "p", "school_urn": "100001", "academic_year": "2024/25", "half_term": [1, 2], "half_terms": 1}
        | {"period_start": day, "period_end": day, "sessions": 3, **more}
    )
    with warehouse.begin() as connection:
        batch = connection.scalar(text(_BATCH))
        copy_frame(connection, f"core.{table}", rows.assign(batch_id=batch))
    refused = "ForeignKeyViolation"
    with pytest.raises(CypError, match=refused), transaction(warehouse) as connection:
        copy_frame(connection, f"core.{table}", rows.assign(batch_id=[batch, batch + 1], half_term=[3, 4]))
    with pytest.raises(CypError, match=refused), transaction(warehouse) as connection:
        connection.execute(text(f"update core.{table} set batch_id = batch_id + 1 where half_term = 2"))
    for change in ("delete from {}", "update {} set batch_id = default", "truncate {} cascade"):
        with pytest.raises(CypError, match="never changed or deleted"), transaction(warehouse) as connection:
            connection.execute(text(change.format("audit.batch")))
    with warehouse.connect() as connection:
        assert connection.scalar(text(f"select count(*) from core.{table} where batch_id = {batch}")) == 2


def test_tables_are_not_written_outside_a_transaction(warehouse: Engine) -> None:
    with warehouse.connect() as connection, pytest.raises(CypError, match="inside a transaction"):
        copy_rows(connection, "audit.counter", ("name", "value"), [("one", 1)])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select cast('canary' as date)", "InvalidDatetimeFormat"),
        ("select cast('canary' as integer)", "InvalidTextRepresentation"),
        ("insert into audit.counter values ('publication', 7)", "UniqueViolation"),
        ("insert into audit.counter values ('a canary that is much too long for this column', 7)", "StringDataRight"),
        ("insert into audit.counter values ('canary', null)", "NotNullViolation"),
    ],
)
def test_an_error_of_the_database_names_its_kind_and_no_value(warehouse: Engine, query: str, words: str) -> None:
    with pytest.raises(CypError, match=words) as caught, redacted(), warehouse.begin() as connection:
        connection.execute(text(query))
    assert "canary" not in str(caught.value)
    assert "publication" not in str(caught.value)


def test_a_server_that_went_away_is_told_from_our_own_mistakes(warehouse: Engine) -> None:
    with pytest.raises(WarehouseUnavailable, match="stopped answering"), redacted(), warehouse.begin() as connection:
        connection.execute(text("select pg_terminate_backend(pg_backend_pid())"))


def test_a_statement_that_is_not_there_is_named() -> None:
    with pytest.raises(CypError, match="There is no statement nonsense"):
        statement("nonsense")
