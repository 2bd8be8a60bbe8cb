"""Elective home education: who is educated at home at the quarter's end."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

LIST: Row = {
    "batch_id": 1,
    "extract": "home_education",
    "supplier": "inclusion-team",
    "covers": "2024/25",
    "data_to": date(2025, 6, 30),
}


def at_home(picture: str) -> Staged:
    return staged_of(Town({"core.home_education": drawn("core.home_education", picture, **LIST)}, [LIST]))


CHILDREN = """
    child | start_date | ended_on   | suitable
    Ann   | 2023-01-09 |            | Y
    Bob   | 2025-06-30 |            | U
    Cat   | 2025-07-01 |            | Y
    Dan   | 2024-09-02 | 2025-06-30 | Y
    Eve   | 2024-09-02 | 2025-07-01 | N
    Fay   | 2023-01-09 | 2024-10-07 | Y
    Fay   | 2025-01-06 |            |
    Gus   | 2023-01-09 |            | Y
    Gus   | 2024-01-08 |            | N
"""


def test_children_count_once_from_the_day_it_begins_to_the_day_before_it_ends() -> None:
    assert counted(at_home(CHILDREN), "home_educated_children") == {
        ("", "Total"): (5, None),  # Ann, Bob, Eve, Fay and Gus
        ("", "Suitable"): (1, None),
        ("", "Not suitable"): (2, None),
        ("", "Not yet known"): (2, None),
    }


def test_the_list_of_the_academic_year_is_needed_up_to_the_quarters_end() -> None:
    known = {quarter for quarter in ("2024-25-Q1", "2024-25-Q3", "2025-26-Q1", "2025-26-Q2")
             if counted(at_home(CHILDREN), "home_educated_children", quarter)}  # fmt: skip
    assert known == {"2024-25-Q3", "2025-26-Q1"}
