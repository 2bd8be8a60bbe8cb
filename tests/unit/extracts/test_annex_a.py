"""Annex A: what its lists of early help and of children in care become."""

import pandas as pd

from flows.parsing.identify import columns_by_place, identify
from tests.factories import broken, drawn
from tests.shaping import KEY, core_rows
from transforms.extracts import ANNEX_A, EXTRACTS
from transforms.extracts.annex_a_adoption import LIST_11
from transforms.extracts.annex_a_care import LIST_8, LIST_9
from transforms.extracts.annex_a_cases import LIST_6
from transforms.extracts.annex_a_front_door import LIST_1, LIST_2
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


def test_local_spellings_of_yes_and_no_are_those_options() -> None:
    text = drawn(
        LIST_8,
        """
        missing_episodes | interview_offered | interview_accepted
        1                | a) Yes            | b) No
        1                | Yes               | No
        1                | YES               | NO
        1                | yes               | no
        1                | Y                 | N
        1                | y                 | n
        """,
    )
    assert broken(LIST_8, text) == {}
    core = core_rows(ANNEX_A, {"list_8": text})["core.cla_missing_summary"]
    assert core["interview_offered"].tolist() == [True] * 6
    assert core["interview_accepted"].tolist() == [False] * 6


def test_an_answer_that_is_neither_is_flagged_and_not_known() -> None:
    text = drawn(LIST_8, "interview_offered\nRefused")
    assert broken(LIST_8, text) == {"list_8-interview-offered-unknown-code": (2,)}
    assert core_rows(ANNEX_A, {"list_8": text})["core.cla_missing_summary"]["interview_offered"].isna().all()


def test_the_other_lists_are_kept_by_codes_and_answers_without_workers_and_families() -> None:
    texts = {
        "list_6": drawn(LIST_6, "child | team | primary_need | case_status\nAnn | East | N1 - Abuse | Open assessment"),
        "list_9": drawn(LIST_9, "child | in_touch | accommodation_kind | suitable\nAnn | a) Yes | U1 | b) Unsuitable"),
        "list_11": drawn(LIST_11, "adopter | family | fosters_first\n7105179 | 14159183 | Yes"),
    }
    core = core_rows(ANNEX_A, texts)
    (case,) = core["core.annex_a_child_in_need"].to_dict("records")
    assert (case["child"], case["primary_need"]) == (pseudonym("Ann", "child", KEY), "N1")
    assert case["case_status"] == "Open assessment"
    assert case.keys().isdisjoint({"team", "worker", "sex", "date_of_birth"})
    (leaver,) = core["core.annex_a_care_leaver"].to_dict("records")
    assert (leaver["in_touch"], leaver["accommodation_kind"], leaver["suitable"]) == ("YES", "U", False)
    (adopter,) = core["core.annex_a_adopter"].to_dict("records")
    assert adopter["adopter"] == pseudonym("7105179", "adopter", KEY)
    assert adopter["family"] == pseudonym("14159183", "adoptive family", KEY)
    assert adopter["fosters_first"]


def test_headings_that_drifted_are_the_same_headings() -> None:
    drifted = ["CHILD_UNIQUE_ID", "Age", "date of contact", "Contact  source:"]
    assert identify(drifted, EXTRACTS) == (ANNEX_A, LIST_1)
    names, dropped = columns_by_place(drifted, LIST_1, "annex_a.xlsx")
    assert list(names.values()) == ["child", "age", "contact_date", "source"]
    assert dropped == ()


def test_straight_quotation_marks_make_no_difference_to_a_header() -> None:
    typed_by_hand = [header.replace("\u2018", "'").replace("\u2019", "'") for header in LIST_8.headers]
    assert typed_by_hand != list(LIST_8.headers)
    assert identify(typed_by_hand, EXTRACTS) == (ANNEX_A, LIST_8)
