"""A council folder's clean rows, read with the standard library alone."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple, TextIO


class HalfTerm(NamedTuple):
    """First and last school day of a half-term; ``year`` is that in which the academic year starts."""

    year: int
    number: int
    start: date
    end: date


class Answer(NamedTuple):
    """One figure; ``denominator`` is None for a count."""

    indicator_id: str
    quarter: str
    school_urn: str
    breakdown: str
    item: str
    numerator: int
    denominator: int | None


class Folder:
    """Reference data of a council folder, and the rows of its extracts that DEFECTS.csv does not leave out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.phases = {row["urn"]: row["phase"] for row in self.table("reference/schools.csv")}
        population = self.table("reference/population.csv")
        self.population = {int(row["mid_year"]): int(row["children_0_17"]) for row in population}
        self.half_terms = [_half_term(row) for row in self.table("reference/half_terms.csv")]
        self._left_out = self._rows_left_out()

    def table(self, name: str) -> list[dict[str, str]]:
        """A small CSV file as dictionaries."""
        with (self.path / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def suppliers(self, extract: str) -> list[str]:
        place = self.path / "extracts" / extract
        return sorted(each.name for each in place.iterdir()) if place.is_dir() else []

    def deliveries(self, extract: str, supplier: str) -> list[date]:
        """The days that a supplier's deliveries run to, in order."""
        place = self.path / "extracts" / extract / supplier
        return sorted(date.fromisoformat(each.name) for each in place.iterdir()) if place.is_dir() else []

    def clean_rows(self, extract: str, supplier: str, data_to: date, file_name: str) -> Iterator[list[str]]:
        """Values of each clean row, in the file's order of columns."""
        delivery = data_to.isoformat()
        left_out = self._left_out.get((extract, supplier, delivery, file_name), set())
        with _open_text(self.path / "extracts" / extract / supplier / delivery / file_name) as file:
            rows = csv.reader(file)
            next(rows)
            if left_out:
                yield from (row for line, row in enumerate(rows, start=2) if line not in left_out)
            else:
                yield from rows

    def _rows_left_out(self) -> dict[tuple[str, str, str, str], set[int]]:
        left_out = defaultdict(set)
        for row in self.table("DEFECTS.csv"):
            if row["kind"] in ("hold", "duplicate"):
                place = (row["extract"], row["supplier"], row["data_to"], row["file"])
                left_out[place].add(int(row["row_number"]))
        return dict(left_out)


def _half_term(row: dict[str, str]) -> HalfTerm:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return HalfTerm(int(row["academic_year"][:4]), int(row["half_term"]), start, end)


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def quarter_name(day: date) -> str:
    """``2025-26-Q1`` for any day of April to June 2025."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}-{(year + 1) % 100:02d}-Q{(day.month - 4) % 12 // 3 + 1}"


def age_on(birth: date, day: date) -> int:
    """Completed years."""
    years = day.year - birth.year
    return years - 1 if (day.month, day.day) < (birth.month, birth.day) else years
