"""Working days in England, counted day by day: Monday to Friday, without bank holidays."""

from datetime import date, timedelta

# Easter and the days that were moved or given for one year are facts, so all are listed; no year before 2018 matters.
_BY_YEAR = {
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
}
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in _BY_YEAR.items() for day in days.split()
)


def is_working_day(day: date) -> bool:
    """Whether offices work on a day."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days(start: date, end: date) -> int:
    """Working days after ``start``, up to and including ``end``."""
    return sum(is_working_day(start + timedelta(days=after)) for after in range(1, (end - start).days + 1))


def working_day_after(start: date, number: int) -> date:
    """The day that comes so many working days after ``start``; the next working day from ``start`` on for nought."""
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
