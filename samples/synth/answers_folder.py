"""A council folder's clean rows, read with the standard library alone."""

import csv
import gzip
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TextIO

_TABLES = {"missing": "missing_episodes"}


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
        self.schools = self.table("reference/schools.csv")
        self.phases = {row["urn"]: row["phase"] for row in self.schools}
        population = self.table("reference/population.csv")
        self.population = {int(row["mid_year"]): int(row["children_0_17"]) for row in population}
        self.half_terms = [_half_term(row) for row in self.table("reference/half_terms.csv")]
        self._left_out = self._rows_left_out()

    @cached_property
    def la_code(self) -> str:
        """The council's own code, by which its files tell its children from others."""
        settings = tomllib.loads((self.path / "council.toml").read_text(encoding="utf-8"))
        return str(settings["la_code"])

    @cached_property
    def gss_code(self) -> str:
        """The code of the council's area in tables of postcodes."""
        settings = tomllib.loads((self.path / "council.toml").read_text(encoding="utf-8"))
        return str(settings["gss_code"])

    @cached_property
    def areas(self) -> dict[str, str]:
        """The code of the area in which each postcode lies."""
        with gzip.open(self.path / "reference" / "postcodes.csv.gz", "rt", encoding="utf-8", newline="") as file:
            return {row["postcode"]: row["area"] for row in csv.DictReader(file)}

    @cached_property
    def postcodes(self) -> dict[str, tuple[float, float]]:
        """Degrees north and east of each postcode that the council knows the place of."""
        with gzip.open(self.path / "reference" / "postcodes.csv.gz", "rt", encoding="utf-8", newline="") as file:
            return {row["postcode"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}

    def table(self, name: str) -> list[dict[str, str]]:
        """A small CSV file as dictionaries."""
        with (self.path / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def suppliers(self, extract: str) -> list[str]:
        place = self.path / "extracts" / extract
        return sorted(each.name for each in place.iterdir()) if place.is_dir() else []

    def deliveries(self, extract: str, supplier: str) -> list[date]:
        """The days that a supplier's deliveries run to, in order."""
        place = self._place(extract, supplier)
        return sorted(date.fromisoformat(each.name) for each in place.iterdir()) if place.is_dir() else []

    def file(self, extract: str, supplier: str, data_to: date, pattern: str) -> Path:
        """The one file of a delivery whose name fits a pattern, as ``*_person.csv.gz``."""
        (found,) = (self._place(extract, supplier) / data_to.isoformat()).glob(pattern)
        return found

    def has_file(self, extract: str, supplier: str, data_to: date, name: str) -> bool:
        return (self._place(extract, supplier) / data_to.isoformat() / name).is_file()

    def list_reaching(self, extract: str, supplier: str, first: date, end: date) -> list[dict[str, str]] | None:
        """Clean rows of the newest list that speaks for days from ``first``, if it runs to a day; None without one."""
        following = date(first.year + 1, first.month, 1)
        lists = [day for day in self.deliveries(extract, supplier) if first <= day < following]
        if not lists or lists[-1] < end:
            return None
        return list(self.clean_records(extract, supplier, lists[-1], f"{extract}.csv", _TABLES.get(extract, extract)))

    def left_out(self, extract: str, supplier: str, data_to: date, table: str) -> set[int]:
        """Numbers of a table's rows that are held or exact duplicates: lines, rows of a sheet, or records of XML."""
        return self._left_out.get((extract, supplier, data_to.isoformat(), table), set())

    def clean_rows(self, extract: str, supplier: str, data_to: date, file_name: str) -> Iterator[list[str]]:
        """Values of each clean row, in the file's order of columns."""
        table = file_name.partition(".")[0]
        yield from self._rows(self.file(extract, supplier, data_to, file_name), extract, supplier, data_to, table)

    def clean_records(
        self, extract: str, supplier: str, data_to: date, file_name: str, table: str
    ) -> Iterator[dict[str, str]]:
        """Values of each clean row by header."""
        path = self.file(extract, supplier, data_to, file_name)
        with open_text(path) as file:
            header = next(csv.reader(file))
        for row in self._rows(path, extract, supplier, data_to, table):
            yield dict(zip(header, row, strict=True))

    def _place(self, extract: str, supplier: str) -> Path:
        return self.path / ("returns" if extract == "council_returns" else f"extracts/{extract}/{supplier}")

    def _rows(self, path: Path, extract: str, supplier: str, data_to: date, table: str) -> Iterator[list[str]]:
        left_out = self.left_out(extract, supplier, data_to, table)
        with open_text(path) as file:
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
                place = (row["extract"], row["supplier"], row["data_to"], row["table"])
                left_out[place].add(int(row["row_number"]))
        return dict(left_out)


def _half_term(row: dict[str, str]) -> HalfTerm:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return HalfTerm(int(row["academic_year"][:4]), int(row["half_term"]), start, end)


def open_text(path: Path) -> TextIO:
    """A text file, gunzipped when its name says so."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def quarter_ends() -> list[date]:
    """The last days of the quarters of which there may be a figure: 2021-22-Q4 (EHC plans of 2022) to 2025-26-Q1."""
    ends = [date(year, *end) for year in (2022, 2023, 2024, 2025) for end in ((3, 31), (6, 30), (9, 30), (12, 31))]
    return [end for end in ends if date(2022, 3, 31) <= end <= date(2025, 6, 30)]


def quarter_name(day: date) -> str:
    """``2025-26-Q1`` for any day of April to June 2025."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}-{(year + 1) % 100:02d}-Q{(day.month - 4) % 12 // 3 + 1}"


def first_of_april(day: date) -> date:
    """The first day of the financial year of a day."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def first_of_september(day: date) -> date:
    """The first day of the academic year of a day."""
    return date(academic_year_of(day), 9, 1)


def day_of(text: str) -> date | None:
    """The day of ``2025-06-30``; None for nothing."""
    return date.fromisoformat(text) if text else None


def runs_on(start: str, end: str, day: date) -> bool:
    """Whether something goes on at the end of a day."""
    began, ended = day_of(start), day_of(end)
    return began is not None and began <= day and (ended is None or ended > day)


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year of a day starts."""
    return day.year if day.month >= 9 else day.year - 1


def age_on(birth: date, day: date) -> int:
    """Completed years."""
    years = day.year - birth.year
    return years - 1 if (day.month, day.day) < (birth.month, birth.day) else years
