"""Ages, years and quarters, by the plainest way to them."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_BANK_HOLIDAYS = Path(__file__).parents[2] / "transforms" / "codelists" / "calendar" / "bank_holidays.csv"


def age(birth: date, day: date) -> int:
    """Birthdays had, the day itself included; one of 29 February falls on 1 March where there is none."""
    return sum(1 for year in range(birth.year + 1, day.year + 1) if birthday(birth, year) <= day)


def birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def first_of_april(day: date) -> date:
    """The first day of the financial year that a day is in."""
    this_year = date(day.year, 4, 1)
    return this_year if day >= this_year else date(day.year - 1, 4, 1)


@cache
def financial_year(day: date) -> str:
    first = first_of_april(day).year
    return f"{first}-{str(first + 1)[2:]}"


@cache
def academic_year(day: date) -> str:
    first = day.year if day >= date(day.year, 9, 1) else day.year - 1
    return f"{first}/{str(first + 1)[2:]}"


def quarter_name(end: date) -> str:
    """Name of the quarter that ends on a day."""
    number = {(6, 30): 1, (9, 30): 2, (12, 31): 3, (3, 31): 4}[end.month, end.day]
    return f"{financial_year(end)}-Q{number}"


def year_before(day: date) -> date:
    """The same day twelve months earlier; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def months_before(end: date, months: int) -> date:
    """The first day of so many whole months up to the last day of one."""
    number = end.year * 12 + end.month - months  # counted from nought, that of the month after is one more
    return date(number // 12, number % 12 + 1, 1)


def last_days_of_years(first: date, last: date) -> list[date]:
    """The 31 March of every financial year that a span of days touches; of the newest year, the span's last day."""
    ends = [date(year + 1, 3, 31) for year in range(first_of_april(first).year, first_of_april(last).year + 1)]
    return [min(end, last) for end in ends]


def quarter_ends_since_april(end: date) -> list[date]:
    """Every quarter end of the financial year, up to one of them."""
    year = first_of_april(end).year
    every = [date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31)]
    return [each for each in every if each <= end]


def working_days_after(start: date, end: date) -> int:
    """Mondays to Fridays after a day, up to and including another, without bank holidays."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and day not in bank_holidays())


@cache
def bank_holidays() -> frozenset[date]:
    with _BANK_HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(file))
