"""Annex A: what its lists of early help and of children in care become."""

import pandas as pd
import pytest

from flows.parsing.identify import identify
from tests.factories import broken, drawn
from tests.shaping import KEY, core_rows
from transforms.extracts import ANNEX_A, EXTRACTS
from transforms.extracts.annex_a import LIST_2, LIST_8
from transforms.identity import pseudonym

HELPED = """
    child | start_date | completed_date | organisation
    Ann   | 2025-06-02 | 2025-06-20     | Top Town Academy
    Ann   | 2025-06-02 |                | Early Help Service
    Bob   | 03/06/2025 |                | Early Help Service
"""
IN_CARE = """
    child | started_date | missing_episodes | absent_episodes | interview_offered | interview_accepted
    Ann   | 2024-01-08   | 3                | 0               | a) Yes            | b) No
    Bob   | 2024-01-08   | 0                |                 |                   |
"""


def test_early_help_assessments_are_kept_without_who_made_them() -> None:
    core = core_rows(ANNEX_A, {"list_2": drawn(LIST_2, HELPED)})["core.early_help_assessment"]
    assert set(core) == {"row_number", "child", "start_date", "completed_date"}
    assert core["row_number"].tolist() == [2, 3, 4]
    assert core["child"].tolist() == [pseudonym(child, "child", KEY) for child in ("Ann", "Ann", "Bob")]
    assert core["start_date"].tolist() == [pd.Timestamp(2025, 6, day) for day in (2, 2, 3)]


def test_children_in_care_are_kept_with_their_counts_and_answers() -> None:
    core = core_rows(ANNEX_A, {"list_8": drawn(LIST_8, IN_CARE)})["core.cla_missing_summary"]
    assert core["missing_episodes"].tolist() == [3, 0]
    assert core["interview_offered"].fillna(value=False).tolist() == [True, False]
    assert core["interview_offered"].isna().tolist() == [False, True]
    assert core["interview_accepted"].isna().tolist() == [False, True]


@pytest.mark.parametrize("yes", ["a) Yes", "Yes", "YES", "yes", "Y", "y"])
@pytest.mark.parametrize("no", ["b) No", "No", "NO", "no", "N", "n"])
def test_local_spellings_of_yes_and_no_are_those_options(yes: str, no: str) -> None:
    text = drawn(LIST_8, f"missing_episodes | interview_offered | interview_accepted\n1 | {yes} | {no}")
    assert broken(LIST_8, text) == {}
    (row,) = core_rows(ANNEX_A, {"list_8": text})["core.cla_missing_summary"].itertuples()
    assert (row.interview_offered, row.interview_accepted) == (True, False)


def test_an_answer_that_is_neither_is_flagged_and_not_known() -> None:
    text = drawn(LIST_8, "interview_offered\nRefused")
    assert broken(LIST_8, text) == {"list_8-interview-offered-unknown-code": (2,)}
    assert core_rows(ANNEX_A, {"list_8": text})["core.cla_missing_summary"]["interview_offered"].isna().all()


def test_straight_quotation_marks_make_no_difference_to_a_header() -> None:
    typed_by_hand = [header.replace("\u2018", "'").replace("\u2019", "'") for header in LIST_8.headers]
    assert typed_by_hand != list(LIST_8.headers)
    assert identify(typed_by_hand, EXTRACTS) == (ANNEX_A, LIST_8)
