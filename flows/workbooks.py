"""Workbooks for a person to work through: rows as text, cells that are wrong marked, columns that say what to do.

They hold children's rows, so they are written for the eyes of whoever asked alone, and into no folder but the one that
was named.
"""

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from transforms.errors import Refused, UsageError

SUFFIX = ".xlsx"
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # not the time of day: the same rows give the same bytes
_MOST_ROWS = 1_000_000  # Excel ends at 1,048,576
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTHS = (8, 60)
_ROWS_MEASURED = 200
_OTHERS_MAY_LOOK = 0o007
_OWN_EYES = 0o600


@dataclass(frozen=True)
class Sheet:
    """A table to show: ``cells`` has a column per heading, all of them text.

    ``marked`` is True where a cell is wrong (columns and index as in ``cells``, those without any may be absent).
    """

    name: str
    cells: pd.DataFrame
    marked: Mapping[str, pd.Series] = field(default_factory=dict)


def write_workbook(sheets: Sequence[Sheet], out: Path) -> None:
    """Write sheets into a file that its owner alone can read. What was there is replaced whole."""
    write_private(workbook(sheets), out)


def write_private(data: bytes, out: Path) -> None:
    """Write a file that its owner alone can read. What was there is replaced whole."""
    unfinished = out.with_name(f".{out.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_EYES), "wb") as file:
            file.write(data)
        unfinished.replace(out)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another place.") from None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook. The same sheets give the same bytes."""
    data = io.BytesIO()
    # In memory: otherwise its rows would lie in a temporary file until it is closed.
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True, "bg_color": "#E7ECEF", "border": 1})
        wrong = book.add_format({"bg_color": "#FFD7D2", "font_color": "#8A1500", "bold": True})
        names: set[str] = set()
        for sheet in sheets:
            for part in _parts(sheet):
                _write(book.add_worksheet(_free_name(sheet.name, names)), part, bold, wrong)
    return data.getvalue()


def require_private(out: Path, *, anyway: bool) -> None:
    """Refuse a place for children's rows that others may look into, or that is under version control.

    Raises Refused, unless ``anyway``; UsageError where there is no such folder, or the name is no workbook's.
    """
    folder = out.resolve().parent
    if out.suffix != SUFFIX:
        raise UsageError(f"{out.name} is not the name of a workbook.", f"End it with {SUFFIX}.")
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Make it first, for your own eyes: mkdir -m 700 FOLDER")
    if anyway:
        return
    if any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        raise Refused(
            f"{folder} is under version control, and this holds children's rows.",
            "Choose a folder outside of it, or say --anyway.",
        )
    if folder.stat().st_mode & _OTHERS_MAY_LOOK:
        raise Refused(
            f"Others may look into {folder}, and this holds children's rows.",
            "Choose a folder of your own (mkdir -m 700 FOLDER), or say --anyway.",
        )


def _parts(sheet: Sheet) -> Iterator[Sheet]:
    """A sheet in as many as Excel needs for its rows."""
    for start in range(0, max(len(sheet.cells), 1), _MOST_ROWS):
        rows = slice(start, start + _MOST_ROWS)
        yield Sheet(sheet.name, sheet.cells.iloc[rows], {name: mask.iloc[rows] for name, mask in sheet.marked.items()})


def _write(page: Any, sheet: Sheet, bold: object, wrong: object) -> None:  # noqa: ANN401 - xlsxwriter has no types
    rows = len(sheet.cells)
    for place, name in enumerate(sheet.cells.columns):
        texts = sheet.cells[name].fillna("").astype("str")
        page.set_column(place, place, _width(str(name), texts))
        page.write_string(0, place, str(name), bold)
        marks = sheet.marked.get(str(name), pd.Series(False, index=sheet.cells.index))
        for row, (text, is_wrong) in enumerate(zip(texts, marks, strict=True), start=1):
            if text or is_wrong:
                page.write_string(row, place, text, wrong if is_wrong else None)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(rows, 1), max(len(sheet.cells.columns) - 1, 0))


def _width(heading: str, texts: pd.Series) -> int:
    longest = int(texts.head(_ROWS_MEASURED).str.len().max()) if len(texts) else 0
    least, most = _WIDTHS
    return min(max(least, len(heading) + 3, longest + 1), most)


def _free_name(wanted: str, names: set[str]) -> str:
    """A name that Excel takes and that no sheet before has; in capitals or not is the same to it."""
    plain = wanted.translate(_NOT_IN_NAMES).strip(" '") or "Sheet"
    name, number = plain[:_LONGEST_NAME], 1
    while name.casefold() in names:
        number += 1
        ending = f" ({number})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    names.add(name.casefold())
    return name
