"""What the council provides: who fosters, whom family centres see, how many come to courses."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")


def returned(extract: str, table: str, picture: str) -> Staged:
    """A return of 2025-26 to the end of June."""
    batch: Row = {"batch_id": 1, "extract": extract, "covers": "2025-26", "data_to": date(2025, 6, 30)}
    return staged_of(Town({table: drawn(table, picture, **batch)}, [batch]))


def test_fostering_households_and_places_are_those_approved_at_the_quarters_end() -> None:
    households = returned(
        "foster_carers",
        "core.foster_household",
        """
        household | approved_on | ended_on   | kind | places
        F1        | 2016-03-14  |            | MAIN | 3
        F2        | 2021-10-04  | 2025-06-30 | FF   | 1
        F3        | 2021-10-04  | 2025-07-01 | FF   | 2
        F4        | 2025-06-30  |            | MAIN |
        F5        | 2025-07-01  |            | MAIN | 2
        F1        | 2024-03-14  |            | PC   | 1
        """,
    )
    assert counted(households, "foster_carers") == {WHOLE: (3, None)}  # F1, F3 and F4
    assert counted(households, "foster_places") == {WHOLE: (6, None)}
    assert counted(households, "foster_places", "2025-26-Q2") == {}


def test_children_whom_family_centres_have_seen_are_of_those_registered() -> None:
    registered = returned(
        "family_centres",
        "core.family_centre_child",
        """
        registered_child | centre | registered_on | last_seen_on | ended_on
        Ann              | North  | 2024-01-08    | 2024-07-01   |
        Bob              | North  | 2024-01-08    | 2024-06-30   |
        Bob              | South  | 2024-01-08    |              |
        Cat              | North  | 2024-01-08    | 2024-05-01   |
        Cat              | South  | 2025-05-01    | 2025-05-01   |
        Dan              | North  | 2024-01-08    | 2025-05-01   | 2025-06-30
        Eve              | North  | 2025-06-30    |              |
        Fay              | North  | 2025-07-01    | 2025-07-01   |
        """,
    )
    assert counted(registered, "family_centre_seen_rate") == {WHOLE: (2, 4)}  # Ann and Cat, of them, Bob and Eve


def test_who_came_to_courses_counts_once_for_each_since_april() -> None:
    courses = returned(
        "training",
        "core.training_session",
        """
        course | session_date | places | attended
        NEG    | 2025-04-01   | 24     | 22
        LEAD   | 2025-06-30   |        | 61
        DA     | 2025-05-12   | 20     |
        NEG    | 2025-03-31   | 24     | 20
        """,
    )
    assert counted(courses, "staff_trained") == {WHOLE: (83, None)}
