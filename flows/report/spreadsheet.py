"""The tables as an Excel workbook: marked up and laid out by gptables, as the Analysis Function asks."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from gptables import Cover, GPTable, GPWorkbook, produce_workbook
from gptables.core.gptable import FormatList

from flows.report.charts import text_lines
from flows.report.tables import Book, Cell, Link, Number, Sheet, shown_row

_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # not the time of day: the same tables give the same bytes
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TYPE, _LINE, _CHARACTER, _HIGHEST = 12, 15.75, 5.25, 409  # points: of type, a line, a column's unit, a row at most
_ALLOWED = 1.08  # of a width that is reckoned with a wider type than ours
_TITLE_TYPE, _TITLE_LINE = 17.5, 21  # points: as wide as a title's bold type of 16
_COVER_WIDTH, _A4 = 85, 9
_READ_OTHERWISE = re.compile(r"\]\(|\$\$")  # by which gptables tells links and references to notes
_HAS_LETTERS = re.compile(r"[A-Za-z0-9]")


def workbook(book: Book) -> bytes:
    """The bytes of a workbook. The same book gives the same bytes."""
    data = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No note text provided")  # the notes are a sheet like the others
        warnings.simplefilter("ignore", DeprecationWarning)  # gptables uses what pandas is going to withdraw
        made: GPWorkbook = produce_workbook(
            data,  # pyright: ignore[reportArgumentType] - said to be a path, and given to a class that takes either
            {sheet.name: _table(sheet) for sheet in book.sheets},
            cover=_cover(book),
            contentsheet_label=None,  # pyright: ignore[reportArgumentType] - and so is the table of contents
            auto_width=False,
            workbook_options=_OPTIONS,
        )
    cover: Any = made.get_worksheet_by_name("Cover")
    _lay_out(cover, (_COVER_WIDTH,), [(words,) for words in _cover_lines(book)])
    cover.set_row(0, _TITLE_LINE * text_lines(book.title, _TITLE_TYPE, _COVER_WIDTH * _CHARACTER))
    for sheet in book.sheets:
        page: Any = made.get_worksheet_by_name(sheet.name)
        head = len(sheet.notes) + 1
        _lay_out(page, sheet.widths, [(), *((),) * len(sheet.notes), sheet.columns, *map(shown_row, sheet.rows)])
        page.repeat_rows(head)
        page.print_area(0, 0, head + len(sheet.rows), sheet.printed_columns - 1)
    made.set_properties({"title": book.title, "created": _MADE, "comments": "", "author": ""})
    made.close()
    return data.getvalue()


def _lay_out(page: Any, widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:  # noqa: ANN401 - no types
    """Columns as wide as they are to be, rows high enough for their longest cell, and a sheet as wide as the paper.

    Excel would find the heights of rows itself; LibreOffice does not, and prints lines over one another.
    """
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for place, cells in enumerate(rows):
        lines = max(
            (
                text_lines(words, _TYPE, width * _CHARACTER * _ALLOWED)
                for words, width in zip(cells, widths, strict=False)
            ),
            default=1,
        )
        if lines > 1:
            page.set_row(place, min(lines * _LINE, _HIGHEST))
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)


def _cover_lines(book: Book) -> Iterator[str]:
    yield from (book.title, "", *book.introduction, "", *book.about)


def _cover(book: Book) -> Cover:
    introduction, about = ([_text(words) for words in texts] for texts in (book.introduction, book.about))
    return Cover(title=_plain(book.title), intro=introduction, about=about)


def _table(sheet: Sheet) -> GPTable:
    rows = [[_cell(cell) for cell in row] for row in sheet.rows]
    return GPTable(
        table=pd.DataFrame(rows, columns=list(sheet.columns), dtype="object"),
        table_name=sheet.table_name,
        title=_plain(sheet.title),
        instructions=_plain(sheet.notes[0]),
        legend=[_plain(note) for note in sheet.notes[1:]],
        index_columns={},
        additional_formatting=list(_formats(sheet)),
    )


def _formats(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Decimal places of each number; a column with numbers is set to the right."""
    numbers = [
        (row, column, cell)
        for row, cells in enumerate(sheet.rows, start=1)
        for column, cell in enumerate(cells)
        if isinstance(cell, Number)
    ]
    columns = sorted({column for _, column, _ in numbers})
    every = list(range(len(sheet.columns)))
    yield {"column": {"columns": every, "format": {"valign": "top"}}}
    yield {
        "column": {
            "columns": columns,
            "include_names": True,
            "format": {"align": "right", "valign": "top", "indent": 1},
        }
    }
    for row, column, cell in numbers:
        yield {"cell": {"cells": (row, column), "format": {"num_format": _number_format(cell.decimals)}}}


def _cell(cell: Cell) -> Any:  # noqa: ANN401 - as gptables wants it
    match cell:
        case Number(value=value):
            return value
        case Link(sheet=name):
            return {name: f"internal:'{name}'!A1"}
        case str():
            return _text(cell)


def _text(words: str) -> Any:  # noqa: ANN401
    """A text that gptables leaves as it is: it would make links of some, and refuse those in other scripts."""
    if _READ_OTHERWISE.search(words) or not _HAS_LETTERS.search(words):
        return FormatList([{}, _plain(words)])
    return words


def _plain(words: str) -> str:
    return words.replace("$$", "$ $").replace("](", "] (")


def _number_format(decimals: int) -> str:
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
