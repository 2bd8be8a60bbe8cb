"""Where a quarter stands on a day, and which of its supplies are in, awaited or late."""

from datetime import date

import pytest

from transforms.council_types import Supply
from transforms.quarter_life import stage_of, supplies_due
from transforms.quarters import Quarter

QUARTER = Quarter(2025, 1)  # ends on Monday 30 June 2025
LAST_DAY, NEXT_DAY = date(2025, 6, 30), date(2025, 7, 1)


def supply(supplier: str, due_working_days: int = 10) -> Supply:
    return Supply("ssda903", supplier, supplier.title(), "folder", "x", True, due_working_days)


@pytest.mark.parametrize(
    ("day", "statuses", "stage"),
    [
        (LAST_DAY, set(), "open"),
        (NEXT_DAY, set(), "receiving"),
        (LAST_DAY, {"draft"}, "drafts"),
        (NEXT_DAY, {"draft"}, "drafts"),
        (NEXT_DAY, {"draft", "frozen"}, "frozen"),
        (NEXT_DAY, {"draft", "frozen", "signed"}, "signed"),
        (NEXT_DAY, {"draft", "issued"}, "issued"),
        (NEXT_DAY, {"frozen", "issued"}, "issued"),
        (NEXT_DAY, {"superseded"}, "receiving"),
    ],
)
def test_the_furthest_status_that_counts_is_the_stage(day: date, statuses: set[str], stage: str) -> None:
    assert stage_of(QUARTER, day, frozenset(statuses)) == stage


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        ("2025-07-11", "awaited", 0),
        ("2025-07-14", "awaited", 0),  # the day itself is not over
        ("2025-07-15", "late", 1),
        ("2025-07-19", "late", 4),  # a Saturday adds no working day
        ("2025-07-21", "late", 5),
    ],
)
def test_a_supply_is_late_from_the_day_after_it_was_due(today: str, state: str, days: int) -> None:
    (due,) = supplies_due(QUARTER, (supply("case-system"),), frozenset(), date.fromisoformat(today))
    assert (due.due, due.state, due.days_late) == (date(2025, 7, 14), state, days)


def test_a_supply_that_was_due_on_friday_is_late_on_saturday_by_no_working_day() -> None:
    (due,) = supplies_due(QUARTER, (supply("case-system", 9),), frozenset(), date(2025, 7, 12))
    assert (due.due, due.state, due.days_late) == (date(2025, 7, 11), "late", 0)


def test_a_supply_that_came_is_in_however_late_it_is_now() -> None:
    received = frozenset({("ssda903", "case-system")})
    found = supplies_due(QUARTER, (supply("case-system"), supply("other", 5)), received, date(2025, 7, 9))
    assert [(due.supply.supplier, due.state, due.days_late) for due in found] == [
        ("case-system", "in", 0),
        ("other", "late", 2),
    ]


def test_bank_holidays_put_the_day_off() -> None:
    (due,) = supplies_due(Quarter(2024, 4), (supply("case-system", 15),), frozenset(), date(2025, 4, 1))
    assert due.due == date(2025, 4, 23)  # Good Friday was the 18th, Easter Monday the 21st


@pytest.mark.parametrize("quarter", [Quarter(2001, 1), Quarter(2091, 1)])
def test_a_quarter_beyond_the_known_bank_holidays_has_no_due_day(quarter: Quarter) -> None:
    (due,) = supplies_due(quarter, (supply("case-system"),), frozenset(), NEXT_DAY)
    assert (due.due, due.state, due.days_late) == (None, "awaited", 0)


def test_a_council_that_expects_nothing_awaits_nothing() -> None:
    assert supplies_due(QUARTER, (), frozenset(), NEXT_DAY) == ()
