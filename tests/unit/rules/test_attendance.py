"""Rules of attendance data at their edges. What each finds at all is in tests/drawn_rules.py."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import HALF_TERMS, broken, check, context, drawn, rows, upn
from transforms.extracts import ATTENDANCE_REGISTER, CENSUS_SESSIONS
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.census_sessions import PUPILS, SCHOOLS, SESSIONS
from transforms.extracts.extract import Table
from transforms.rules.rule import Context

ANN = upn(1)


def marks_on(day: str, mark: str) -> dict[str, tuple[int, ...]]:
    """What is wrong with one mark on a day, teaching dates not known."""
    always = context(ATTENDANCE_REGISTER, covers_from=date(2020, 1, 1), covers_to=date(2030, 1, 1), half_terms=())
    return broken(MARKS, rows(MARKS, 1, session_date=day, mark=mark), always)


@pytest.mark.parametrize(
    ("mark", "last_day_before", "first_day_after"),
    [("H", True, False), ("J", True, False), ("C2", False, True), ("Y1", False, True), ("K", False, True)],
)
def test_codes_changed_on_19_august_2024(mark: str, last_day_before: bool, first_day_after: bool) -> None:
    assert (marks_on("2024-08-16", mark) == {}) is last_day_before
    assert (marks_on("2024-08-19", mark) == {}) is first_day_after


@pytest.mark.parametrize("mark", ["/", "\\", "C", "D", "I", "#", "-", "X"])
def test_codes_that_stayed_are_good_on_either_side(mark: str) -> None:
    assert marks_on("2024-08-16", mark) == marks_on("2024-08-19", mark) == {}


def test_without_teaching_dates_only_the_dates_of_the_batch_count() -> None:
    known = context(ATTENDANCE_REGISTER, half_terms=())
    marks = rows(MARKS, 3, session_date=["2025-05-28", "2025-06-30", "2025-07-01"])
    assert broken(MARKS, marks, known) == {"marks-outside-term": (4,)}


def test_a_day_in_the_holiday_between_half_terms_is_outside_the_term() -> None:
    day_after, day_before = HALF_TERMS[0].end.replace(day=26), HALF_TERMS[1].start
    marks = rows(MARKS, 2, session_date=[str(day_after), str(day_before)])
    assert broken(MARKS, marks) == {"marks-outside-term": (2,)}


@pytest.mark.parametrize(("old", "stopped"), [(1, False), (2, False), (3, True)])
def test_a_register_is_another_terms_when_more_than_half_of_it_is(old: int, stopped: bool) -> None:
    marks = rows(MARKS, 4, session_date=["2024-06-10"] * old + ["2025-06-09"] * (4 - old))
    found = check(MARKS, marks)
    assert found.is_stopped is stopped
    assert found.rows_held == old


def test_the_same_pupil_may_be_on_two_rolls_and_marked_at_both() -> None:
    roll = drawn(ROLL, f"pupil | school_urn\n{ANN} | 900001\n{ANN} | 900002")
    assert broken(ROLL, roll) == {}
    known = context(ATTENDANCE_REGISTER, tables={"roll": check(ROLL, roll).kept})
    marks = drawn(MARKS, f"pupil | school_urn\n{ANN} | 900001\n{ANN} | 900002")
    assert broken(MARKS, marks, known) == {}


def test_marks_of_a_pupil_whose_row_on_the_roll_is_held_are_held() -> None:
    roll = drawn(ROLL, f"pupil | enrolment_status\n{ANN} | QQ\n{upn(2)} | C")
    known = context(ATTENDANCE_REGISTER, tables={"roll": check(ROLL, roll).kept})
    assert broken(MARKS, rows(MARKS, 1, school_urn="900001"), known) == {"marks-pupil-not-on-roll": (2,)}


@pytest.mark.parametrize("table", [ROLL, SCHOOLS], ids=lambda table: table.name)
def test_where_the_councils_schools_are_not_known_none_is_unknown(table: Table) -> None:
    known = Context(date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 2), date(2025, 6, 30))
    assert broken(table, rows(table, 2), known) == {}


def test_a_school_of_another_council_stops_the_file() -> None:
    assert check(SCHOOLS, rows(SCHOOLS, 5, la_code=["999", "999", "999", "999", "998"])).is_stopped


def test_half_term_counts_are_judged_by_the_codes_of_their_half_term() -> None:
    before = replace(context(CENSUS_SESSIONS), data_to=date(2024, 7, 19))
    assert broken(SESSIONS, rows(SESSIONS, 2, code=["H", "C2"]), before) == {
        "termlysessiondetailsonroll-retired-code": (3,)
    }


@pytest.mark.parametrize(
    ("census_day", "of_half_term", "of_term"),
    [
        ("2025-01-16", False, False),
        ("2025-05-15", True, False),
        ("2025-10-02", True, True),
        ("2026-01-15", False, False),
    ],
)
def test_a_term_is_counted_by_the_next_census_and_a_half_term_by_that_of_its_term_too(
    census_day: str, of_half_term: bool, of_term: bool
) -> None:
    half_term = context(CENSUS_SESSIONS, covers_from=date(2025, 6, 2))
    schools = rows(SCHOOLS, 1, reference_date=census_day)
    assert (broken(SCHOOLS, schools, half_term) == {}) is of_half_term
    assert (broken(SCHOOLS, schools) == {}) is of_term


def test_pupils_of_a_school_that_is_held_are_held() -> None:
    schools = check(SCHOOLS, drawn(SCHOOLS, "census_id | term\n1 | AUT\n2 | QQ")).kept
    known = context(CENSUS_SESSIONS, tables={"schoolcensus": schools})
    assert broken(PUPILS, drawn(PUPILS, "census_id\n1\n2"), known) == {"pupilonroll-school-unknown": (3,)}
