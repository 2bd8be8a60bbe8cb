"""Care leavers: who is in the cohort, and what is suitable."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
LEAVER: Row = {"child": "Ann", "in_touch": "YES", "activity": "F2", "accommodation": "U1"}


def leavers(picture: str, births: dict[str, str] | None = None, data_to: date = date(2025, 6, 30)) -> Staged:
    """The return of 2025-26 with its care leavers, all aged 20 unless ``births`` says otherwise."""
    batch = {"batch_id": 1, "extract": "ssda903", "supplier": "case-system", "covers": "2025-26", "data_to": data_to}
    rows = drawn("core.care_leaver", picture, **LEAVER | batch)
    born = {row["child"]: date.fromisoformat((births or {}).get(row["child"], "2005-01-08")) for row in rows}
    children = [batch | {"child": child, "date_of_birth": birth, "sex": "F"} for child, birth in born.items()]
    return staged_of(Town({"core.care_leaver": rows, "core.cla_child": children}, [batch]))


@pytest.mark.parametrize("indicator", ["care_leavers_accommodation_rate", "care_leavers_eet_rate"])
def test_the_cohort_is_those_aged_19_to_21_at_the_quarters_end(indicator: str) -> None:
    births = {"Ann": "2006-07-01", "Bob": "2006-06-30", "Cat": "2003-07-01", "Dan": "2003-06-30"}
    cohort = leavers("child\nAnn\nBob\nCat\nDan", births)
    assert counted(cohort, indicator) == {WHOLE: (2, 2)}  # Bob and Cat


CONTACT = """
    child | in_touch | activity | accommodation
    Ann   | YES      | F2       | U1
    Bob   | NO       | F2       | U1
    Cat   | REFU     |          |
    Dan   | NREQ     | 0        | 0
    Eve   | DIED     |          |
    Fay   | RHOM     | F2       | B1
"""


def test_those_who_are_not_in_touch_stay_in_the_cohort_and_those_who_died_or_went_home_do_not() -> None:
    assert counted(leavers(CONTACT), "care_leavers_accommodation_rate") == {WHOLE: (1, 4)}  # Ann
    assert counted(leavers(CONTACT), "care_leavers_eet_rate") == {WHOLE: (2, 4)}  # Ann and Bob


PLACES = """
    child | accommodation
    Ann   | Z1
    Bob   | U2
    Cat   | S2
    Dan   | 0
    Eve   | G1
    Fay   | H1
    Gus   | R2
    Hal   |
"""


def test_accommodation_is_of_those_who_live_where_it_can_be_known() -> None:
    # Ann of her, Bob, Cat, Dan and Hal: Eve is abroad, Fay was deported, where Gus lives is not known.
    assert counted(leavers(PLACES), "care_leavers_accommodation_rate") == {WHOLE: (1, 5)}
    assert counted(leavers(PLACES), "care_leavers_eet_rate")[WHOLE] == (8, 8)


@pytest.mark.parametrize(
    ("activity", "counts"), [("F1", 1), ("P1", 1), ("F5", 1), ("P5", 1), ("G4", 0), ("G6", 0), ("0", 0), ("", 0)]
)
def test_full_time_and_part_time_are_education_or_work(activity: str, counts: int) -> None:
    one = leavers(f"child | activity\nAnn | {activity}")
    assert counted(one, "care_leavers_eet_rate") == {WHOLE: (counts, 1)}


def test_a_return_that_says_nothing_of_care_leavers_gives_no_figure() -> None:
    batch = {"batch_id": 1, "extract": "ssda903", "covers": "2025-26", "data_to": date(2025, 6, 30)}
    children = [batch | {"child": "Ann", "date_of_birth": date(2005, 1, 8)}]
    assert counted(staged_of(Town({"core.cla_child": children}, [batch])), "care_leavers_eet_rate") == {}


def test_the_return_of_the_year_counts_where_it_reaches_the_quarters_end() -> None:
    to_september = leavers("child\nAnn", data_to=date(2025, 9, 30))
    ends = ("2024-25-Q4", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3")
    found = [WHOLE in counted(to_september, "care_leavers_accommodation_rate", quarter) for quarter in ends]
    assert found == [False, True, True, False]
