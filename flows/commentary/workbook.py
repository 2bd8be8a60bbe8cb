"""Writing an officer's workbook: figures locked, cells to fill open, every text as text."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from flows.commentary.form import ABOUT, COMMENTARY, OF_FIGURES, SO_FAR, YOUR_WORDS, FormSheet
from flows.report.charts import text_lines
from flows.workbooks import MADE

_LONGEST = 32_767  # characters that a cell of Excel holds
_WIDE, _TEXT, _NARROW = 56, 32, 14
_LINE, _CHARACTER, _TYPE, _HIGHEST = 15, 5.6, 11, 409  # points: of a line, a column's unit, type, a row at most
_ROOM_TO_WRITE = 4 * _LINE
_WIDTHS = {YOUR_WORDS: _WIDE, SO_FAR: _WIDE, "Last quarter's words": _WIDE, "What is signed": _WIDE, "Which": 70}
_TEXTS = ("Title", "Section", "Comment so far", "Item", "Officer", "Signed by")
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False}


def workbook_bytes(sheets: Sequence[FormSheet]) -> bytes:
    """The workbook. The same sheets give the same bytes."""
    data = io.BytesIO()
    # In memory: it holds small numbers, which otherwise would lie in a temporary file until it is closed.
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        edge = {"border": 1, "border_color": "#9AA5AE"}
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#E7ECEF", "text_wrap": True, **edge}),
            "locked": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F5F7F8", **edge}),
            "open": book.add_format({"text_wrap": True, "valign": "top", "locked": False, **edge}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "intro": book.add_format({"valign": "top"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return data.getvalue()


def _write(page: Any, sheet: FormSheet, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for row, line in enumerate(sheet.intro):
        page.write_string(row, 0, line, formats["title" if sheet.name == ABOUT and row == 0 else "intro"])
    top = len(sheet.intro) + 1
    for row, cells in enumerate(sheet.rows, start=top + 1):
        page.set_row(row, _height(sheet, cells))
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, _width(heading, sheet.name), None, {"hidden": heading == OF_FIGURES})
        page.write_string(top, column, heading, formats["heading"])
        for row, cells in enumerate(sheet.rows, start=top + 1):
            is_open = heading in sheet.entries and is_to_fill(cells)
            page.write_string(row, column, cells[column][:_LONGEST], formats["open" if is_open else "locked"])
    page.freeze_panes(top + 1, 1)
    page.protect("", _ALLOWED)  # no password: it guides, and keeps figures from being overtyped
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def is_to_fill(cells: Sequence[str]) -> bool:
    """Whether a line has cells to fill: not one that repeats what was said."""
    return cells[0] not in ("so far", "last quarter")


def _width(heading: str, sheet: str) -> int:
    if heading == "Now" and sheet == COMMENTARY:  # figures of all parts, each with target and progress
        return _TEXT
    return _WIDTHS.get(heading, _TEXT if heading in _TEXTS else _NARROW)


def _height(sheet: FormSheet, cells: Sequence[str]) -> float:
    """Of a row, for its longest cell: LibreOffice, unlike Excel, does not find it itself. Cells to fill have room."""
    lines = (
        text_lines(text, _TYPE, _width(heading, sheet.name) * _CHARACTER)
        for heading, text in zip(sheet.headings, cells, strict=True)
        if heading != OF_FIGURES
    )
    is_written_in = YOUR_WORDS in sheet.headings and is_to_fill(cells)
    return min(max(max(lines) * _LINE, _ROOM_TO_WRITE if is_written_in else _LINE), _HIGHEST)
