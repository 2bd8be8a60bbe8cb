"""From text as it arrived to typed rows, and to the columns that may enter the database."""

from datetime import date

import pandas as pd
import pytest

from tests.factories import drawn, rows
from tests.tables import table
from transforms.extracts.extract import Column, Kind, Table
from transforms.extracts.ssda903 import EPISODES, HEADER
from transforms.staging import read_dates, staged_columns, typed

VISITS = Table(
    name="visits",
    title="Visits",
    grain="one row per visit",
    source="test",
    key=("child",),
    columns=(
        Column("child", "CHILD", Kind.PERSON, "Child", required=True, identity="child"),
        Column("day", "DATE", Kind.DATE, "Day"),
        Column("minutes", "MINUTES", Kind.INTEGER, "Minutes"),
        Column("share", "SHARE", Kind.DECIMAL, "Share of the day"),
        Column("alone", "ALONE", Kind.FLAG, "Seen alone"),
        Column("sex", "SEX", Kind.CODE, "Sex", codes="sex_903"),
        Column("note", "NOTE", Kind.TEXT, "Note", staged=False, optional_column=True),
    ),
)
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%Y-%b-%d %H:%M:%S")


def read(column: str, *texts: str | None) -> list:
    """What texts of one column become, None where nothing can be made of them."""
    text = pd.DataFrame({"child": "A", column: list(texts)}).astype("str")
    return [None if pd.isna(value) else value for value in typed(text, VISITS, FORMATS)[column]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2025", date(2025, 3, 31)),
        ("1/4/2025", date(2025, 4, 1)),
        ("2025-03-31", date(2025, 3, 31)),
        ("2025-Mar-31 00:00:00", date(2025, 3, 31)),
        ("2025-Mar-31 23:59:59", date(2025, 3, 31)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2025", None),
        ("03/31/2025", None),
        ("31/03/25", None),
        ("45747", None),  # as Excel counts days
        ("01/02/2026", date(2026, 2, 1)),
        ("13/02/2026", date(2026, 2, 13)),
        ("31/06/2025", None),
        ("29/02/1900", None),  # which Excel knows
        ("2025-06-30T00:00:00+01:00", None),
        ("31/03/2025 00:00", None),
        ("00/00/0000", None),
        ("31/12/1900", None),
        ("01/01/1901", date(1901, 1, 1)),
        ("31/12/2099", date(2099, 12, 31)),
        ("01/01/2100", None),
        ("30/06/0202", None),
        ("31/12/9999", None),
        ("31 March 2025", None),
        (None, None),
    ],
)
def test_dates_are_read_by_the_formats_of_the_extract_and_no_other(text: str | None, day: date | None) -> None:
    found = read("day", text)[0]
    assert found == (day and pd.Timestamp(day))


def test_a_column_may_mix_its_formats() -> None:
    dates = read_dates(pd.Series(["31/03/2025", None, "2025-04-01", "x"], dtype="str"), FORMATS)
    assert dates.dtype == "datetime64[s]"
    assert dates.dt.strftime("%d %b").fillna("-").tolist() == ["31 Mar", "-", "01 Apr", "-"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.521371", 0.521371), ("1", 1.0), ("1.", 1.0), (".5", 0.5), ("-0.5", -0.5), ("79.68", 79.68)]
    + [
        (text, None)
        for text in (
            *("", "85%", "0,5", "1e-5", "1234567890", ".", "half", None, "N/A", "refer comment", "Pri 95.6 Sec 89.3"),
            *("inf", "nan", "9E+15"),
        )
    ],
)
def test_decimal_numbers_are_digits_with_a_point(text: str | None, number: float | None) -> None:
    assert read("share", text) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("12", 12), ("-3", -3), ("007", 7), ("12.0", 12), ("12.5", None), ("1e3", None), ("1,000", None)),
        *(("twelve", None), ("999999999", 999_999_999), ("9999999999", None), ("٣", None), (None, None)),
    ],
)
def test_whole_numbers_are_digits(text: str | None, number: int | None) -> None:
    assert read("minutes", text) == [number]


def test_flags_are_read_as_returns_write_them() -> None:
    assert read("alone", "1", "0", "true", "FALSE", "Yes", "no") == [True, False, True, False, True, False]
    assert read("alone", "Y", "n") == [True, False]
    assert read("alone", "2", "x", "", None) == [None, None, None, None]


def test_codes_that_an_export_took_for_numbers_are_those_of_the_list() -> None:
    assert read("sex", "1.0", "2", "M", None) == ["1", "2", "M", None]
    assert read("sex", "7.0", "M.0", "1.5") == ["7.0", "M.0", "1.5"]  # no codes: told as they stand


def test_what_cannot_be_read_is_told_from_what_was_never_there() -> None:
    text = table("child | day | minutes | alone\nA | x | x | x\nB | | |")
    rows_read = typed(text, VISITS, FORMATS)
    assert rows_read[["day", "minutes", "alone"]].isna().all(axis=None)
    given = rows_read[["day__given", "minutes__given", "alone__given"]]
    assert given.to_numpy().tolist() == [[True] * 3, [False] * 3]


def test_every_declared_column_is_there_whatever_the_file_lacks() -> None:
    rows_read = typed(table("child\nA"), VISITS, FORMATS)
    assert [name for name in map(str, rows_read) if "__given" not in name] == [column.name for column in VISITS.columns]
    assert (
        rows_read.drop(columns="child")
        .drop(columns=["day__given", "minutes__given", "share__given", "alone__given"])
        .isna()
        .all(axis=None)
    )


def test_rows_keep_their_lines() -> None:
    assert typed(drawn(HEADER, "child\nA\nB"), HEADER, FORMATS).index.tolist() == [2, 3]


def test_a_table_without_rows_keeps_its_types() -> None:
    full, empty = (typed(rows(EPISODES, n), EPISODES, FORMATS).dtypes for n in (1, 0))
    pd.testing.assert_series_equal(full, empty)


def test_only_columns_that_may_be_staged_are() -> None:
    episodes = rows(EPISODES, 1, home_postcode="ZZ99 3WZ", placement_postcode="ZZ99 3WZ")
    staged = staged_columns(typed(episodes, EPISODES, FORMATS), EPISODES)
    assert list(staged) == [column.name for column in EPISODES.columns if column.staged]
    assert not staged.isin(["ZZ99 3WZ"]).any(axis=None)


def test_codes_are_brought_to_their_current_form_and_unknown_ones_are_left_out() -> None:
    staged = staged_columns(typed(drawn(HEADER, "sex\n1\nF\nQQ\n"), HEADER, FORMATS), HEADER)
    assert staged["sex"].fillna("-").tolist() == ["M", "F", "-"]
