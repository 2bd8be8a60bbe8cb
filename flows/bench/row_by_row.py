"""The yardstick of peers: a cleaner to which a file is a stream of events, each handed from one function to the next.

The cleaners that councils' analysts have read a file so, and this one stands on the very library that theirs stand on:
an event for the start and the end of each row and for each cell, and a chain of its filters, one for each thing that is
done, of which whoever has something to add makes the event anew with it. A value is held against its column's
declaration: dates by the declared formats one after the other, codes by a walk through the list, all else by a pattern;
what fails is emptied, and an entry of a log says where. Then come the rules of the register's marks that read a row,
and no counting.

Nothing is done twice and nothing done slowly on purpose; what a peer's cleaner does beside, telling tables by their
headers and reporting progress, is left out. Measured on a sample: a whole year would take hours.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sfdata_stream_parser.checks import type_check
from sfdata_stream_parser.events import Cell, EndRow, ParseEvent, StartRow
from sfdata_stream_parser.filters.column_headers import promote_first_row
from sfdata_stream_parser.filters.generic import streamfilter
from sfdata_stream_parser.functions import pass_event
from sfdata_stream_parser.parser.csv import parse_csv

from flows.bench.authority import HALF_TERMS
from transforms import codelists
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER, MARKS
from transforms.extracts.extract import Column, Kind

Filter = Callable[[Iterable[ParseEvent]], Iterator[ParseEvent]]
_COLUMNS = {column.header: column for column in MARKS.columns}
_PATTERNS = {"upn": re.compile(r"[A-Z][0-9]{11}[0-9A-Z]"), "urn": re.compile(r"[0-9]{6}")}
# What the library says of its types is not so: these are filters.
_named: Filter = cast(Any, promote_first_row)
_of_cells: Callable[[Callable[[ParseEvent], ParseEvent]], Filter] = cast(
    Any, streamfilter(check=type_check(Cell), fail_function=pass_event)
)


def clean_rows(file: Path, roll: Path, rows: int) -> tuple[int, Counter[str]]:
    """Clean the first rows of a file of marks: how many there were, and how many cells each rule found wrong."""
    with roll.open(encoding="utf-8", newline="") as lines:
        on_roll = {(row["upn"], row["urn"]) for row in csv.DictReader(lines)}
    cleaned: list[dict[str, object]] = []
    log: list[dict[str, object]] = []
    with file.open(encoding="utf-8", newline="") as lines:
        events = _placed(_named(parse_csv(islice(lines, rows + 1), name=MARKS.name)))
        for done_to_cells in (_declared, _trimmed, _required, _converted):
            events = done_to_cells(events)
        for _ in _logged(_checked_rows(events, on_roll, cleaned), log):
            pass
    return len(cleaned), Counter(f"{entry['header']} {entry['error']}" for entry in log)


def _placed(events: Iterable[ParseEvent]) -> Iterator[ParseEvent]:
    """Cells with their row and their header: filters further on ask the event alone."""
    row: ParseEvent | None = None
    for event in events:
        if isinstance(event, StartRow):
            row = event
        if isinstance(event, Cell) and row is not None:
            yield Cell.from_event(event, row_index=row.row_index, header=row.headers[event.column_index])
        else:
            yield event


@_of_cells
def _declared(event: ParseEvent) -> ParseEvent:
    return Cell.from_event(event, table=MARKS.name, column=_COLUMNS.get(event.header))


@_of_cells
def _trimmed(event: ParseEvent) -> ParseEvent:
    text = event.value.strip()
    if event.header == "upn":
        text = text.replace(" ", "").upper()
    return event if text == event.value else Cell.from_event(event, value=text)


@_of_cells
def _required(event: ParseEvent) -> ParseEvent:
    if event.column is None or not event.column.required:
        return event
    return event if event.value else _wrong(event, "missing")


@_of_cells
def _converted(event: ParseEvent) -> ParseEvent:
    if event.column is None or not event.value:
        return event
    try:
        return Cell.from_event(event, text=event.value, value=_read(event.value, event.column))
    except ValueError as error:
        return _wrong(event, str(error))


def _wrong(cell: ParseEvent, error: str) -> ParseEvent:
    """The same cell, emptied, with one more error."""
    text = cell.get("text", cell.value)
    return Cell.from_event(cell, text=text, value=None, errors=[*cell.get("errors", ()), error])


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
    events: Iterable[ParseEvent], on_roll: set[tuple[str, str]], cleaned: list[dict[str, object]]
) -> Iterator[ParseEvent]:
    """The events of each row, with the rules that read more than one of its cells; its values go to ``cleaned``."""
    marks: dict[tuple[str, ...], str] = {}
    cells: dict[str, ParseEvent] = {}
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
    row: dict[str, ParseEvent], marks: dict[tuple[str, ...], str], on_roll: set[tuple[str, str]]
) -> dict[str, ParseEvent]:
    texts = {header: str(cell.get("text", cell.value)) for header, cell in row.items()}
    key = tuple(texts[header] for header in ("upn", "urn", "date", "session"))
    day, mark = row["date"].value, row["mark"].value
    changed: dict[str, ParseEvent] = {}
    if marks.setdefault(key, texts["mark"]) != texts["mark"]:
        changed["mark"] = _wrong(row["mark"], "key repeated")
    if (texts["upn"], texts["urn"]) not in on_roll:
        changed["upn"] = _wrong(row["upn"], "not on roll")
    if day is not None and not any(each.start <= day <= each.end for each in HALF_TERMS):
        changed["date"] = _wrong(row["date"], "outside term")
    if day is not None and day.isoweekday() > 5:
        changed["date"] = _wrong(changed.get("date", row["date"]), "weekend")
    if day is not None and mark and mark not in _codes_on(day):
        changed["mark"] = _wrong(changed.get("mark", row["mark"]), "retired code")
    return {**row, **changed}


@cache
def _codes_on(day: date) -> frozenset[str]:
    return codelists.codes("attendance_code", day)


def _logged(events: Iterable[ParseEvent], log: list[dict[str, object]]) -> Iterator[ParseEvent]:
    for event in events:
        log += [
            {"table": event.table, "row": event.row_index, "header": event.header, "error": error}
            for error in event.get("errors", ())
        ]
        yield event
