"""Rules of the NCCIS file at their edges. What each finds at all is in tests/drawn_rules_education.py."""

from datetime import date
from typing import Any

import pytest

from tests.factories import broken, context, drawn, rows
from transforms.extracts import NCCIS
from transforms.extracts.nccis import CHARACTERISTIC, YOUNG_PERSON


def found(picture: str, rule: str, **changes: Any) -> tuple[int, ...]:  # noqa: ANN401 - fields of Context
    return broken(YOUNG_PERSON, drawn(YOUNG_PERSON, picture), context(NCCIS, **changes)).get(rule, ())


def test_a_few_of_another_council_are_no_other_councils_file() -> None:
    assert found("lead_la\n998\n999", "young_person-another-council") == ()
    assert found("lead_la\n998\n998\n999", "young_person-another-council") == (2, 3)
    assert found("lead_la\n998\n998", "young_person-another-council", la_code="") == ()


@pytest.mark.parametrize(
    ("day", "is_old"), [("2025-05-31", True), ("2025-06-01", False), ("2025-07-02", False), ("", False)]
)
def test_one_day_of_the_month_is_news(day: str, is_old: bool) -> None:
    people = f"""
        activity_start | date_ascertained | date_verified
        2024-09-02     | {day}            | {day}
        2024-09-02     | 2024-10-01       | 2024-10-01
    """
    if not day:
        people = "activity_start | date_ascertained | date_verified\n | |"
    assert bool(found(people, "young_person-without-news")) == is_old


def test_a_code_on_no_list_is_only_that() -> None:
    people = drawn(YOUNG_PERSON, "activity_code\n999")
    assert broken(YOUNG_PERSON, people) == {"young_person-activity-code-unknown-code": (2,)}


def test_where_the_people_are_not_known_no_characteristic_misses_its_own() -> None:
    assert broken(CHARACTERISTIC, rows(CHARACTERISTIC, 2)) == {}


def test_what_has_lapsed_is_not_told_of_a_year() -> None:
    lapsing = "due_to_lapse | currency_lapsed\n2025-05-01 | N"
    assert found(lapsing, "young_person-currency-does-not-fit") == (2,)
    assert found(lapsing, "young_person-currency-does-not-fit", covers_from=date(2025, 4, 1)) == ()
