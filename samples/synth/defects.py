"""Faults as they come in real files, put in on purpose and listed in DEFECTS.csv with the rule that should find each.

``kind`` is hold (the row is kept back), flag (loaded, shown as doubtful), duplicate (an exact copy, counted once) or
difference (right by itself, but another source says otherwise). ``row_number``: lines of text count the header as 1,
rows of a sheet are numbered as in the sheet, records of XML from 1.
"""

import csv
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

HEADER = ("extract", "supplier", "data_to", "table", "file", "row_number", "rule_id", "kind")
HOLD, FLAG, DUPLICATE, DIFFERENCE = "hold", "flag", "duplicate", "difference"


class Level(StrEnum):
    """How many faults: none, the few of a normal quarter, or every kind."""

    NONE = "none"
    FEW = "few"
    EVERY = "every"


class Defect(NamedTuple):
    """One row that is wrong, and the rule that should find it."""

    extract: str
    supplier: str
    data_to: str
    table: str
    file: str
    row_number: int
    rule_id: str
    kind: str


@dataclass
class Faults:
    """Collects what was put in."""

    found: list[Defect] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        with (folder / "DEFECTS.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(HEADER)
            rows.writerows(sorted(self.found))
