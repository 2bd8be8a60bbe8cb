"""Workbooks as officers send them back: cells filled in the file's own XML, the rest as it was written."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

CellOf = tuple[str, str, str]  # sheet, first cell of the line, heading of the column


def filled(file: Path, cells: Mapping[CellOf, str]) -> Path:
    """A copy of a workbook with some cells filled, as text."""
    out = file.with_name(f"{file.stem}-filled-{abs(hash(tuple(cells.items())))}{file.suffix}")
    book = CalamineWorkbook.from_path(file)
    assert {sheet for sheet, _, _ in cells} <= set(book.sheet_names)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part).decode() if part.startswith("xl/worksheets/") else source.read(part)
            if isinstance(content, str):
                sheet = book.sheet_names[int(re.findall(r"\d+", part)[-1]) - 1]
                for (wanted, line, heading), text in cells.items():
                    if wanted == sheet:
                        content = _with(content, _address(book, sheet, line, heading), text)
            target.writestr(part, content)
    return out


def _address(book: CalamineWorkbook, sheet: str, line: str, heading: str) -> str:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    top = next(row for row in rows if heading in row)
    number = next(place for place, row in enumerate(rows) if str(row[0]) == line and place >= rows.index(top))
    return f"{chr(ord('A') + top.index(heading))}{number + 1}"


def _with(xml: str, address: str, text: str) -> str:
    cell = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)')
    assert cell.search(xml), f"there is no cell {address}"
    said = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return cell.sub(lambda found: f'<c r="{address}"{found[1] or ""} t="inlineStr">{said}</c>', xml, count=1)
