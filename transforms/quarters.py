"""Financial-year quarters, and the other years that measures count in.

A quarter is written ``2025-26-Q1``: April to June 2025. An academic year is written ``2024/25`` and runs from
1 September to 31 August; a financial year is written ``2025-26``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from transforms.errors import UsageError

QUARTER_PATTERN = r"^[12][0-9]{3}-[0-9]{2}-Q[1-4]$"
_FIRST_MONTH = {1: 4, 2: 7, 3: 10, 4: 1}


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """A quarter of the financial year that starts on 1 April of ``year``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read ``2025-26-Q1``. Raises UsageError for anything else, ``2025-27-Q1`` included."""
        if re.fullmatch(QUARTER_PATTERN, text):
            quarter = cls(int(text[:4]), int(text[-1]))
            if str(quarter) == text:
                return quarter
        raise UsageError(
            f"'{text}' is not a quarter.",
            "Write it as 2025-26-Q1: the financial year, then Q1 (April to June) to Q4 (January to March).",
        )

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        """The quarter that a date falls in."""
        number = (day.month - 4) % 12 // 3 + 1
        return cls(day.year if day.month >= 4 else day.year - 1, number)

    def __str__(self) -> str:
        return f"{self.financial_year}-Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)

    @property
    def financial_year(self) -> str:
        return financial_year(self.start)

    @property
    def academic_year(self) -> str:
        """The academic year in which the quarter ends."""
        return academic_year(self.end)

    @property
    def start(self) -> date:
        month = _FIRST_MONTH[self.number]
        return date(self.year + (1 if self.number == 4 else 0), month, 1)

    @property
    def end(self) -> date:
        return self.plus(1).start - timedelta(days=1)

    @property
    def financial_year_start(self) -> date:
        return date(self.year, 4, 1)

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many later (earlier when negative)."""
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def same_last_year(self) -> "Quarter":
        return Quarter(self.year - 1, self.number)

    @property
    def title(self) -> str:
        """For readers: ``Quarter 1 2025/26``."""
        return f"Quarter {self.number} {self.year}/{(self.year + 1) % 100:02d}"


def quarter_range(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    """Every quarter from first to last, both included."""
    count = (last.year - first.year) * 4 + last.number - first.number + 1
    return tuple(first.plus(i) for i in range(count))


def financial_year(day: date) -> str:
    """``2025-26`` for any day from 1 April 2025 to 31 March 2026."""
    start = day.year if day.month >= 4 else day.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def financial_year_bounds(name: str) -> tuple[date, date]:
    """First and last day of a financial year written ``2025-26``."""
    start = int(name[:4])
    return date(start, 4, 1), date(start + 1, 3, 31)


def academic_year(day: date) -> str:
    """``2024/25`` for any day from 1 September 2024 to 31 August 2025."""
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def academic_year_start(name: str) -> date:
    """1 September in which an academic year written ``2024/25`` starts."""
    return date(int(name[:4]), 9, 1)


def age_on(birth: date, day: date) -> int:
    """Completed years. Someone born on 29 February has their birthday on 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def quarters_named(text: str) -> tuple[Quarter, ...]:
    """The quarters of ``2025-26-Q1``, or of ``2022-23-Q1..2025-26-Q1``, in order. Raises UsageError for others."""
    first, dots, last = text.partition("..")
    begin = Quarter.parse(first)
    end = Quarter.parse(last) if dots else begin
    if end < begin:
        raise UsageError(f"{text} ends before it begins.", f"Write the earlier quarter first: {end}..{begin}")
    return quarter_range(begin, end)
