"""The yardstick of peers: a cleaner to which a file is a stream of cells, each handed from one function to the next.

The tools that councils' analysts know read a file so: every cell becomes an object with its row, its column and what
was found wrong, and passes through a chain of generators, one for each thing that is done. It does the checks of the
register's marks, and no counting. Measured on a sample: a whole year would take hours.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from flows.bench.authority import HALF_TERMS
from transforms import codelists

_SHORTENED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_URN = re.compile(r"\d{6}")
_ALLOWED = {"session": codelists.known("session"), "mark": codelists.known("attendance_code")}


@dataclass(frozen=True)
class Cell:
    """A cell of the file on its way through the chain."""

    line: int
    column: str
    text: str
    value: object = None
    errors: tuple[str, ...] = ()


def clean_rows(file: Path, roll: Path, rows: int) -> tuple[int, Counter[str]]:
    """Clean the first rows of a file of marks: how many there were, and how many cells each rule found wrong."""
    with roll.open(encoding="utf-8", newline="") as lines:
        on_roll = {(row["upn"], row["urn"]) for row in csv.DictReader(lines)}
    with file.open(encoding="utf-8", newline="") as lines:
        cells = _converted(_required(_trimmed(_cells(islice(csv.DictReader(lines), rows)))))
        return _collected(_checked_rows(cells, on_roll))


def _cells(rows: Iterable[Mapping[str, str]]) -> Iterator[Cell]:
    for line, row in enumerate(rows, start=2):
        for column, text in row.items():
            yield Cell(line, column, text)


def _trimmed(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        text = cell.text.strip()
        yield replace(cell, text=text.replace(" ", "").upper() if cell.column == "upn" else text)


def _required(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        yield cell if cell.text else _wrong(cell, "missing")


def _converted(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        yield _read(cell) if cell.text else cell


def _read(cell: Cell) -> Cell:
    if cell.column == "date":
        try:
            return replace(cell, value=datetime.strptime(cell.text, "%Y-%m-%d").date())  # noqa: DTZ007 - a day
        except ValueError:
            return _wrong(cell, "not a date")
    if cell.column == "upn" and _SHORTENED.fullmatch(cell.text):
        return _wrong(cell, "shortened")
    if cell.column == "urn" and not _URN.fullmatch(cell.text):
        return _wrong(cell, "pattern")
    allowed = _ALLOWED.get(cell.column)
    return _wrong(cell, "unknown code") if allowed and cell.text not in allowed else replace(cell, value=cell.text)


def _checked_rows(cells: Iterator[Cell], on_roll: set[tuple[str, str]]) -> Iterator[Cell]:
    """The cells of each row together, with the rules that read more than one of them."""
    marks: dict[tuple[str, ...], str] = {}
    while row := {cell.column: cell for cell in islice(cells, 5)}:
        key = tuple(row[column].text for column in ("upn", "urn", "date", "session"))
        if marks.setdefault(key, row["mark"].text) != row["mark"].text:
            row["mark"] = _wrong(row["mark"], "key repeated")
        if (row["upn"].text, row["urn"].text) not in on_roll:
            row["upn"] = _wrong(row["upn"], "not on roll")
        day = row["date"].value
        if isinstance(day, date):
            row |= _checked_day(row["date"], row["mark"], day)
        yield from row.values()


def _checked_day(cell: Cell, mark: Cell, day: date) -> dict[str, Cell]:
    if not any(each.start <= day <= each.end for each in HALF_TERMS):
        cell = _wrong(cell, "outside term")
    if day.isoweekday() > 5:
        cell = _wrong(cell, "weekend")
    if mark.value and mark.text not in codelists.codes("attendance_code", day):
        mark = _wrong(mark, "retired code")
    return {"date": cell, "mark": mark}


def _collected(cells: Iterable[Cell]) -> tuple[int, Counter[str]]:
    found: Counter[str] = Counter()
    line = 1
    for cell in cells:
        line = cell.line
        found.update(f"{cell.column} {error}" for error in cell.errors)
    return line - 1, found


def _wrong(cell: Cell, error: str) -> Cell:
    return replace(cell, value=None, errors=(*cell.errors, error))
