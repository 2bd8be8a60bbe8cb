"""Files are told by their headers; a refusal says what is missing and shows nothing about a child."""

import pytest

from flows.parsing.identify import columns_by_place, explain_unidentified, identify, plain_header
from transforms.errors import DataRejected
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Extract, Table
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903

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
    refusal = explain_unidentified("episodes.csv", headers, SSDA903)
    assert refusal.message.startswith(
        "episodes.csv: column PLACE is missing (SSDA903 Episodes). Columns found: CHILD, DECOM"
    )


def test_the_refusal_names_columns_that_are_not_known() -> None:
    headers = ["PLACEMENT" if header == "PLACE" else header for header in EPISODE_HEADERS]
    assert explain_unidentified("episodes.csv", headers, SSDA903).message.endswith("Not known: PLACEMENT.")


def test_a_first_line_that_is_a_childs_row_is_not_shown() -> None:
    refusal = explain_unidentified("header.csv", ["4711", "M", "01/02/2012", "WBRI", "X999250000001"], SSDA903)
    assert "4711" not in str(refusal)
    assert "X999250000001" not in str(refusal)
    assert "The first line must hold: CHILD, SEX" in refusal.fix


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
    assert plain_header("\ufeff Child\u200b ") == "child"
