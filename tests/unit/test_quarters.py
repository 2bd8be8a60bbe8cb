"""Quarters of the financial year, and the other years that measures count in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import UsageError
from transforms.quarters import (
    Quarter,
    academic_year,
    academic_year_start,
    age_on,
    financial_year,
    financial_year_bounds,
    quarter_range,
)

DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))
QUARTERS = st.builds(Quarter, st.integers(1990, 2120), st.integers(1, 4))


@pytest.mark.parametrize(
    ("name", "first", "last", "academic", "title"),
    [
        ("2025-26-Q1", date(2025, 4, 1), date(2025, 6, 30), "2024/25", "Quarter 1 2025/26"),
        ("2025-26-Q2", date(2025, 7, 1), date(2025, 9, 30), "2025/26", "Quarter 2 2025/26"),
        ("2025-26-Q3", date(2025, 10, 1), date(2025, 12, 31), "2025/26", "Quarter 3 2025/26"),
        ("2025-26-Q4", date(2026, 1, 1), date(2026, 3, 31), "2025/26", "Quarter 4 2025/26"),
        ("2099-00-Q4", date(2100, 1, 1), date(2100, 3, 31), "2099/00", "Quarter 4 2099/00"),
    ],
)
def test_a_quarter_has_its_months_and_its_years(name: str, first: date, last: date, academic: str, title: str) -> None:
    quarter = Quarter.parse(name)
    assert (quarter.start, quarter.end, quarter.academic_year, quarter.title) == (first, last, academic, title)
    assert quarter.financial_year == name[:7]
    assert quarter.financial_year_start == date(int(name[:4]), 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-27-Q1", "2025-26-Q5", "2025-26-Q0", "2025/26-Q1", "2025-26", "25-26-Q1", "Q1 2025-26", "2025-26-q1"),
        *("", "2025-26-Q1\n", " 2025-26-Q1", "2025-26-Q1 ", "٢٠٢٥-26-Q1", "0000-01-Q1", "9999-00-Q4"),
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="is not a quarter") as raised:
        Quarter.parse(text)
    assert "2025-26-Q1" in raised.value.fix


@given(QUARTERS)
def test_a_quarter_is_read_back_from_its_name_and_from_its_days(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.containing(quarter.start) == Quarter.containing(quarter.end) == quarter


@given(DAYS)
def test_every_day_is_in_one_quarter(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.plus(-1).end < day < quarter.plus(1).start


@given(st.integers(1990, 2120))
def test_four_quarters_are_the_year_without_gap_or_overlap(year: int) -> None:
    four = [Quarter(year, number) for number in (1, 2, 3, 4)]
    assert (four[0].start, four[3].end) == financial_year_bounds(four[0].financial_year)
    assert [q.end + timedelta(days=1) for q in four] == [q.start for q in (*four[1:], Quarter(year + 1, 1))]


@given(QUARTERS, st.integers(-40, 40), st.integers(-40, 40))
def test_steps_add_up(quarter: Quarter, one: int, other: int) -> None:
    assert quarter.plus(one).plus(other) == quarter.plus(one + other)
    assert quarter.plus(-4) == quarter.same_last_year


@given(QUARTERS, QUARTERS)
def test_quarters_are_in_the_order_of_their_days(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.start < other.start)
    assert (one <= other) == (one.start <= other.start)


def test_a_range_has_both_its_ends() -> None:
    names = [str(quarter) for quarter in quarter_range(Quarter.parse("2024-25-Q3"), Quarter.parse("2025-26-Q2"))]
    assert names == ["2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2"]
    assert quarter_range(Quarter(2025, 2), Quarter(2025, 1)) == ()


@pytest.mark.parametrize(
    ("day", "financial", "academic"),
    [
        (date(2025, 3, 31), "2024-25", "2024/25"),
        (date(2025, 4, 1), "2025-26", "2024/25"),
        (date(2025, 8, 31), "2025-26", "2024/25"),
        (date(2025, 9, 1), "2025-26", "2025/26"),
        (date(1999, 12, 31), "1999-00", "1999/00"),
    ],
)
def test_years_change_on_1_april_and_on_1_september(day: date, financial: str, academic: str) -> None:
    assert (financial_year(day), academic_year(day)) == (financial, academic)


def test_years_start_where_they_should() -> None:
    assert financial_year_bounds("2025-26") == (date(2025, 4, 1), date(2026, 3, 31))
    assert academic_year_start("2024/25") == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 5, 9), date(2025, 5, 8), 14),
        (date(2010, 5, 9), date(2025, 5, 9), 15),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2025, 5, 9), date(2025, 5, 9), 0),
    ],
)
def test_age_is_in_completed_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age
