"""Workbooks: which sheets are read, what their cells become, and what is refused before it can do harm."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from flows.parsing import workbook_file
from flows.parsing.workbook import Workbook, read_workbook
from transforms.errors import DataRejected
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.masks import EXCEL_ERROR

Cells = Sequence[Sequence[Any]]


def table(name: str, *headers: str, optional: bool = False) -> Table:
    columns = tuple(Column(header.lower().replace(" ", "_"), header, Kind.TEXT, "Made up") for header in headers)
    return Table(name, name.title(), "", "", (columns[0].name,), columns, optional=optional)


LOANS = table("loans", "Reader", "Lent on", "Days")
FINES = table("fines", "Reader", "Pence", "Paid", optional=True)
LIBRARY = Extract(
    "library", "Library returns", "", Covers.MONTH, (LOANS, FINES), (), (), lambda tables, _: dict(tables)
)
MINUTES = replace(
    LIBRARY,
    tables=(
        replace(
            LOANS, columns=(*LOANS.columns[:2], Column("minutes", "Minutes", Kind.INTEGER, "Made up")), key=("reader",)
        ),
    ),
)
LOANS_SHEET = [LOANS.headers, ["Ada", "2025-06-30", 7]]


def workbook(*sheets: Cells, change: Callable[[Any, Any], None] | None = None, **names: Cells) -> bytes:
    """A workbook of sheets, named or called Sheet1 and so on. ``change`` is given the workbook and its first sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    made = []
    for name, cells in [*((None, sheet) for sheet in sheets), *names.items()]:
        made.append(book.add_worksheet(name))
        for number, row in enumerate(cells):
            made[-1].write_row(number, 0, row)
    if change is not None:
        change(book, made[0])
    book.close()
    return file.getvalue()


def read(data: bytes, extracts: Sequence[Extract] = (LIBRARY,)) -> Workbook:
    return read_workbook(data, "june.xlsx", extracts)


def rows_of(data: bytes, extracts: Sequence[Extract] = (LIBRARY,)) -> dict[int, dict[Any, Any]]:
    """The rows of the only table, by their numbers in the sheet."""
    (only,) = read(data, extracts).tables
    rows = only.text.astype(object).where(only.text.notna(), None).to_dict("index")
    return {int(str(number)): dict(row) for number, row in rows.items()}


# Which sheets are read


def test_each_sheet_that_fits_a_table_is_that_table_and_the_others_are_named() -> None:
    notes = [["Reader", "Notes"], ["Ada", "none"]]
    found = read(workbook(Notes=notes, Loans=LOANS_SHEET, Other=[FINES.headers, ["Ada", 50, "yes"]]))
    assert [(each.sheet, each.table.name, len(each.text)) for each in found.tables] == [
        ("Loans", "loans", 1),
        ("Other", "fines", 1),
    ]
    assert [each.sheet for each in found.unread] == ["Notes"]


def test_empty_sheets_and_charts_are_no_tables() -> None:
    found = read(workbook(LOANS_SHEET, [], change=lambda book, _: book.add_chartsheet("Chart")))
    assert [each.sheet for each in found.unread] == ["Sheet2"]


@pytest.mark.parametrize("above", range(10))
def test_the_header_may_stand_on_any_of_the_first_ten_rows(above: int) -> None:
    data = workbook([*([["Library of Merebridge"]] * above), *LOANS_SHEET])
    assert rows_of(data) == {above + 2: {"reader": "Ada", "lent_on": "2025-06-30", "days": "7"}}


def test_a_header_further_down_is_none() -> None:
    assert read(workbook([*([["Library"]] * 10), *LOANS_SHEET])).tables == ()


def test_a_table_need_not_begin_in_the_first_column() -> None:
    assert rows_of(workbook([["", "", *row] for row in LOANS_SHEET]))[2]["reader"] == "Ada"


def test_a_header_may_be_merged_over_two_rows() -> None:
    def merge(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.merge_range("A1:A2", "Reader")
        sheet.merge_range("B1:C1", "Loan")
        sheet.merge_range("X1:X2", "")

    cells = [[], ["", "Lent on", "Days"], ["Ada", "2025-06-30", 7]]
    assert rows_of(workbook(cells, change=merge)) == {3: {"reader": "Ada", "lent_on": "2025-06-30", "days": "7"}}


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    cells = [
        LOANS.headers,
        [],
        ["Ada", "", 1],
        ["", " ", "#N/A"],
        ["Bess", "", 2],
        [],
        ["", "", "", "a note beside it"],
    ]
    assert list(rows_of(workbook(cells))) == [3, 5]


def test_columns_that_are_not_read_are_named() -> None:
    (loans,) = read(workbook([[*LOANS.headers, "Surname"], ["Ada", "", 1, "L"]])).tables
    assert loans.text.attrs["dropped_columns"] == ("Surname",)
    assert list(loans.text.columns) == ["reader", "lent_on", "days"]


def test_an_optional_table_may_have_no_rows() -> None:
    found = read(workbook(LOANS_SHEET, [FINES.headers]))
    assert [len(each.text) for each in found.tables] == [1, 0]
    assert all(isinstance(dtype, pd.StringDtype) for dtype in found.tables[1].text.dtypes)


TOTALS = [
    ("the word alone", ["Total", "", ""]),
    ("number of rows", ["Grand Total:", 2, ""]),
    ("sum of a column", ["Total", "", 10]),
    ("number in the same cell", ["Total: 2", "", ""]),
]


@pytest.mark.parametrize("total", [case[1] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_a_row_of_totals_is_a_control_and_no_row(total: list[Any]) -> None:
    data = workbook(
        [["Loans in June"], [], ["Reader", "Lent on", "Minutes"], ["Ada", "", 3], ["Bess", "", 7], [], total]
    )
    assert {row: cells["reader"] for row, cells in rows_of(data, (MINUTES,)).items()} == {4: "Ada", 5: "Bess"}


@pytest.mark.parametrize("total", [["Total", 3, ""], ["Total 3", "", ""], ["Total", 2, 11]])
def test_a_total_that_the_rows_do_not_come_to_refuses_the_file(total: list[Any]) -> None:
    data = workbook([["Reader", "Lent on", "Minutes"], ["Ada", "", 3], ["Bess", "", 7], total])
    with pytest.raises(DataRejected, match=r"^june\.xlsx, sheet Sheet1: the total on row 4 is not what the rows above"):
        rows_of(data, (MINUTES,))


@pytest.mark.parametrize("last", [["Totaleigh", "", 10], ["Total", "today", 10], ["Cat", 2, 10]])
def test_a_row_that_holds_more_than_totals_is_a_row(last: list[Any]) -> None:
    data = workbook([["Reader", "Lent on", "Minutes"], ["Ada", "", 3], ["Bess", "", 7], last])
    assert list(rows_of(data, (MINUTES,))) == [2, 3, 4]


def test_totals_alone_are_no_rows() -> None:
    with pytest.raises(DataRejected, match="there is a header and no rows"):
        rows_of(workbook([LOANS.headers, ["Total", 0, ""]]))


# What cells become


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7, "7"),
        (7.0, "7"),
        (-3, "-3"),
        (1234567890123, "1234567890123"),
        (0.5, "0.5"),
        (True, "True"),
        (date(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 30), "2025-06-30"),  # noqa: DTZ001 - cells know no zones
        (datetime(2025, 6, 30, 10, 15), "2025-06-30 10:15:00"),  # noqa: DTZ001 - cells know no zones
        (time(10, 15), "10:15:00"),
        ("  padded\u00a0", "padded"),
        ("two\nlines", "two\nlines"),
        ("Ang\u00e9lique", "Ang\u00e9lique"),
        ("#N/A", None),
        ("#DIV/0!", None),
        ("", None),
        ("=1+1", "2"),
    ],
)
def test_a_cell_becomes_the_text_that_a_csv_file_would_hold(cell: object, text: str | None) -> None:
    data = workbook([LOANS.headers], change=lambda _, sheet: _write(sheet, cell))
    assert rows_of(data)[2]["days"] == text


def _write(sheet: Any, cell: object) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet.write("A2", "Ada")
    if cell == "=1+1":
        sheet.write_formula("C2", "=1+1", None, 2)
    else:
        sheet.write("C2", cell)


def test_an_error_of_excel_is_missing_and_its_row_is_marked() -> None:
    def failed(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_formula("C2", "=NA()", None, "#N/A")
        sheet.write("C3", "#REF!")
        sheet.write_formula("D4", "=1/0", None, "#DIV/0!")

    found = rows_of(workbook([LOANS.headers, ["Ada"], ["Bob"], ["Cat"]], change=failed))
    assert found[2] == {"reader": "Ada", "lent_on": None, "days": None, EXCEL_ERROR: "error"}
    assert [found[row][EXCEL_ERROR] for row in (3, 4)] == ["error", None]


def test_a_row_of_nothing_but_errors_is_none() -> None:
    def failed(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_formula("A3", "=NA()", None, "#N/A")

    assert list(rows_of(workbook(LOANS_SHEET, change=failed))) == [2]


def test_a_workbook_that_was_gzipped_is_the_same() -> None:
    assert rows_of(gzip.compress(workbook(LOANS_SHEET))) == rows_of(workbook(LOANS_SHEET))


# What is refused


def archive(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """A workbook after a change to the XML of its sheet."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(LOANS_SHEET))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if "sheet1" in part.filename else content)
    return file.getvalue()


def with_part(name: str, content: bytes = b"") -> bytes:
    """A workbook with one more part in its archive."""
    file = io.BytesIO(workbook(LOANS_SHEET))
    with zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr(name, content)
    return file.getvalue()


def formula_alone(xml: bytes, value: bytes = b"") -> bytes:
    """A sheet whose number of days is a formula that nobody worked out."""
    return xml.replace(b"<v>7</v>", b"<f>DAYS(B2,TODAY())</f>" + value)


def stray_cell(address: bytes) -> bytes:
    return with_sheet(
        lambda xml: xml.replace(
            b"</sheetData>", b'<row r="9"><c  t="n" r="' + address + b'"><v>1</v></c></row></sheetData>'
        )
    )


def lying_directory() -> bytes:
    """A workbook whose directory says that its sheet is shorter than it is."""
    data = bytearray(workbook(LOANS_SHEET))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


REFUSALS = [
    ("password", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    ("old", b"\xd0\xcf\x11\xe0" + b"Workbook", "of an old kind"),
    ("cut off", workbook(LOANS_SHEET)[:2000], "is damaged"),
    ("changed", workbook(LOANS_SHEET).replace(b"[Content_Types]", b"[Content_Typos]", 1), "is damaged"),
    ("no XML", with_sheet(lambda xml: xml[:300]), "is damaged"),
    ("lying directory", lying_directory(), "is damaged"),
    ("zip", archive({"a.csv": b"CHILD,SEX"}), "this is a zip archive, not a workbook"),
    ("Word", archive({"word/document.xml": b""}), "this is a Word document"),
    ("binary", archive({"xl/workbook.bin": b""}), "this is a binary workbook"),
    ("far cell", stray_cell(b"XFD1048576"), "cells as far as row 1,048,576 and column 16,384"),
    ("no address", stray_cell(b"ZZZZ9"), "is damaged"),
    ("no row", stray_cell(b"A0"), "is damaged"),
    ("macros", with_part("xl/vbaProject.bin"), "the workbook holds macros (.xlsm)"),
    (
        "formula without a result",
        with_sheet(formula_alone),
        "june.xlsx, sheet Sheet1: row 2, column Days has a formula that was never worked out",
    ),
    (
        "formula with an empty result",
        with_sheet(lambda xml: formula_alone(xml, b"<v></v>")),
        "row 2, column Days has a formula that was never worked out",
    ),
    ("same table", workbook(Loans=LOANS_SHEET, Copy=LOANS_SHEET), "sheets Loans and Copy are both Loans"),
    ("no rows", workbook([LOANS.headers]), "june.xlsx, sheet Sheet1: there is a header and no rows"),
    ("column twice", workbook([[*LOANS.headers, "days"], ["Ada", "", 1, 2]]), "sheet Sheet1: column Days stands in"),
]


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_a_workbook_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DataRejected) as refusal:
        read(data)
    assert refusal.value.message.startswith("june.xlsx")
    assert said in refusal.value.message
    assert refusal.value.fix


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "RATIO_CHECKED_FROM", 100_000)
    with pytest.raises(DataRejected, match="larger than any list of children"):
        read(archive({"xl/workbook.xml": b"", "media.png": bytes(2_000_000)}))


def test_a_workbook_of_countless_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "MAX_PARTS", 10)
    with pytest.raises(DataRejected, match="larger than any list of children"):
        read(archive({"xl/workbook.xml": b"", **{f"xl/{number}.xml": b"" for number in range(10)}}))


def test_an_archive_writes_nothing_whatever_its_parts_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    for name in ("../../out.csv", "/out.csv", "C:\\out.csv", "CON", "a\nb", "n" * 300):
        with pytest.raises(DataRejected, match=r"^june\.xlsx: this is a zip archive, not a workbook\."):
            read(archive({name: b"CHILD,SEX"}))
        assert list(rows_of(with_part(name))) == [2]
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_what_a_workbook_links_to_is_not_opened() -> None:
    links = b'<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    linked = with_sheet(lambda xml: xml.replace(b"<v>7</v>", b"<f>[1]Sheet1!A1</f><v>7</v>"))
    assert rows_of(linked)[2]["days"] == "7"  # as it was when the file was saved
    assert rows_of(with_part("xl/externalLinks/externalLink1.xml", links))[2]["days"] == "7"


def test_a_formula_that_came_to_nothing_is_an_empty_cell() -> None:
    came_to_nothing = with_sheet(
        lambda xml: xml.replace(b'<c r="C2"><v>7</v>', b'<c r="C2" t="str"><f>IF(B2="",7,"")</f><v></v>')
    )
    assert rows_of(came_to_nothing)[2]["days"] is None


def test_formulas_beside_a_table_and_on_other_sheets_do_no_harm() -> None:
    sheet = [[*LOANS.headers, "Age"], ["Ada", "2025-06-30", 1, 7]]
    data = workbook(sheet)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b"<v>7</v>", b"<f>DAYS(B2,TODAY())</f>"))
    assert list(rows_of(file.getvalue())) == [2]


@pytest.mark.parametrize("state", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_read_like_any_other(state: str) -> None:
    data = workbook(Notes=[["Notes"]], Loans=LOANS_SHEET, change=lambda book, _: getattr(book.worksheets()[1], state)())
    assert [each.sheet for each in read(data).tables] == ["Loans"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_date_is_the_same_day_in_workbooks_that_count_from_1904(from_1904: bool) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, LOANS.headers)
        sheet.write(1, 0, "Ada")
        sheet.write_datetime(1, 1, datetime(2025, 6, 30), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001 - cells know no zones
    assert rows_of(file.getvalue())[2]["lent_on"] == "2025-06-30"


def test_a_stray_cell_that_is_not_far_does_no_harm() -> None:
    assert list(rows_of(stray_cell(b"Z9000"))) == [2]


@pytest.mark.parametrize("piece", [64, 100, 1000])
def test_a_far_cell_is_seen_wherever_the_pieces_are_cut(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(workbook_file, "_PIECE", piece)
    with pytest.raises(DataRejected, match="column 16,384"):
        read(stray_cell(b"XFD1048576"))
