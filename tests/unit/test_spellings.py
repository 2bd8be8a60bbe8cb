"""Headings and codes as people write them, and what a council's own words become."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import codelists
from transforms.council_types import OwnWord
from transforms.extracts import ANNEX_A, EXTRACTS
from transforms.extracts.annex_a_care import LIST_8, LIST_9
from transforms.extracts.annex_a_cases import LIST_6
from transforms.extracts.annex_a_columns import GENDER
from transforms.extracts.annex_a_front_door import LIST_1
from transforms.extracts.extract import Column
from transforms.extracts.ssda903 import HEADER, SSDA903
from transforms.spellings import plain, read_codes
from transforms.wording import worded

SEX_903 = HEADER.column("sex")


def read(column: Column, *texts: str | None) -> list[str | None]:
    """What texts of a coded column become, by the codes that replaced theirs; unknown ones as they are."""
    found = read_codes(pd.Series(texts, dtype="str"), column)
    canonical = codelists.canonical(column.codes)
    return [None if pd.isna(text) else canonical.get(text, text) for text in found]


@pytest.mark.parametrize("text", ["b) Female", "B) FEMALE", "b)Female", " female ", "F", "f", "2", "2.0"])
def test_an_option_is_read_however_it_is_typed(text: str) -> None:
    assert read(GENDER, text) == ["F"]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (LIST_1.column("source"), "b) 1B: Individual", "1B"),
        (LIST_1.column("source"), "q) 6: Police", "6"),
        (LIST_1.column("source"), "Police", "6"),
        (LIST_1.column("ethnicity"), "s) NOBT", "NOBT"),
        (LIST_1.column("ethnicity"), "White - British", "WBRI"),
        (LIST_6.column("primary_need"), "N1 - Abuse or Neglect", "N1"),
        (LIST_6.column("closure_reason"), "(RC1) Adopted", "RC1"),
        (LIST_8.column("legal_status"), "C2: FCO", "C2"),
        (LIST_8.column("placement_type"), "f) U6: Foster placement - not FFA", "U6"),
        (LIST_8.column("placement_provider"), "e) PR4 - Private provision", "PR4"),
        (LIST_8.column("ceased_reason"), "k) E47: Special Guardianship Orders", "E47"),
        (LIST_8.column("ceased_reason"), "E47 special guardianship", "E47"),
        (LIST_9.column("accommodation_kind"), "U: Independent living", "U"),
        (LIST_9.column("accommodation_kind"), "U2", "U"),
        (LIST_9.column("in_touch"), "d) Refu", "REFU"),
    ],
)
def test_the_code_that_a_text_carries_is_read(column: Column, text: str, code: str) -> None:
    assert read(column, text) == [code]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (LIST_6.column("primary_need"), "PSRMEM - Support with memory"),
        (LIST_9.column("accommodation_kind"), "A flat of her own"),
        (LIST_9.column("in_touch"), "NO - refused"),
        (LIST_8.column("interview_offered"), "Yes but declined"),
        (GENDER, "b) Not sure"),
        (SEX_903, "f"),
        (SEX_903, "\u041c"),  # a Russian letter that looks like M
        (LIST_9.column("in_touch"), "N\u043e"),
    ],
)
def test_what_only_resembles_a_code_is_left_for_a_finding(column: Column, text: str) -> None:
    assert read(column, text) == [text]


@pytest.mark.parametrize(
    "column", [column for extract in EXTRACTS for table in extract.tables for column in table.columns if column.codes]
)
def test_a_listed_code_is_always_itself(column: Column) -> None:
    codes = list(codelists.known(column.codes))
    assert read_codes(pd.Series(codes, dtype="str"), column).tolist() == codes


@given(st.text(max_size=12))
def test_plain_text_stays_as_it_is_and_is_never_empty_for_something(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert bool(plain(text)) or not text.strip() or not plain(text + "x").removesuffix("x").strip()


# A council's own words


def word(table: str, column: str, given: str, means: str, extract: str = "annex_a") -> OwnWord:
    return OwnWord(extract, table, column, given, means, 2)


def test_a_word_is_read_as_what_it_means_and_an_empty_meaning_as_nothing() -> None:
    own = [word("list_6", "Case Status", "CIN  plan", "c) Child in need plan"), word("", "Case Status", "n/k", "")]
    status = worded(ANNEX_A, own).table("list_6").column("case_status")
    assert read(status, "cin plan", "N/K", None, "Other") == ["Child in need plan", None, None, "Other"]


def test_a_word_of_no_table_is_one_of_every_table_that_has_the_column() -> None:
    extract = worded(ANNEX_A, [word("", "Gender", "Girl", "b) Female")])
    having = [table for table in extract.tables if any(column.name == "sex" for column in table.columns)]
    assert len(having) == len(ANNEX_A.tables)
    assert [read(table.column("sex"), "girl") for table in having] == [["F"]] * len(having)


def test_a_heading_is_one_more_name_of_its_column_in_that_table_alone() -> None:
    extract = worded(ANNEX_A, [word("list_6", "", "Current status", "Case Status")])
    assert "Current status" in extract.table("list_6").column("case_status").aliases
    assert [extract.table(table.name) == table for table in ANNEX_A.tables].count(False) == 1


def test_words_of_another_extract_change_nothing() -> None:
    assert worded(SSDA903, [word("", "Gender", "Girl", "b) Female")]) is SSDA903


def test_any_coded_column_can_have_words_of_a_councils_own() -> None:
    assert read(replace(SEX_903, own_words=(("Girl", "F"), ("1", "M"))), "girl", "M", "x") == ["F", "M", "x"]
