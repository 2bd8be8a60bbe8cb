"""Working days: the table of bank holidays, and counting with it."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.codelists import bank_holidays
from transforms.errors import CypError
from transforms.quarters import Quarter
from transforms.working_days import (
    first_day,
    is_working_day,
    last_day,
    working_day_after,
    working_day_before,
    working_days_between,
)

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
EXTRA = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
YEARS = range(2018, 2029)
DAYS = st.dates(date(2018, 1, 1), date(2028, 12, 1))


def easter_sunday(year: int) -> date:
    """By the anonymous Gregorian reckoning."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def by_rule(year: int) -> set[date]:
    """The bank holidays that a year has when nothing is moved or added."""
    easter = easter_sunday(year)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    days = {easter - timedelta(days=2), easter + timedelta(days=1)}
    days |= {monday_on_or_after(date(year, *first)) for first in ((5, 1), (5, 25), (8, 25))}
    days |= {day for day in fixed if day.weekday() < 5}
    for day in (day for day in fixed if day.weekday() >= 5):
        substitute = monday_on_or_after(day)
        days.add(substitute if substitute not in days else substitute + timedelta(days=1))
    return days


@pytest.mark.parametrize("year", YEARS)
def test_the_bank_holidays_are_those_of_the_rule_but_for_what_was_moved_or_added(year: int) -> None:
    expected = {MOVED.get(day, day) for day in by_rule(year)} | {day for day in EXTRA if day.year == year}
    assert {day for day in bank_holidays() if day.year == year} == expected


def test_the_table_covers_whole_years_in_order_and_the_year_after_this_release() -> None:
    assert list(bank_holidays()) == sorted(bank_holidays())
    assert {day.year for day in bank_holidays()} == set(YEARS)
    assert (first_day(), last_day()) == (date(2018, 1, 1), date(2028, 12, 31))
    year, month, _ = map(int, tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"].split("."))
    assert last_day() >= date(year + 1, month, 28), "add next year's bank holidays"


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2025, 7, 11), True, "a Friday"),
        (date(2025, 7, 12), False, "a Saturday"),
        (date(2025, 4, 18), False, "Good Friday"),
        (date(2022, 5, 30), True, "the spring holiday was moved"),
        (date(2022, 6, 2), False, "to here"),
        (date(2022, 6, 3), False, "Platinum Jubilee"),
        (date(2022, 9, 19), False, "State Funeral"),
        (date(2023, 5, 8), False, "Coronation"),
        (date(2026, 12, 28), False, "substitute for a Boxing Day on a Saturday"),
    ],
)
def test_a_working_day_is_a_weekday_that_is_no_bank_holiday(day: date, works: bool, why: str) -> None:
    assert is_working_day(day) is works, why


@pytest.mark.parametrize(
    ("quarter", "number", "day"),
    [
        ("2025-26-Q1", 1, date(2025, 7, 1)),
        ("2025-26-Q1", 10, date(2025, 7, 14)),
        ("2025-26-Q3", 10, date(2026, 1, 15)),  # New Year's Day is not counted
        ("2025-26-Q4", 10, date(2026, 4, 16)),  # nor Good Friday and Easter Monday
        ("2027-28-Q4", 10, date(2028, 4, 18)),
    ],
)
def test_a_quarter_is_due_so_many_working_days_after_its_end(quarter: str, number: int, day: date) -> None:
    assert working_day_after(Quarter.parse(quarter).end, number) == day


@pytest.mark.parametrize(
    ("number", "day"),
    [(1, date(2026, 1, 2)), (2, date(2025, 12, 31)), (3, date(2025, 12, 30)), (5, date(2025, 12, 24))],
)
def test_a_day_is_so_many_working_days_before_a_meeting(number: int, day: date) -> None:
    assert working_day_before(date(2026, 1, 5), number) == day


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2029, 1, 1)])
def test_beyond_the_table_nothing_is_guessed(day: date) -> None:
    with pytest.raises(CypError, match="from 2018-01-01 to 2028-12-31") as raised:
        is_working_day(day)
    assert "bank_holidays.csv" in raised.value.fix


def test_a_day_that_would_lie_beyond_the_table_is_an_error_too() -> None:
    with pytest.raises(CypError, match="2029-01-01"):
        working_day_after(date(2028, 12, 29), 1)


def days(*texts: str | None) -> pd.Series:
    return pd.Series(list(texts), index=range(7, 7 + len(texts)), dtype="datetime64[us]")


def test_days_between_are_counted_after_the_start_up_to_and_with_the_end() -> None:
    starts = days("2025-04-17", "2025-04-17", "2025-04-19", "2025-04-22", None, "2025-04-17", "2017-12-29")
    ends = days("2025-04-17", "2025-04-22", "2025-04-22", "2025-04-17", "2025-04-22", None, "2018-01-02")
    counted = working_days_between(starts, ends)
    assert counted.dtype == "Int64"
    assert list(counted.index) == list(starts.index)
    assert counted.to_list() == [0, 1, 1, -1, pd.NA, pd.NA, pd.NA]


def test_no_days_are_counted_in_an_empty_column() -> None:
    empty = pd.Series([], dtype="datetime64[ns]")
    assert working_days_between(empty, empty).empty


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between_a_day_and_the_working_day_after_it(day: date, number: int) -> None:
    try:
        later = working_day_after(day, number)
    except CypError:
        return
    assert is_working_day(later)
    [counted] = working_days_between(pd.Series([pd.Timestamp(day)]), pd.Series([pd.Timestamp(later)]))
    assert counted == number


@given(DAYS, st.integers(0, 30))
def test_the_count_over_columns_is_the_count_day_by_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    plain = sum(is_working_day(start + timedelta(days=after)) for after in range(1, length + 1))
    columns = pd.Series([np.datetime64(start)]), pd.Series([np.datetime64(end)])
    assert working_days_between(*columns).to_list() == [plain]
