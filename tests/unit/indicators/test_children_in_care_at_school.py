"""Children in care at school: whose sessions and suspensions they are, and which returns are needed to know."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, drawn, staged_of
from transforms.indicators.continuous_care import in_care_for_a_year

WHOLE = ("", "Total")
YEAR: Row = {"batch_id": 1, "extract": "ssda903", "supplier": "", "covers": "2025-26", "data_to": date(2025, 6, 30)}
BEFORE = YEAR | {"batch_id": 2, "covers": "2024-25", "data_to": date(2025, 3, 31)}
NOTIFIED: Row = {
    "batch_id": 3,
    "extract": "exclusions",
    "supplier": "",
    "covers": "2024/25",
    "data_to": date(2025, 6, 30),
}
REGISTER: Row = {
    "batch_id": 4,
    "extract": "attendance_register",
    "supplier": "900001",
    "covers": "2024/25 summer",
    "data_to": date(2025, 6, 30),
}
RETURNS = [YEAR, BEFORE]


def care(picture: str, batch: Row = BEFORE) -> dict[str, list[Row]]:
    """Children and episodes of one return: ``child | episode_start | episode_end | legal_status``."""
    episodes = [row | {"legal_status": row.get("legal_status") or "C2"} for row in drawn("core.cla_episode", picture)]
    rows = [batch | row for row in episodes]
    children = {row["child"]: batch | {"child": row["child"], "upn": row["child"]} for row in rows}
    return {"core.cla_child": list(children.values()), "core.cla_episode": rows}


def both(one: dict[str, list[Row]], other: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {table: [*rows, *other[table]] for table, rows in one.items()}


OPEN_SINCE_MAY = "child | episode_start\nAnn | 2024-05-01"


def stayed(picture: str, batches: list[Row], *, day: date = date(2025, 3, 31)) -> frozenset[str] | None:
    return in_care_for_a_year(staged_of(Town(care(picture), batches)), day)


def test_a_year_in_care_has_no_day_without() -> None:
    picture = """
        child | episode_start | episode_end | legal_status
        Ann   | 2024-04-01    |             |
        Bob   | 2024-04-02    |             |
        Cat   | 2022-01-10    | 2024-10-07  |
        Cat   | 2024-10-07    |             |
        Dan   | 2022-01-10    | 2024-10-07  |
        Dan   | 2024-10-08    |             |
        Eve   | 2022-01-10    | 2025-03-31  |
        Fay   | 2022-01-10    | 2025-04-01  |
        Gus   | 2022-01-10    |             | V4
        Hal   | 2022-01-10    | 2024-10-07  |
        Hal   | 2024-05-06    | 2024-06-03  |
        Hal   | 2024-10-07    |             |
    """
    assert stayed(picture, RETURNS) == {"Ann", "Cat", "Fay", "Hal"}


def test_the_returns_of_both_financial_years_are_needed_and_tell_it_together() -> None:
    of_before = care("""
        child | episode_start | episode_end
        Ann   | 2024-06-03    |
        Bob   | 2024-06-03    | 2025-02-03
        Bob   | 2025-02-03    |
        Cat   | 2024-06-03    |
    """)
    of_year = care("child | episode_start\nAnn | 2024-06-03\nBob | 2025-02-03", YEAR)
    tables, day = both(of_before, of_year), date(2025, 6, 30)
    assert in_care_for_a_year(staged_of(Town(tables, RETURNS)), day) == {"Ann", "Bob"}  # nobody knows more of Cat
    for missing in RETURNS:
        arrived = [batch for batch in RETURNS if batch is not missing]
        assert in_care_for_a_year(staged_of(Town(tables, arrived)), day) is None


def test_the_newer_return_corrects_an_episode_of_the_older_one() -> None:
    ended = care("child | episode_start | episode_end\nAnn | 2024-05-01 | 2025-04-07", YEAR)
    tables = both(care(OPEN_SINCE_MAY), ended)
    assert in_care_for_a_year(staged_of(Town(tables, RETURNS)), date(2025, 6, 30)) == frozenset()


def at_school(**of_care: list[Row]) -> dict[tuple[str, str], tuple[int, int | None]]:
    who = REGISTER | {"academic_year": "2024/25", "half_term": 5, "half_terms": 1, "enrolment_status": "C"}
    enrolments = drawn("core.enrolment", PUPILS, **who | {"age_at_start": 8})
    days = {"period_start": date(2025, 4, 22), "period_end": date(2025, 5, 23)}
    counts = drawn("core.attendance_count", SESSIONS, **who | days)
    tables = {"core.enrolment": enrolments, "core.attendance_count": counts}
    batches = [*RETURNS, REGISTER]
    return counted(staged_of(Town(tables | of_care, batches, SCHOOLS)), "cla_attendance_rate")


PUPILS = """
    pupil | school_urn
    Ann   | 900001
    Bob   | 900004
    Cat   | 900001
    Dan   | 900001
"""
SESSIONS = """
    pupil | school_urn | code | sessions
    Ann   | 900001     | /    | 1
    Ann   | 900001     | I    | 2
    Bob   | 900004     | /    | 4
    Cat   | 900001     | /    | 8
    Dan   | 900001     | O    | 16
"""


def test_attendance_is_of_those_in_care_for_a_year_referral_units_included() -> None:
    old = care("""
        child | episode_start
        Ann   | 2024-05-01
        Bob   | 2024-05-01
        Cat   | 2024-07-02
    """)
    new = {table: [row | YEAR for row in rows] for table, rows in old.items()}
    assert at_school(**both(old, new)) == {WHOLE: (1 + 4, 1 + 2 + 4)}


def test_without_a_return_there_is_no_attendance_of_children_in_care() -> None:
    town = Town({"core.enrolment": [], "core.attendance_count": []}, [YEAR, REGISTER], SCHOOLS)
    assert counted(staged_of(town), "cla_attendance_rate") == {}


SUSPENDED = """
    pupil | start_date | category | decision
    Ann   | 2024-10-07 | SUSP     |
    Ann   | 2025-01-06 | SUSP     |
    Ann   | 2025-01-07 | SUSP     |
    Bob   | 2025-02-03 | SUSP     |
    Bob   | 2025-02-04 | SUSP     | CANCELLED
    Bob   | 2025-02-04 | PERM     |
    Cat   | 2025-02-03 | SUSP     |
    Dan   | 2025-05-06 | SUSP     |
"""


def suspensions_of(indicator: str, batches: list[Row]) -> dict[tuple[str, str], tuple[int, int | None]]:
    old = care("""
        child | episode_start | episode_end | legal_status
        Ann   | 2024-10-07    | 2025-01-06  |
        Ann   | 2025-01-06    | 2025-01-07  |
        Bob   | 2022-01-10    |             |
        Cat   | 2022-01-10    |             | V3
    """)
    new = care("child | episode_start\nDan | 2025-05-06", YEAR)
    rows = drawn("core.exclusion", SUSPENDED, **NOTIFIED | {"school_urn": "900001"})
    return counted(staged_of(Town(both(old, new) | {"core.exclusion": rows}, batches, SCHOOLS)), indicator)


@pytest.mark.parametrize(("indicator", "count"), [("cla_suspensions", 4), ("cla_suspended_children", 3)])
def test_a_suspension_counts_that_began_on_a_day_in_care(indicator: str, count: int) -> None:
    assert suspensions_of(indicator, [*RETURNS, NOTIFIED]) == {WHOLE: (count, None)}
    for missing in (*RETURNS, NOTIFIED):
        arrived = [batch for batch in (*RETURNS, NOTIFIED) if batch is not missing]
        assert suspensions_of(indicator, arrived) == {}
