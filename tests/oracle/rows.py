"""What the oracle reads and gives: rows as dictionaries, named as the warehouse's columns, dates as ``date``."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
Place = tuple[str, str, str, str, str]  # indicator, quarter, school, breakdown, item
Answers = dict[Place, tuple[int, int | None]]
Figure = tuple[tuple[str, str, str, str], int, int | None]  # indicator, school, breakdown, item; its two counts


@dataclass
class Town:
    """What a council's batches hold, by core table; ``batches`` has a row for each.

    ``phases`` and ``pupils`` (headcount) by school, ``population`` of children by the year of the estimate.
    """

    tables: dict[str, list[Row]] = field(default_factory=dict)
    batches: list[Row] = field(default_factory=list)
    phases: dict[str, str] = field(default_factory=dict)
    pupils: dict[str, int] = field(default_factory=dict)
    population: dict[int, int] = field(default_factory=dict)
    la_code: str = "999"
    area_codes: tuple[str, ...] = ("E06999999",)

    def rows(self, table: str) -> list[Row]:
        """The rows of a core table; none where nothing was loaded."""
        return self.tables.get(table, [])

    def batch(self, extract: str, covers: str, reaching: date) -> Row | None:
        """The batch of an extract for a span of time, if its data run to a day."""
        for row in self.batches:
            if (row["extract"], row["covers"]) == (extract, covers) and row["data_to"] >= reaching:
                return row
        return None
