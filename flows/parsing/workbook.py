"""Excel workbooks as text frames: each sheet whose header row fits a table is that table; the others are named."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import xlsxwriter
from python_calamine import CalamineError, SheetTypeEnum

from flows.parsing.cleaning import clean, trim
from flows.parsing.delimited import require_rows
from flows.parsing.frames import text_frame
from flows.parsing.identify import columns_by_place, identify
from flows.parsing.totals import without_total
from flows.parsing.workbook_file import Cell, damaged, open_workbook
from flows.workbooks import MADE
from transforms.errors import DataRejected
from transforms.extracts.extract import Extract, Table
from transforms.rules.masks import EXCEL_ERROR

_HEADER_WITHIN = 10
_ERRORS = ("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!")
_LARGEST_EXACT = 2**53

Grid = list[list[Any]]
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True)
class SheetTable:
    """A sheet that is a table of an extract, and its rows as text, indexed by their numbers in the sheet."""

    sheet: str
    extract: Extract
    table: Table
    text: pd.DataFrame


@dataclass(frozen=True)
class UnreadSheet:
    """A sheet that is no table, and those of its first rows that may be its header."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds."""

    tables: tuple[SheetTable, ...]
    unread: tuple[UnreadSheet, ...]


def read_workbook(source: bytes | BinaryIO, file_name: str, choices: Sequence[Extract]) -> Workbook:
    """The sheets of a workbook as tables of the ``choices``, each told by the first row that fits one of them.

    Dates come as ISO text, whole numbers without a decimal point, Excel's errors as missing; blank rows are left out.
    Where a sheet holds such errors, a column ``EXCEL_ERROR`` marks their rows.
    Raises DataRejected for a file that is no workbook, when two sheets are the same table, and when a table that every
    delivery must have is there without a row.
    """
    tables: list[SheetTable] = []
    unread: list[UnreadSheet] = []
    for name, grid, merged, not_worked_out in _sheets(source, file_name):
        rows = _header_rows(grid, merged)
        place, found = _find_header(rows, choices)
        if found is None:
            unread.append(UnreadSheet(name, tuple(rows)))
            continue
        where = sheet_place(file_name, name)
        _refuse_not_worked_out(not_worked_out, place, rows[place], found[1], where)
        text = _frame(grid, place, rows[place], found[1], where)
        tables.append(SheetTable(name, *found, text))
    _refuse_same_table_twice(tables, file_name)
    return Workbook(tuple(tables), tuple(unread))


def blank_rows(source: bytes | BinaryIO, file_name: str, gone: Mapping[str, Collection[int]]) -> bytes:
    """A workbook without some rows of its sheets, which stay there blank: every cell as the text that is read of it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    for name, grid, merged, _ in _sheets(source, file_name):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(grid):
            for place, cell in enumerate(row if number + 1 not in gone.get(name, ()) else ()):
                if _is_error(cell) or _text(cell):
                    sheet.write_string(number, place, cell if _is_error(cell) else _text(cell))
        for (top, left), (bottom, right) in merged:
            if bottom < min(_HEADER_WITHIN, len(grid)) and left < len(grid[top]):
                sheet.merge_range(top, left, bottom, right, _text(grid[top][left]))
    book.close()
    return out.getvalue()


def sheet_place(file_name: str, sheet: str) -> str:
    """How a sheet of a workbook is called in messages."""
    return f"{file_name}, sheet {sheet}"


def _sheets(source: bytes | BinaryIO, file_name: str) -> Iterator[tuple[str, Grid, Merged, frozenset[Cell]]]:
    """Each sheet's name, cells from its first row and column on, merged ranges, and formulas without a result.

    Charts are no sheets here.
    """
    opened = open_workbook(source, file_name)
    for each in opened.book.sheets_metadata:
        if each.typ is not SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = opened.book.get_sheet_by_name(each.name)
            grid, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
        except CalamineError:
            raise damaged(file_name) from None
        for row, column in opened.errors.get(each.name, ()):
            if row < len(grid) and column < len(grid[row]):
                grid[row][column] = _ERRORS[0]
        yield each.name, grid, merged, opened.not_worked_out.get(each.name, frozenset())


def _header_rows(grid: Grid, merged: Merged) -> list[tuple[str, ...]]:
    """The rows that may be the header, as text. A cell merged with those below it stands in each of them."""
    rows = [[_text(cell) for cell in row] for row in grid[:_HEADER_WITHIN]]
    for (top, left), (bottom, _) in merged:
        # Merged cells beyond the last that is filled in are no part of the grid.
        for row in (each for each in rows[top + 1 : bottom + 1] if left < len(each)):
            row[left] = rows[top][left]
    return [tuple(row) for row in rows]


def _find_header(
    rows: Sequence[tuple[str, ...]], choices: Sequence[Extract]
) -> tuple[int, tuple[Extract, Table] | None]:
    """The place of the first row that is the header of a table, and the table."""
    for place, row in enumerate(rows):
        if (found := identify(row, choices)) is not None:
            return place, found
    return 0, None


def _refuse_not_worked_out(
    cells: Collection[Cell], header_place: int, headers: Sequence[str], table: Table, place: str
) -> None:
    """Raise DataRejected when a column that is read holds a formula without a result: nobody knows what it would be."""
    read = columns_by_place(headers, table, place)[0]
    found = sorted((row, column) for row, column in cells if row > header_place and column in read)
    if found:
        row, column = found[0]
        others = f", and so have {len(found) - 1:,} more cells" if len(found) > 1 else ""
        raise DataRejected(
            f"{place}: row {row + 1}, column {headers[column]} has a formula that was never worked out{others}.",
            "Open the workbook in Excel, save it, and send it again; formulas are not worked out here.",
        )


def _frame(grid: Grid, header_place: int, headers: Sequence[str], table: Table, place: str) -> pd.DataFrame:
    names, dropped = columns_by_place(headers, table, place)
    headed = [column for column, header in enumerate(headers) if header]
    body = list(enumerate(grid[header_place + 1 :], start=header_place + 2))
    rows = [(number, row) for number, row in body if any(_text(row[column]) for column in headed)]
    columns = {
        name: clean(pa.chunked_array([[_text(row[column]) for _, row in rows]], pa.string()), table.column(name))
        for column, name in names.items()
    }
    faulty = ["error" if any(_is_error(row[column]) for column in names) else "" for _, row in rows]
    if any(faulty):
        columns[EXCEL_ERROR] = trim(pa.chunked_array([faulty], pa.string()))
    read = text_frame(columns, [number for number, _ in rows], dropped, "utf-8")
    text = without_total(read, table, place, "row")
    if not table.optional:
        require_rows(len(text), place)
    return text


def _text(cell: object) -> str:
    """A cell as a CSV file would hold it; nothing for an empty cell and for Excel's errors."""
    match cell:
        case str():
            return "" if _is_error(cell) else cell.strip()
        case float() if cell.is_integer() and abs(cell) < _LARGEST_EXACT:
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _is_error(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip() in _ERRORS


def _refuse_same_table_twice(tables: Sequence[SheetTable], file_name: str) -> None:
    sheets: dict[str, str] = {}
    for each in tables:
        if each.table.name in sheets:
            raise DataRejected(
                f"{file_name}: sheets {sheets[each.table.name]} and {each.sheet} are both {each.table.title}.",
                "Keep the one that is meant; a hidden sheet counts as well.",
            )
        sheets[each.table.name] = each.sheet
