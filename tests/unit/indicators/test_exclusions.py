"""Suspensions and permanent exclusions: which count, from which source, and how often."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, drawn, staged_of
from transforms.indicators.exclusions import EXCLUSION_PHASES
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
NOTIFIED: Row = {
    "batch_id": 1,
    "extract": "exclusions",
    "supplier": "inclusion-team",
    "covers": "2024/25",
    "data_to": date(2025, 6, 30),
    "school_urn": "900002",
    "pupil": "Ann",
    "category": "SUSP",
    "start_date": date(2025, 6, 2),
    "sessions": 2,
}
PUPILS = {"900001": 300, "900002": 800, "900003": 70, "900004": 30}
TERMS = {"autumn": date(2024, 12, 20), "spring": date(2025, 3, 28), "summer": date(2025, 7, 22)}


def batch(row: Row) -> Row:
    return {name: row[name] for name in ("batch_id", "extract", "supplier", "covers", "data_to")}


def of_census(term: str) -> Row:
    number = 2 + list(TERMS).index(term)
    batch_of_term = {"batch_id": number, "covers": f"2024/25 {term}", "data_to": TERMS[term]}
    return NOTIFIED | batch_of_term | {"extract": "census_exclusions", "supplier": "collect"}


def staged(*rows: Row, batches: list[Row] | None = None) -> Staged:
    """Rows of the year's exclusions; ``batches`` where one that has no rows was delivered too."""
    known = batches if batches is not None else list({row["batch_id"]: batch(row) for row in rows}.values())
    return staged_of(Town({"core.exclusion": list(rows)}, known, SCHOOLS, PUPILS))


def notified(picture: str, data_to: date = date(2025, 6, 30)) -> Staged:
    rows = drawn("core.exclusion", picture, **NOTIFIED | {"data_to": data_to})
    return staged(*rows, batches=[batch(NOTIFIED | {"data_to": data_to})])


def number(picture: str, indicator: str, quarter: str = "2025-26-Q1") -> int:
    return counted(notified(picture), indicator, quarter)[WHOLE][0]


EVERY_CATEGORY = """
    pupil | category
    Ann   | SUSP
    Ann   | SUSP
    Bob   | SUSP
    Cat   | PERM
    Dan   | LNCH
"""


def test_a_pupil_counts_once_at_each_school_and_once_in_all() -> None:
    found = counted(notified("""
        pupil | category | school_urn
        Ann   | SUSP     | 900001
        Ann   | SUSP     | 900001
        Ann   | SUSP     | 900002
        Bob   | SUSP     | 900002
        Cat   | PERM     | 900002
        Dan   | SUSP     | 999999
    """), "suspended_pupils_rate", "2025-26-Q1")  # fmt: skip
    assert found == {
        WHOLE: (2, 1_200),
        ("900001", "Total"): (1, 300),
        ("900002", "Total"): (2, 800),
        ("900003", "Total"): (0, 70),
        ("900004", "Total"): (0, 30),
    }
    permanently = counted(notified("pupil | category | school_urn\nCat | PERM | 900002"), "excluded_pupils_rate")
    assert (permanently[WHOLE], permanently["900002", "Total"]) == ((1, 1_200), (1, 800))


@pytest.mark.parametrize(
    ("indicator", "count"), [("suspensions", 3), ("suspended_pupils", 2), ("permanent_exclusions", 1)]
)
def test_each_category_is_its_own_and_lunchtimes_are_none(indicator: str, count: int) -> None:
    assert number(EVERY_CATEGORY, indicator) == count


@pytest.mark.parametrize(("indicator", "category"), [("suspensions", "SUSP"), ("permanent_exclusions", "PERM")])
def test_what_was_rescinded_does_not_count_whenever_it_was_decided(indicator: str, category: str) -> None:
    decided = f"""
        pupil | category   | start_date | decision   | decision_date
        Ann   | {category} | 2025-06-02 | REINSTATED | 2025-06-20
        Bob   | {category} | 2025-06-02 | CANCELLED  | 2025-07-02
        Cat   | {category} | 2024-11-04 | QUASHED    | 2025-05-06
        Dan   | {category} | 2025-06-02 | UPHELD     | 2025-06-20
        Eve   | {category} | 2025-06-02 |            |
    """
    assert number(decided, indicator) == 2  # Dan and Eve


def test_the_academic_year_begins_in_september_and_counts_to_the_quarters_end() -> None:
    year = """
        pupil | start_date
        Ann   | 2024-08-31
        Bob   | 2024-09-01
        Cat   | 2025-03-31
        Dan   | 2025-04-01
        Eve   | 2025-06-30
        Fay   | 2025-07-01
    """
    assert number(year, "suspensions", "2025-26-Q1") == 4  # Bob to Eve
    assert number(year, "suspensions", "2024-25-Q4") == 2  # Bob and Cat
    assert number(year, "suspensions", "2024-25-Q2") == 1  # Bob


def test_the_rate_is_of_all_pupils_of_the_councils_schools() -> None:
    assert counted(notified(EVERY_CATEGORY), "suspension_rate") == {WHOLE: (3, 1200)}
    assert counted(notified(EVERY_CATEGORY), "permanent_exclusion_rate") == {WHOLE: (1, 1200)}


def test_phases_add_up_to_the_total_with_what_is_at_no_school_of_the_council() -> None:
    at_schools = notified("""
        pupil | school_urn
        Ann   | 900001
        Bob   | 900002
        Bob   | 900002
        Cat   | 900004
        Dan   | 910009
        Eve   |
    """)
    found = counted(at_schools, "suspensions")
    assert found[WHOLE] == (6, None)
    assert counted(at_schools, "suspension_rate") == {WHOLE: (4, 1200)}, "those over whose pupils it is"
    phases = {item: found["", item][0] for item in EXCLUSION_PHASES}
    assert phases == {"Primary": 1, "Secondary": 2, "Special": 0, "PRU": 1, "Other": 2}


@pytest.mark.parametrize(("indicator", "category"), [("suspensions", "SUSP"), ("permanent_exclusions", "PERM")])
def test_main_reasons_add_up_to_the_total_with_those_that_are_on_the_list_no_more(
    indicator: str, category: str
) -> None:
    found = counted(
        notified(f"""
            pupil | category   | reason
            Ann   | {category} | DA
            Bob   | {category} | DA
            Cat   | {category} | DB
            Dan   | {category} | OT
            Eve   | {category} |
        """),
        indicator,
    )
    told = {item: counts[0] for (_, item), counts in found.items() if counts[0] and item not in EXCLUSION_PHASES}
    assert told == {
        "Total": 5,
        "Drugs and alcohol": 2,
        "Persistent or general disruptive behaviour": 1,
        "Another reason, or none told": 2,
    }


def test_permanent_exclusions_are_counted_at_each_school_with_the_reasons_that_it_had() -> None:
    at_schools = notified("""
        pupil | school_urn | category | reason
        Ann   | 900002     | PERM     | DA
        Bob   | 900002     | PERM     | DA
        Cat   | 900002     | PERM     | DB
        Dan   | 900004     | PERM     |
        Eve   | 910009     | PERM     | DA
        Fay   | 900001     | SUSP     | DA
    """)
    found = counted(at_schools, "permanent_exclusions")
    assert {place: counts for place, counts in found.items() if place[0]} == {
        ("900001", "Total"): (0, None),
        ("900002", "Total"): (3, None),
        ("900002", "Drugs and alcohol"): (2, None),
        ("900002", "Persistent or general disruptive behaviour"): (1, None),
        ("900003", "Total"): (0, None),
        ("900004", "Total"): (1, None),
        ("900004", "Another reason, or none told"): (1, None),
    }


def test_notifications_that_do_not_reach_the_quarters_end_give_no_figure() -> None:
    to_may = notified("pupil\nAnn", data_to=date(2025, 5, 31))
    assert counted(to_may, "suspensions") == {}
    assert counted(to_may, "suspensions", "2024-25-Q4")[WHOLE] == (0, None)


def test_a_delivery_without_rows_says_that_nobody_was_excluded() -> None:
    assert counted(staged(batches=[batch(NOTIFIED)]), "permanent_exclusions")[WHOLE] == (0, None)


@pytest.mark.parametrize(
    ("quarter", "terms"),
    [
        ("2024-25-Q2", ["autumn"]),
        ("2024-25-Q3", ["autumn"]),
        ("2024-25-Q4", ["autumn", "spring"]),
        ("2025-26-Q1", ["autumn", "spring", "summer"]),
    ],
)
def test_without_notifications_the_census_of_every_term_so_far_is_needed(quarter: str, terms: list[str]) -> None:
    start = {"start_date": date(2024, 9, 16)}
    census = [of_census(term) | start | {"pupil": term} for term in terms]
    assert counted(staged(*census), "suspensions", quarter)[WHOLE] == (len(terms), None)
    for missing in census:
        others = [row for row in census if row is not missing]
        assert counted(staged(*others), "suspensions", quarter) == {}


def test_the_census_counts_an_exclusion_once_though_two_terms_tell_it() -> None:
    autumn, spring = of_census("autumn"), of_census("spring")
    december = {"start_date": date(2024, 12, 12)}
    told = staged(
        autumn | december, spring | december, spring | {"start_date": date(2025, 1, 13)}, spring | {"category": "PERM"}
    )
    assert counted(told, "suspensions", "2024-25-Q4")[WHOLE] == (2, None)


def test_where_notifications_reach_the_census_is_not_added() -> None:
    both = staged(NOTIFIED, *(of_census(term) | {"pupil": "Bob"} for term in TERMS))
    assert counted(both, "suspensions")[WHOLE] == (1, None)
