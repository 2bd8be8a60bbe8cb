"""How long a delivery is kept: its files, its rows about children, and what was held of them.

Counted in years from the day that its data run to. A council may set its own for an extract.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DEFAULT = "default"


@dataclass(frozen=True)
class Keep:
    """Whole years for which the landed files, the rows of core and the places of held rows are kept."""

    landing_years: int = 2
    core_years: int = 6
    held_years: int = 2


Retention = tuple[tuple[str, Keep], ...]


def keep_of(extract: str, retention: Iterable[tuple[str, Keep]]) -> Keep:
    """The rule of an extract: its own, or the council's for all others, or ours."""
    rules = dict(retention)
    return rules.get(extract, rules.get(DEFAULT, Keep()))


def is_past(data_to: date, years: int, day: date) -> bool:
    """Whether a delivery whose data run to one day has been kept for its years on another."""
    return (day.year - data_to.year, day.month, day.day) > (years, data_to.month, data_to.day)
