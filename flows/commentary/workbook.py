"""Writing an officer's workbook: figures locked, cells to fill open, every text as text."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from flows.commentary.form import OF_FIGURES, SO_FAR, YOUR_WORDS, FormSheet
from flows.workbooks import MADE

_LONGEST = 32_767  # characters that a cell of Excel holds
_WIDE, _TEXT, _NARROW = 56, 32, 14
_WIDTHS = {YOUR_WORDS: _WIDE, SO_FAR: _WIDE, "Last quarter's words": _WIDE, "What is signed": _WIDE}
_TEXTS = ("Title", "Now", "Section", "Which", "Comment so far", "Item", "Officer", "Signed by")
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False}


def workbook_bytes(sheets: Sequence[FormSheet]) -> bytes:
    """The workbook. The same sheets give the same bytes."""
    data = io.BytesIO()
    # In memory: it holds small numbers, which otherwise would lie in a temporary file until it is closed.
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#E7ECEF", "border": 1, "text_wrap": True}),
            "locked": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F5F7F8", "border": 1}),
            "open": book.add_format({"text_wrap": True, "valign": "top", "locked": False, "border": 1}),
            "intro": book.add_format({"valign": "top"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return data.getvalue()


def _write(page: Any, sheet: FormSheet, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for row, line in enumerate(sheet.intro):
        page.write_string(row, 0, line, formats["intro"])
    top = len(sheet.intro) + 1
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, _width(heading), None, {"hidden": heading == OF_FIGURES})
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


def _width(heading: str) -> int:
    return _WIDTHS.get(heading, _TEXT if heading in _TEXTS else _NARROW)
