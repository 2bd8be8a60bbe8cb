"""Attendance, persistent and severe absence: whose sessions count, and what the codes mean."""

import pytest

from tests.staged import at_school, counted

WHOLE = ("", "Total")


def attended(picture: str, quarter: str = "2025-26-Q1") -> tuple[int, int | None]:
    return counted(at_school(picture), "attendance_rate", quarter)[WHOLE]


@pytest.mark.parametrize("code", ["/", "\\", "L", "B", "K", "P", "V", "W", "J"])
def test_codes_that_mean_attending(code: str) -> None:
    assert attended(f"pupil | code\nAnn | {code}") == (1, 1)


@pytest.mark.parametrize("code", ["C", "C1", "C2", "E", "F", "H", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U"])
def test_codes_that_mean_absent(code: str) -> None:
    assert attended(f"pupil | code\nAnn | {code}") == (0, 1)


@pytest.mark.parametrize("code", ["D", "Q", "X", "Y", *(f"Y{number}" for number in range(1, 8)), "Z", "#", "-"])
def test_codes_that_are_no_possible_session(code: str) -> None:
    assert attended(f"pupil | code\nAnn | {code}\nBob | /") == (1, 1)


def test_expected_at_another_school_was_attending_until_the_codes_changed() -> None:
    drawn = at_school("""
        pupil | code | sessions | half_term | period_start | period_end
        Ann   | D    | 30       | 6         | 2024-06-03   | 2024-06-30
        Ann   | D    | 40       | 1         | 2024-09-01   | 2024-09-30
        Ann   | /    | 2        | 1         | 2024-09-01   | 2024-09-30
    """)
    assert counted(drawn, "attendance_rate", "2024-25-Q1")[WHOLE] == (30, 30)
    assert counted(drawn, "attendance_rate", "2024-25-Q2")[WHOLE] == (2, 2)


def test_pupils_aged_5_to_15_count_who_go_home_at_night_from_their_only_or_main_school() -> None:
    assert attended("""
        pupil | age_at_start | enrolment_status | boarder | sessions | code
        Ann   | 4            | C                |         | 1        | /
        Bob   | 5            | C                |         | 2        | /
        Cat   | 15           | M                | N       | 4        | /
        Dan   | 16           | C                | N       | 8        | /
        Eve   | 8            | S                | N       | 16       | /
        Fay   | 8            | F                | N       | 32       | /
        Gus   | 8            | O                | N       | 64       | /
        Hal   | 8            | C                | B       | 128      | /
        Ida   | 8            | C                | 6       | 256      | /
        Jon   | 8            | C                | 7       | 512      | /
        Kim   |              | C                |         | 1024     | /
    """) == (2 + 4, 2 + 4)


def test_those_aged_15_are_on_study_leave_in_the_last_half_term() -> None:
    assert attended("""
        pupil | age_at_start | half_term | period_start | period_end | sessions | code
        Ann   | 15           | 5         | 2025-04-22   | 2025-05-23 | 1        | /
        Ann   | 15           | 6         | 2025-06-02   | 2025-06-30 | 2        | O
        Bob   | 14           | 6         | 2025-06-02   | 2025-06-30 | 4        | /
    """) == (5, 5)


def test_the_academic_year_so_far_counts() -> None:
    drawn = at_school("""
        pupil | half_term | period_start | period_end | sessions | code
        Ann   | 6         | 2024-07-01   | 2024-08-31 | 1        | /
        Ann   | 1         | 2024-09-01   | 2024-09-30 | 2        | /
        Ann   | 4         | 2025-02-24   | 2025-03-31 | 4        | /
        Ann   | 4         | 2025-04-01   | 2025-04-11 | 8        | /
        Ann   | 6         | 2025-06-02   | 2025-06-30 | 16       | /
        Ann   | 6         | 2025-07-01   | 2025-07-22 | 32       | /
    """)
    ends = {quarter: counted(drawn, "attendance_rate", quarter).get(WHOLE) for quarter in (
        "2024-25-Q1", "2024-25-Q2", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2",
    )}  # fmt: skip
    assert ends == {
        "2024-25-Q1": None,  # what there is of 2023/24 runs beyond 30 June
        "2024-25-Q2": (2, 2),
        "2024-25-Q3": (2, 2),
        "2024-25-Q4": (6, 6),
        "2025-26-Q1": (30, 30),
        "2025-26-Q2": None,
    }


def test_a_register_leads_where_the_census_counts_the_same_half_term_of_the_school() -> None:
    assert attended("""
        pupil | school_urn | extract             | half_term | period_start | period_end | sessions | code
        Ann   | 900001     | census_sessions     | 4         | 2025-02-24   | 2025-03-31 | 1        | /
        Ann   | 900001     | census_sessions     | 5         | 2025-04-22   | 2025-05-23 | 2        | /
        Ann   | 900001     | attendance_register | 5         | 2025-04-22   | 2025-05-23 | 4        | I
        Bob   | 900002     | census_sessions     | 5         | 2025-04-22   | 2025-05-23 | 8        | /
    """) == (1 + 8, 1 + 4 + 8)


def test_a_term_that_a_census_counts_whole_leads_over_its_half_terms_and_gives_way_to_registers() -> None:
    picture = """
        pupil | school_urn | extract         | half_term | half_terms | period_start | period_end | sessions | code
        Ann   | 900001     | census_sessions | 3         | 1          | 2025-01-06   | 2025-02-14 | 1        | /
        Ann   | 900001     | census_sessions | 4         | 1          | 2025-02-24   | 2025-03-31 | 2        | /
        Ann   | 900001     | census_sessions | 5         | 1          | 2025-04-22   | 2025-05-23 | 4        | /
        Ann   | 900001     | census_sessions | 3         | 2          | 2025-01-06   | 2025-04-04 | 8        | /
        Bob   | 900002     | census_sessions | 4         | 1          | 2025-02-24   | 2025-03-31 | 16       | /
    """
    assert attended(picture) == (4 + 8 + 16,) * 2
    assert counted(at_school(picture), "attendance_rate", "2024-25-Q4")[WHOLE] == (1 + 2 + 16,) * 2  # April is to come
    register = "    Ann | 900001 | attendance_register | 4 | 1 | 2025-02-24 | 2025-03-31 | 32 | /"
    assert attended(picture + register) == (1 + 4 + 16 + 32,) * 2


def test_where_a_school_counts_absences_alone_the_rest_of_what_was_possible_was_attended() -> None:
    assert attended("""
        pupil | school_urn | extract         | sessions | code
        Ann   | 900001     | census_sessions | 50       |
        Ann   | 900001     | census_sessions | 4        | I
        Ann   | 900001     | census_sessions | 1        | X
        Bob   | 900001     | census_sessions | 50       |
        Cat   | 900001     | census_sessions | 9        | I
        Dan   | 900002     | census_sessions | 50       |
        Dan   | 900002     | census_sessions | 30       | /
        Eve   | 900002     | census_sessions | 7        | I
    """) == (46 + 50 + 30, 50 + 50 + 30 + 7)  # of Cat nobody says how many sessions were possible


def test_pupils_who_left_count_though_nobody_asks_how_they_were_enrolled() -> None:
    assert attended("""
        pupil | extract         | enrolment_status | sessions | code
        Ann   | census_sessions | C                | 1        | /
        Bob   | census_sessions |                  | 2        | I
        Cat   | census_sessions | S                | 4        | I
    """) == (1, 3)


def test_referral_units_have_their_own_figure_and_are_not_in_the_total() -> None:
    drawn = at_school("""
        pupil | school_urn | sessions | code
        Ann   | 900001     | 1        | /
        Bob   | 900002     | 2        | /
        Cat   | 900003     | 4        | I
        Dan   | 900004     | 8        | /
    """)
    assert counted(drawn, "attendance_rate") == {
        ("", "Total"): (3, 7),
        ("", "Primary"): (1, 1),
        ("", "Secondary"): (2, 2),
        ("", "Special"): (0, 4),
        ("", "PRU"): (8, 8),
        ("900001", "Total"): (1, 1),
        ("900002", "Total"): (2, 2),
        ("900003", "Total"): (0, 4),
        ("900004", "Total"): (8, 8),
    }


def test_a_quarter_in_which_nobody_counts_is_of_nobody() -> None:
    assert counted(at_school("pupil | age_at_start | code\nAnn | 16 | /"), "attendance_rate")[WHOLE] == (0, 0)


TENTHS = """
    pupil | code | sessions
    Ann   | /    | 90
    Ann   | I    | 10
    Bob   | /    | 9001
    Bob   | I    | 999
    Cat   | X    | 50
    Cat   | /    | 9
    Cat   | O    | 1
    Dan   | X    | 5
"""
HALVES = """
    pupil | code | sessions
    Ann   | /    | 1
    Ann   | I    | 1
    Bob   | /    | 5001
    Bob   | O    | 4999
    Cat   | U    | 3
"""


def test_exactly_a_tenth_of_ones_own_sessions_is_persistent_absence() -> None:
    persistent = counted(at_school(TENTHS), "persistent_absence_rate")[WHOLE]
    assert persistent == (2, 3)  # Ann and Cat, not Bob; Dan had no possible session


def test_exactly_half_of_ones_own_sessions_is_severe_absence() -> None:
    assert counted(at_school(HALVES), "severe_absence_rate")[WHOLE] == (2, 3)  # Ann and Cat, not Bob


def test_a_pupil_who_moved_counts_at_each_school() -> None:
    drawn = at_school("""
        pupil | school_urn | code | sessions
        Ann   | 900001     | /    | 10
        Ann   | 900002     | I    | 10
    """)
    assert counted(drawn, "severe_absence_rate")[WHOLE] == (1, 2)
    assert counted(drawn, "severe_absence_rate")["900001", "Total"] == (0, 1)


ABSENCES = """
    pupil | school_urn | sessions | code
    Ann   | 900001     | 1        | /
    Ann   | 900001     | 2        | I
    Ann   | 900001     | 4        | O
    Bob   | 900002     | 8        | U
    Bob   | 900002     | 16       | X
    Cat   | 900004     | 32       | N
    Cat   | 900004     | 64       | /
"""


def test_what_is_missed_with_and_without_leave_is_absence_and_referral_units_stand_apart() -> None:
    drawn = at_school(ABSENCES)
    overall, unauthorised = counted(drawn, "overall_absence_rate"), counted(drawn, "unauthorised_absence_rate")
    assert overall[WHOLE] == (2 + 4 + 8, 1 + 2 + 4 + 8)
    assert overall["", "PRU"] == (32, 96)
    assert unauthorised[WHOLE] == (4 + 8, 1 + 2 + 4 + 8)
    assert unauthorised["", "Primary"] == unauthorised["900001", "Total"] == (4, 7)
    assert unauthorised["", "PRU"] == (32, 96)


@pytest.mark.parametrize("code", ["G", "N", "O", "U"])
def test_codes_that_mean_absent_without_leave(code: str) -> None:
    assert counted(at_school(f"pupil | code\nAnn | {code}"), "unauthorised_absence_rate")[WHOLE] == (1, 1)


@pytest.mark.parametrize("code", ["C", "C1", "C2", "E", "F", "H", "I", "J1", "M", "R", "S", "T"])
def test_codes_that_mean_absent_with_leave(code: str) -> None:
    assert counted(at_school(f"pupil | code\nAnn | {code}"), "unauthorised_absence_rate")[WHOLE] == (0, 1)


def test_where_a_school_counts_absences_alone_those_without_leave_are_known_all_the_same() -> None:
    drawn = at_school("""
        pupil | extract         | sessions | code
        Ann   | census_sessions | 50       |
        Ann   | census_sessions | 4        | I
        Ann   | census_sessions | 3        | O
    """)
    assert counted(drawn, "unauthorised_absence_rate")[WHOLE] == (3, 50)
    assert counted(drawn, "overall_absence_rate")[WHOLE] == (7, 50)


def test_the_other_scope_of_attendance_is_every_school() -> None:
    assert counted(at_school(ABSENCES), "attendance_all_schools_rate") == {WHOLE: (1 + 64, 1 + 2 + 4 + 8 + 32 + 64)}
