"""Merebridge's school calendar. Its spring break is fixed, so every spring term ends on or before 31 March."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


@dataclass(frozen=True)
class HalfTerm:
    """First and last school day of a half-term. ``year`` is the year in which the academic year starts."""

    year: int
    number: int
    start: date
    end: date

    @property
    def academic_year(self) -> str:
        return academic_year(self.year)


_DATES = {
    2021: "09-02 10-22 11-01 12-17 01-04 02-11 02-21 03-25 04-11 05-27 06-06 07-22",
    2022: "09-05 10-21 10-31 12-16 01-03 02-10 02-20 03-31 04-17 05-26 06-05 07-21",
    2023: "09-04 10-20 10-30 12-20 01-04 02-09 02-19 03-28 04-15 05-24 06-03 07-19",
    2024: "09-03 10-25 11-04 12-20 01-06 02-14 02-24 03-28 04-14 05-23 06-02 07-22",
    2025: "09-02 10-24 11-03 12-19 01-05 02-13 02-23 03-27 04-13 05-22 06-01 07-21",
}
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2022-04-15", "2022-04-18", "2022-05-02", "2022-09-19"),
        *("2023-05-01", "2023-05-08", "2024-05-06"),
        *("2025-04-18", "2025-04-21", "2025-05-05", "2026-05-04"),
    )
)
FESTIVALS = frozenset(date.fromisoformat(day) for day in ("2023-04-21", "2023-06-28", "2024-06-17", "2025-06-06"))
YEARS = tuple(_DATES)


def academic_year(year: int) -> str:
    """``2024/25`` for 2024."""
    return f"{year}/{(year + 1) % 100:02d}"


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year of a day starts."""
    return day.year if day.month >= 9 else day.year - 1


@cache
def half_terms(year: int) -> tuple[HalfTerm, ...]:
    """The six half-terms of the academic year that starts in ``year``."""
    days = [_in_academic_year(year, text) for text in _DATES[year].split()]
    return tuple(HalfTerm(year, number, days[2 * number - 2], days[2 * number - 1]) for number in range(1, 7))


def _in_academic_year(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year if month >= 9 else year + 1, month, day)


def school_days(half_term: HalfTerm) -> list[date]:
    """Every day of a half-term on which schools meet."""
    span = (half_term.end - half_term.start).days + 1
    days = [half_term.start + timedelta(days=offset) for offset in range(span)]
    return [day for day in days if day.weekday() < 5 and day not in BANK_HOLIDAYS]


def term_at(day: date) -> tuple[HalfTerm, HalfTerm]:
    """The two half-terms of the term that runs on a day, or that ended last before it."""
    begun = [ht for year in YEARS for ht in half_terms(year) if ht.number % 2 == 1 and ht.start <= day]
    first = begun[-1]
    return first, half_terms(first.year)[first.number]


def first_school_day(year: int) -> date:
    """First day of the autumn term; 3 September in years before the calendar begins."""
    return half_terms(year)[0].start if year in _DATES else date(year, 9, 3)
