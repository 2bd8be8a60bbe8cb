"""Targets of children in care: due, returned, returned in time, and met."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
TO_DECEMBER: Row = {
    "batch_id": 1,
    "extract": "care_targets",
    "supplier": "virtual-school",
    "covers": "2024/25",
    "data_to": date(2024, 12, 31),
}
TO_AUGUST = TO_DECEMBER | {"data_to": date(2025, 8, 31)}
IN_WINTER, IN_SUMMER = "2024-25-Q3", "2025-26-Q2"


def targets(picture: str, batch: Row) -> Staged:
    as_usual = {"key_stage": "KS2", "subject": "READ", "due_on": date(2024, 12, 20), "school_urn": "900001"}
    return staged_of(Town({"core.care_target": drawn("core.care_target", picture, **batch | as_usual)}, [batch]))


RETURNED = """
    pupil | due_on     | returned_on
    Ann   | 2024-12-20 | 2024-12-20
    Bob   | 2024-12-20 | 2024-12-21
    Cat   | 2024-12-20 |
    Dan   | 2024-12-20 | 2025-01-06
    Eve   | 2024-12-31 | 2024-12-06
    Fay   | 2025-01-01 | 2024-12-06
"""


def test_targets_that_are_due_are_returned_in_time_later_or_not() -> None:
    winter = targets(RETURNED, TO_DECEMBER)
    assert counted(winter, "care_targets_returned_rate", IN_WINTER) == {WHOLE: (3, 5)}  # Ann, Bob and Eve
    assert counted(winter, "care_targets_in_time_rate", IN_WINTER) == {WHOLE: (2, 5)}  # Ann and Eve
    spring = targets(RETURNED, TO_AUGUST)
    assert counted(spring, "care_targets_returned_rate", "2024-25-Q4") == {WHOLE: (5, 6)}
    assert counted(spring, "care_targets_in_time_rate", "2024-25-Q4") == {WHOLE: (3, 6)}


def test_the_list_is_needed_up_to_the_quarters_end() -> None:
    winter = targets(RETURNED, TO_DECEMBER)
    assert counted(winter, "care_targets_returned_rate", "2024-25-Q4") == {}


def test_a_target_is_met_where_what_was_reached_is_no_less() -> None:
    reached = """
        pupil | key_stage | subject | target | actual
        Ann   | KS2       | READ    | 103.0  | 103.0
        Bob   | KS2       | READ    | 103.0  | 102.5
        Cat   | KS2       | READ    | 100.0  | 104.0
        Dan   | KS4       | EM      | 5.0    | 4.0
        Eve   | KS4       | EM      |        | 4.0
        Fay   | KS4       | EM      | 4.0    |
    """
    found = counted(targets(reached, TO_AUGUST), "care_targets_met_rate", IN_SUMMER)
    assert {item: counts for (_, item), counts in found.items() if counts[1]} == {
        "Total": (2, 4),
        "KS2: Reading": (2, 3),
        "KS4: English and mathematics": (0, 1),
    }
    assert counted(targets(reached, TO_DECEMBER), "care_targets_met_rate", IN_SUMMER) == {}
