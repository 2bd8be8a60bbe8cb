"""Early help, and interviews with children who came back, counted from the Annex A workbooks.

A workbook is read as what it is: a ZIP of XML. Dates are numbers of days since 30 December 1899.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from samples.synth.answers_folder import Answer, Folder, quarter_name

_PLACE = ("annex_a", "case-system")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIRST_DAY = date(1899, 12, 30)
_YES = ("a) Yes", "Yes", "Y")
_OFTEN = 3
_EARLY_HELP, _IN_CARE = 2, 8


def annex_a_answers(folder: Folder) -> Iterator[Answer]:
    """Every figure of every quarter whose workbooks there are."""
    workbooks = folder.deliveries(*_PLACE)
    early_help = {data_to: list(_rows(folder, data_to, _EARLY_HELP)) for data_to in workbooks}
    for end in workbooks:
        yield from _missing(folder, end)
        first = date(end.year if end.month >= 4 else end.year - 1, 4, 1)
        so_far = [day for day in _quarter_ends(first) if day <= end]
        if all(day in workbooks for day in so_far):
            yield _early_help(first, end, [row for day in so_far for row in early_help[day]])


def _quarter_ends(first: date) -> tuple[date, date, date, date]:
    year = first.year
    return date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31)


def _early_help(first: date, end: date, rows: list[dict[str, str]]) -> Answer:
    """Different children with an assessment that started in the financial year so far, over its workbooks."""
    children = {row["Child Unique ID"] for row in rows if first <= _day(row["Assessment start date"]) <= end}
    return Answer("early_help_children", quarter_name(end), "", "Total", "Total", len(children), None)


def _missing(folder: Folder, end: date) -> Iterator[Answer]:
    """Children in care on a day who were missing in the twelve months before."""
    missing = []
    for row in _rows(folder, end, _IN_CARE):
        ceased = row.get("Date Ceased to be Looked After")
        if ceased is None or _day(ceased) > end:
            episodes = next(int(text) for header, text in row.items() if "Missing" in header)
            accepted = any(text in _YES for header, text in row.items() if header.startswith("Did the child accept"))
            missing.append((episodes, accepted))
    gone = [accepted for episodes, accepted in missing if episodes > 0]
    often = sum(episodes >= _OFTEN for episodes, _ in missing)
    quarter = quarter_name(end)
    yield Answer("return_interviews_rate", quarter, "", "Total", "Total", sum(gone), len(gone))
    yield Answer("repeat_missing_children", quarter, "", "Total", "Total", often, None)


def _day(number: str) -> date:
    return _FIRST_DAY + timedelta(days=int(number))


def _rows(folder: Folder, data_to: date, number: int) -> Iterator[dict[str, str]]:
    """The clean rows of a list, as the text of each cell that holds something, by its header."""
    left_out = folder.left_out(*_PLACE, data_to, f"list_{number}")
    sheet = _sheet(folder.file(*_PLACE, data_to, "annex_a.xlsx"), number)
    header = sheet.pop(1)
    for row, cells in sheet.items():
        if row not in left_out:
            yield {header[column]: text for column, text in cells.items()}


def _sheet(path: Path, number: int) -> dict[int, dict[str, str]]:
    """The cells of a sheet by row number and letters of the column."""
    with zipfile.ZipFile(path) as archive:
        shared = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - a file of our own
        sheet = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - a file of our own
    texts = ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in shared.iter(f"{_MAIN}si")]
    rows: dict[int, dict[str, str]] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
        value = cell.findtext(f"{_MAIN}v")
        if place and value is not None:
            text = texts[int(value)] if cell.get("t") == "s" else value
            rows.setdefault(int(place[2]), {})[place[1]] = text
    return rows
