"""Targets of children in care: due, returned, returned in time, and met."""

from datetime import date

import pandas as pd

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, drawn, staged_of
from transforms.care_progress import newest_known, progress_of
from transforms.indicators import indicator_by_id
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


def test_each_school_of_the_council_that_owes_a_target_has_its_own_count() -> None:
    at_schools = """
        pupil | school_urn | returned_on
        Ann   | 900001     | 2024-12-20
        Bob   | 900001     |
        Cat   | 900002     | 2024-12-20
        Dan   | 910009     |
    """
    rows = drawn("core.care_target", at_schools, **TO_DECEMBER | {"key_stage": "KS2", "subject": "READ",
                                                                 "due_on": date(2024, 12, 20)})  # fmt: skip
    town = Town({"core.care_target": rows}, [TO_DECEMBER], SCHOOLS)
    assert counted(staged_of(town), "care_targets_returned_rate", IN_WINTER) == {
        WHOLE: (2, 4),
        ("900001", "Total"): (1, 2),
        ("900002", "Total"): (1, 1),
    }


OF_SCHOOLS = TO_DECEMBER | {"batch_id": 2, "extract": "school_targets", "supplier": "school-improvement"}
CHILDREN = """
    pupil | school_urn | key_stage | subject | target
    Ann   | 900001     | KS2       | READ    | 100
    Bob   | 900001     | KS2       | READ    | 99.5
    Cat   | 900002     | KS4       | EM      | 4
    Dan   | 900002     | KS4       | A8      | 40
    Eve   | 900002     | KS4       | ENG     | 5
    Fay   | 900001     | KS2       | READ    |
    Gus   | 910009     | KS2       | READ    | 110
"""
AIMS = """
    school_urn | key_stage | subject | target
    900001     | KS2       | READ    | 74.5
    900002     | KS4       | EM      | 62
    900002     | KS4       | A8      | 45
    910009     | KS2       | READ    | 80
"""


def beside(*batches: Row) -> Staged:
    due = {"due_on": date(2024, 12, 20), "academic_year": "2024/25"}
    tables = {
        "core.care_target": drawn("core.care_target", CHILDREN, **TO_DECEMBER | due),
        "core.school_target": drawn("core.school_target", AIMS, **OF_SCHOOLS),
    }
    return staged_of(Town(tables, list(batches), SCHOOLS))


def test_childrens_targets_stand_beside_what_their_schools_aim_at_for_all() -> None:
    """Dan's points and Eve's subject, for which the school has no target, cannot be held against one."""
    both = beside(TO_DECEMBER, OF_SCHOOLS)
    found = {name: counted(both, name, IN_WINTER) for name in (AT_STANDARD, OF_SCHOOL)}
    places = (WHOLE, ("", "KS2: Reading"), ("", "KS4: English and mathematics"), ("900001", "Total"))
    assert [found[AT_STANDARD][place] for place in places] == [(3, 4), (2, 3), (1, 1), (1, 2)]
    assert [found[OF_SCHOOL][place] for place in places] == [(292, 400), (230, 300), (62, 100), (150, 200)]
    assert {place for place in found[OF_SCHOOL] if place[0]} == {("900001", "Total"), ("900002", "Total")}
    assert indicator_by_id("care_targets_ambition_gap").less == (OF_SCHOOL, AT_STANDARD)
    assert counted(beside(TO_DECEMBER), AT_STANDARD, IN_WINTER) == {}


AT_STANDARD, OF_SCHOOL = "care_targets_at_standard_rate", "school_targets_beside_care_rate"


ASSESSED = """
    pupil | key_stage | subject | target | working_at | assessed_on | due_on
    Ann   | KS2       | READ    | 103.0  | 103.0      | 2024-12-13  | 2024-12-20
    Bob   | KS2       | READ    | 103.0  | 100.0      | 2024-12-13  | 2024-12-20
    Cat   | KS2       | READ    | 103.0  | 99.5       | 2024-12-13  | 2024-12-20
    Dan   | KS2       | READ    | 103.0  | 110.0      | 2025-01-01  | 2024-12-20
    Eve   | KS4       | EM      | 5.0    | 4.0        | 2024-11-29  | 2024-12-20
    Fay   | KS4       | A8      | 40.0   | 35.0       | 2024-11-29  | 2024-12-20
    Gus   | KS3       | READ    | 5.0    | 4.9        | 2024-11-29  | 2024-12-20
    Hal   | KS2       | READ    |        | 100.0      | 2024-11-29  | 2024-12-20
    Ida   | KS2       | READ    | 103.0  | 104.0      | 2024-11-29  | 2025-01-10
"""


def test_a_childs_progress_is_by_the_last_assessment_up_to_the_quarters_end() -> None:
    list_of_year = targets(ASSESSED, TO_AUGUST)
    assert counted(list_of_year, "care_targets_progress", IN_WINTER) == {
        WHOLE: (7, None),
        ("", "Met"): (1, None),  # Ann
        ("", "Near"): (3, None),  # Bob, Eve and Fay
        ("", "Below"): (2, None),  # Cat, and Gus, of whose key stage nothing is near
        ("", "Not known yet"): (1, None),  # Dan
    }
    found = counted(list_of_year, "care_targets_assessed_rate", IN_WINTER)
    assert (found[WHOLE], found["", "KS2: Reading"]) == ((6, 7), (3, 4))
    found = counted(list_of_year, "care_targets_on_course_rate", IN_WINTER)
    assert (found[WHOLE], found["", "KS2: Reading"], found["", "KS4: Attainment 8"]) == ((1, 6), (1, 3), (0, 1))
    assert counted(list_of_year, "care_targets_progress", "2024-25-Q4")["", "Met"] == (3, None)  # Dan and Ida too


def test_a_target_is_held_against_the_years_result_where_there_is_one() -> None:
    rows = pd.DataFrame(
        {
            "key_stage": ["KS2", "KS2", "KS2"],
            "subject": ["READ", "READ", "READ"],
            "target": [103.0, 103.0, None],
            "actual": [None, 101.0, 104.0],
            "working_at": [104.0, 104.0, 104.0],
        }
    )
    found = progress_of(rows, newest_known(rows))
    assert found.fillna("").tolist() == ["Met", "Near", ""]
