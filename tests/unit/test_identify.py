"""Files are told by their headers; a refusal says what is missing and shows nothing about a child."""

from dataclasses import replace

import pytest

from flows.parsing.identify import columns_by_place, explain_unidentified, identify, likeness
from transforms.errors import DataRejected
from transforms.extracts import EXTRACTS
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.extracts.extract import Extract, Table
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903
from transforms.spellings import plain

EPISODE_HEADERS = list(EPISODES.headers)


@pytest.mark.parametrize("extract_and_table", [(extract, table) for extract in EXTRACTS for table in extract.tables])
def test_every_declared_table_is_told_by_its_own_headers(extract_and_table: tuple[Extract, Table]) -> None:
    _, table = extract_and_table
    assert identify(table.headers, EXTRACTS) == extract_and_table


def test_order_case_padding_and_further_columns_make_no_difference() -> None:
    headers = ["NOTES", *(f"  {header.lower()}\u00a0" for header in reversed(EPISODE_HEADERS))]
    assert identify(headers, EXTRACTS) == (SSDA903, EPISODES)


def test_a_file_that_lacks_a_column_is_no_table() -> None:
    assert identify([header for header in EPISODE_HEADERS if header != "PLACE"], EXTRACTS) is None


def test_the_refusal_names_the_nearest_table_and_the_missing_column() -> None:
    headers = [header for header in EPISODE_HEADERS if header != "PLACE"]
    refusal = explain_unidentified("episodes.csv", headers, (SSDA903,))
    assert refusal.message.startswith(
        "episodes.csv: column PLACE is missing (SSDA903 Episodes). Columns found: CHILD, DECOM"
    )


def test_the_refusal_names_columns_that_are_not_known() -> None:
    headers = ["PLACEMENT" if header == "PLACE" else header for header in EPISODE_HEADERS]
    assert explain_unidentified("episodes.csv", headers, (SSDA903,)).message.endswith("Not known: PLACEMENT.")


def test_a_first_line_that_is_a_childs_row_is_not_shown() -> None:
    childs_row = ["4711", "M", "01/02/2012", "WBRI", "X999250000001"]
    refusal = explain_unidentified("header.csv", childs_row, (SSDA903,), (ATTENDANCE_REGISTER,))
    assert "4711" not in str(refusal)
    assert "X999250000001" not in str(refusal)
    assert "The first line must hold: CHILD, SEX" in refusal.fix


@pytest.mark.parametrize(
    "row",
    [
        ["child-1", "15/02/2016", "L", "C2", "N3", "T2", "PR0", "14/08/2017", "X1", "PLACE"],
        ["child-1", "CIN", "PLACE", "510000"],
        ["PLACE", "child-1"],
    ],
)
def test_codes_that_are_called_like_columns_make_no_header(row: list[str]) -> None:
    refusal = explain_unidentified("episodes.csv", row, (SSDA903,))
    assert "child-1" not in str(refusal)
    assert "is not the header of SSDA903 Episodes, the nearest table: it names" in refusal.message


def test_a_file_of_another_dataset_is_told_what_it_lacks_of_the_nearest() -> None:
    refusal = explain_unidentified(
        "social_workers.csv", ["CHILD", "DOB", "SW_ID"], (replace(SSDA903, tables=(HEADER,)),)
    )
    assert refusal.message == (
        "social_workers.csv is no table that is read: of SSDA903 Header, the nearest, "
        "it lacks SEX, ETHNIC, UPN, MOTHER, MC_DOB."
    )


def test_columns_are_placed_and_unknown_ones_named() -> None:
    names, dropped = columns_by_place(
        ["SURNAME", "upn", *HEADER.headers[:4], *HEADER.headers[5:]], HEADER, "header.csv"
    )
    assert names[1] == "upn"
    assert 0 not in names
    assert dropped == ("SURNAME",)


def test_a_column_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(DataRejected, match=r"header\.csv: column UPN stands in the header more than once"):
        columns_by_place([*HEADER.headers, "upn"], HEADER, "header.csv")


def test_headers_are_compared_without_what_cannot_be_seen() -> None:
    assert plain("\ufeff Child\u200b ") == "child"
    assert plain("Date of\nBirth") == plain("date\u00a0of  birth")
    assert plain("the child\u2019s \u2018age\u2019 \u2013 years") == "the childs age years"


WITH_ALIASES = replace(
    HEADER,
    columns=tuple(
        replace(column, aliases=("Gender", "Gender (current)")) if column.name == "sex" else column
        for column in HEADER.columns
    ),
)
OF_ALIASES = replace(SSDA903, tables=(WITH_ALIASES, EPISODES))


@pytest.mark.parametrize("spelling", ["SEX", "gender", "Gender  (Current)"])
def test_a_column_is_there_under_its_header_or_any_alias(spelling: str) -> None:
    headers = [spelling if header == "SEX" else header for header in HEADER.headers]
    assert identify(headers, (OF_ALIASES,)) == (OF_ALIASES, WITH_ALIASES)
    names, dropped = columns_by_place(headers, WITH_ALIASES, "header.csv")
    assert (names[1], dropped) == ("sex", ())


def test_a_column_under_two_of_its_names_stands_there_twice() -> None:
    with pytest.raises(DataRejected, match="column SEX stands in the header more than once"):
        columns_by_place([*HEADER.headers, "Gender"], WITH_ALIASES, "header.csv")


@pytest.mark.parametrize(
    "table", [table for extract in EXTRACTS for table in extract.tables], ids=lambda each: each.name
)
def test_no_two_columns_of_a_table_share_a_name(table: Table) -> None:
    spellings = [{plain(each) for each in (column.header, *column.aliases)} for column in table.columns]
    assert sum(map(len, spellings)) == len(set().union(*spellings))


def test_a_file_of_another_extract_is_called_by_its_name() -> None:
    refusal = explain_unidentified("episodes.csv", EPISODE_HEADERS, (ATTENDANCE_REGISTER,), (SSDA903,))
    assert refusal.message == "episodes.csv is SSDA903 Episodes, not of Attendance registers."
    assert refusal.fix == "Put it in the folder of its own extract (ssda903)."


def test_a_file_that_is_nearest_to_another_extract_is_explained_by_that() -> None:
    headers = [header for header in EPISODE_HEADERS if header != "PLACE"]
    refusal = explain_unidentified("episodes.csv", headers, (ATTENDANCE_REGISTER,), (SSDA903,))
    assert refusal.message.startswith("episodes.csv: column PLACE is missing (SSDA903 Episodes).")
    assert refusal.message.endswith(" No table of Attendance registers is as near.")


def test_a_table_is_as_like_a_header_as_the_columns_that_they_share() -> None:
    headers = [column.header for column in HEADER.columns]
    assert likeness(headers, HEADER) == 1
    assert likeness([*headers, "", "A", "B"], HEADER) == pytest.approx(0.8)
    assert likeness(["", "A"], HEADER) == 0
