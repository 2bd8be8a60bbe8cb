"""The yardstick of peers: a cleaner to which a file is a stream of events, each handed from one function to the next.

The cleaners that councils' analysts have read a file so: an event for the start and the end of each row and for each
cell, and a chain of generators, one for each thing that is done. Each looks at every event, and whoever has something
to add makes the event anew with it. A value is held against its column's declaration: dates by the declared formats
one after the other, codes by a walk through the list, all else by a pattern; what fails is emptied, and an entry of a
log says where. Then come the rules of the register's marks that read a row, and no counting.

Nothing is done twice and nothing done slowly on purpose; what a peer's cleaner does beside, telling tables by their
headers and reporting progress, is left out. Measured on a sample: a whole year would take hours.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from flows.bench.authority import HALF_TERMS
from transforms import codelists
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER, MARKS
from transforms.extracts.extract import Column, Kind

_PATTERNS = {"upn": re.compile(r"[A-Z][0-9]{11}[0-9A-Z]"), "urn": re.compile(r"[0-9]{6}")}


class Event:
    """Something that is met in a file. What is known of it are its attributes."""

    def __init__(self, **known: Any) -> None:  # noqa: ANN401 - what filters add is theirs to say
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Nothing is known of what nobody added."""
        return None

    def again(self, **more: Any) -> "Event":  # noqa: ANN401
        """The same event with more that is known of it."""
        return type(self)(**{**self.__dict__, **more})

    def wrong(self, error: str) -> "Event":
        """The same event with one more error."""
        return self.again(errors=[*(self.errors or ()), error])


class StartRow(Event):
    """A row begins."""


class Cell(Event):
    """A cell: ``line``, ``header`` and ``text`` from the file, ``value`` once it was read."""


class EndRow(Event):
    """A row ends."""


Filter = Callable[[Iterable[Event]], Iterator[Event]]


def clean_rows(file: Path, roll: Path, rows: int) -> tuple[int, Counter[str]]:
    """Clean the first rows of a file of marks: how many there were, and how many cells each rule found wrong."""
    with roll.open(encoding="utf-8", newline="") as lines:
        on_roll = {(row["upn"], row["urn"]) for row in csv.DictReader(lines)}
    cleaned: list[dict[str, object]] = []
    log: list[dict[str, object]] = []
    with file.open(encoding="utf-8", newline="") as lines:
        events = _of_table(_events(islice(csv.DictReader(lines), rows)))
        for of_cells in (_declared, _trimmed, _required, _converted):
            events = _each_cell(of_cells)(events)
        for _ in _logged(_checked_rows(events, on_roll, cleaned), log):
            pass
    return len(cleaned), Counter(f"{entry['header']} {entry['error']}" for entry in log)


def _events(rows: Iterable[Mapping[str, str]]) -> Iterator[Event]:
    for line, row in enumerate(rows, start=2):
        yield StartRow(line=line)
        for header, text in row.items():
            yield Cell(line=line, header=header, text=text)
        yield EndRow(line=line)


def _of_table(events: Iterable[Event]) -> Iterator[Event]:
    """Every event with the table that it is of: filters further on ask the event alone."""
    for event in events:
        yield event.again(table=MARKS.name, columns=_COLUMNS)


def _each_cell(change: Callable[[Event], Event]) -> Filter:
    """A filter that changes cells and hands all other events on."""

    def filtered(events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            yield change(event) if isinstance(event, Cell) else event

    return filtered


def _declared(cell: Event) -> Event:
    return cell.again(column=cell.columns[cell.header]) if cell.header in cell.columns else cell


def _trimmed(cell: Event) -> Event:
    text = cell.text.strip()
    if cell.header == "upn":
        text = text.replace(" ", "").upper()
    return cell if text == cell.text else cell.again(text=text)


def _required(cell: Event) -> Event:
    if cell.column is None or not cell.column.required:
        return cell
    return cell if cell.text else cell.wrong("missing")


def _converted(cell: Event) -> Event:
    if cell.column is None or not cell.text:
        return cell
    try:
        return cell.again(value=_read(cell.text, cell.column))
    except ValueError as error:
        return cell.wrong(str(error))


def _read(text: str, column: Column) -> object:
    """The value that a text stands for. Raises ValueError where it stands for none."""
    if column.kind is Kind.DATE:
        return _as_date(text)
    if column.codes:
        return _as_code(text, column.codes)
    if not _PATTERNS[column.header].fullmatch(text):
        raise ValueError("pattern")
    return text


def _as_date(text: str) -> date:
    for date_format in ATTENDANCE_REGISTER.date_formats:
        try:
            return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise ValueError("not a date")


def _as_code(text: str, name: str) -> str:
    for code in codelists.known(name):
        if text == code or text.lower() == code.lower():
            return code
    raise ValueError("unknown code")


def _checked_rows(
    events: Iterator[Event], on_roll: set[tuple[str, str]], cleaned: list[dict[str, object]]
) -> Iterator[Event]:
    """The events of each row, with the rules that read more than one of its cells; its values go to ``cleaned``."""
    marks: dict[tuple[str, ...], str] = {}
    cells: dict[str, Event] = {}
    for event in events:
        if isinstance(event, Cell):
            cells[event.header] = event
            continue
        if isinstance(event, EndRow):
            cells = _checked(cells, marks, on_roll)
            cleaned.append({header: cell.value for header, cell in cells.items()})
            yield from cells.values()
            cells = {}
        yield event


def _checked(
    row: dict[str, Event], marks: dict[tuple[str, ...], str], on_roll: set[tuple[str, str]]
) -> dict[str, Event]:
    key = tuple(row[header].text for header in ("upn", "urn", "date", "session"))
    changed: dict[str, Event] = {}
    if marks.setdefault(key, row["mark"].text) != row["mark"].text:
        changed["mark"] = row["mark"].wrong("key repeated")
    if (row["upn"].text, row["urn"].text) not in on_roll:
        changed["upn"] = row["upn"].wrong("not on roll")
    day = row["date"].value
    if day is not None and not any(each.start <= day <= each.end for each in HALF_TERMS):
        changed["date"] = row["date"].wrong("outside term")
    if day is not None and day.isoweekday() > 5:
        changed["date"] = changed.get("date", row["date"]).wrong("weekend")
    if day is not None and row["mark"].value and row["mark"].value not in _codes_on(day):
        changed["mark"] = changed.get("mark", row["mark"]).wrong("retired code")
    return {**row, **changed}


@cache
def _codes_on(day: date) -> frozenset[str]:
    return codelists.codes("attendance_code", day)


def _logged(events: Iterable[Event], log: list[dict[str, object]]) -> Iterator[Event]:
    for event in events:
        log += [
            {"table": event.table, "line": event.line, "header": event.header, "error": error}
            for error in event.errors or ()
        ]
        yield event


_COLUMNS = {column.header: column for column in MARKS.columns}
