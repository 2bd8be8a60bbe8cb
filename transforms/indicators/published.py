"""Which published series a figure may be compared with, and what span of time its values stand for.

Series are those of the Department for Education's local authority interactive tool (LAIT), which gathers the national
releases under one short name each. Some are known in the releases' own tables too, in the open-data layout.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stands(StrEnum):
    """What the year of a published value means."""

    FINANCIAL_YEAR = "year to 31 March"
    END_OF_MARCH = "31 March"
    ACADEMIC_YEAR = "academic year"
    CALENDAR_YEAR = "calendar year"
    WINTER = "December to February"
    SEPTEMBER = "September"
    JANUARY = "January"


_ENDS = {
    Stands.FINANCIAL_YEAR: (3, 31),
    Stands.END_OF_MARCH: (3, 31),
    Stands.ACADEMIC_YEAR: (8, 31),
    Stands.CALENDAR_YEAR: (12, 31),
    Stands.WINTER: (2, 28),
    Stands.SEPTEMBER: (9, 30),
    Stands.JANUARY: (1, 31),
}


@dataclass(frozen=True)
class OpenData:
    """Where a series stands in the table of its release: the column of its values, in rows in which ``where`` holds.

    ``where`` gives a column and its value; both tell the table from those of other releases.
    """

    value: str
    where: tuple[str, str]


@dataclass(frozen=True)
class Published:
    """A published series. ``complement``: it counts the others, so that 100 less its value is ours."""

    series: str
    stands: Stands
    complement: bool = False
    open_data: OpenData | None = None


@dataclass(frozen=True)
class PublishedPeriod:
    """A span of time as readers name it, and its last day."""

    title: str
    end: date


def published_period(stands: Stands, written: str) -> PublishedPeriod | None:
    """The period of a year as it is published: ``2025``, or ``2024/25`` for the same. None for spans of several years.

    A year is named by that in which it ends.
    """
    first, _, second = written.partition("/")
    if not (len(first) == 4 and first.isdigit() and (not second or (len(second) == 2 and second.isdigit()))):
        return None
    year = int(first) + bool(second)
    return PublishedPeriod(_title(stands, year), date(year, *_ENDS[stands]))


def _title(stands: Stands, year: int) -> str:
    match stands:
        case Stands.FINANCIAL_YEAR:
            return f"{year - 1}-{year % 100:02}"
        case Stands.ACADEMIC_YEAR:
            return f"{year - 1}/{year % 100:02}"
        case Stands.CALENDAR_YEAR:
            return str(year)
        case Stands.WINTER:
            return f"winter {year - 1}-{year % 100:02}"
        case Stands.END_OF_MARCH | Stands.SEPTEMBER | Stands.JANUARY:
            return f"{stands.value} {year}"
