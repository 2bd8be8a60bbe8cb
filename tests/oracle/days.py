"""Ages, years and quarters, by the plainest way to them."""

from datetime import date


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


def financial_year(day: date) -> str:
    first = first_of_april(day).year
    return f"{first}-{str(first + 1)[2:]}"


def academic_year(day: date) -> str:
    first = day.year if day >= date(day.year, 9, 1) else day.year - 1
    return f"{first}/{str(first + 1)[2:]}"


def quarter_name(end: date) -> str:
    """Name of the quarter that ends on a day."""
    number = {(6, 30): 1, (9, 30): 2, (12, 31): 3, (3, 31): 4}[end.month, end.day]
    return f"{financial_year(end)}-Q{number}"
