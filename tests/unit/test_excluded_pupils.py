"""Exclusions by what pupils are: sex and key stage of the roll of the year, provision as the notification tells it."""

import pandas as pd

from tests.tables import table
from transforms.excluded_pupils import NOT_KNOWN, by_pupil

ROLL = table("""
    pupil | academic_year | sex | year_group
    Ann   | 2024/25       | F   | 9
    Ann   | 2023/24       | F   | 6
    Bob   | 2024/25       | M   | R
    Cas   | 2024/25       | U   |
""")
NOW = table("""
    pupil | category | sen_provision | academic_year
    Ann   | SUSP     | K             | 2024/25
    Ann   | SUSP     | E             | 2024/25
    Bob   | SUSP     | N             | 2024/25
    Cas   | PERM     |               | 2024/25
    Dee   | PERM     | K             | 2024/25
""")
A_YEAR_AGO = table("""
    pupil | category | sen_provision | academic_year
    Ann   | SUSP     | N             | 2023/24
""")


def counts(**of_quarters: pd.DataFrame) -> dict[tuple[str, str, str], list[int]]:
    found: dict[tuple[str, str, str], list[int]] = {}
    for each in by_pupil(of_quarters, ROLL):
        found.setdefault((each.indicator, each.breakdown, each.item), []).append(each.count)
    return found


def test_each_exclusion_is_of_one_sex_one_key_stage_and_one_provision() -> None:
    found = counts(now=NOW)
    suspensions = {place[1:]: count for place, (count,) in found.items() if place[0] == "suspensions"}
    assert suspensions == {
        ("sex", "Female"): 2,
        ("sex", "Male"): 1,
        ("key_stage", "Key stage 3"): 2,
        ("key_stage", "Early years foundation stage"): 1,
        ("SEN_provision", "No special educational need"): 1,
        ("SEN_provision", "SEN support"): 1,
        ("SEN_provision", "Education health and care plan"): 1,
    }


def test_who_is_on_no_roll_is_counted_all_the_same() -> None:
    found = counts(now=NOW)
    assert found["permanent_exclusions", "sex", NOT_KNOWN] == [2]
    assert found["permanent_exclusions", "key_stage", NOT_KNOWN] == [2]
    assert found["permanent_exclusions", "SEN_provision", NOT_KNOWN] == [1]


def test_pupils_are_counted_once_and_by_the_roll_of_their_year() -> None:
    found = counts(now=NOW, before=A_YEAR_AGO)
    assert found["suspended_pupils", "sex", "Female"] == [1, 1]
    assert found["suspended_pupils", "key_stage", "Key stage 3"] == [1, 0]
    assert found["suspended_pupils", "key_stage", "Key stage 2"] == [0, 1]


def test_nothing_is_told_of_quarters_without_exclusions() -> None:
    assert counts() == {}
    assert counts(now=NOW.iloc[:0]) == {}
