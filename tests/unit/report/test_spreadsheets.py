"""The tables as spreadsheets, read back: one table a sheet, figures as numbers, texts never as formulas."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from odf.opendocument import load
from odf.table import DatabaseRange, Table, TableCell
from python_calamine import CalamineWorkbook

from flows.report.book import book_of
from flows.report.model import Figure, Report
from flows.report.opendocument import spreadsheet
from flows.report.spreadsheet import workbook
from flows.report.tables import SHORTHAND, Book, Number, Sheet, of_figure, of_text, said, shown_number
from tests.libreoffice import needs_calc, saved_by_libreoffice
from tests.unit.report.report_factory import SPECS, sample_report

WRITERS = (workbook, spreadsheet)
RISKY = ("=1+1", "+44 20 7946 0000", "-5", "@SUM(A1)", "\t=1", "{=1}", "https://example.org", "[a](https://b) [c](d)",
         "$$note$$", "حضور", "👍", "line one\nline two", "x" * 40_000)  # fmt: skip
Writer = Callable[[Book], bytes]


@cache
def book(audience: str = "internal", status: str = "issued") -> Book:
    return book_of(sample_report(audience, status))


@cache
def read(writer: Writer, audience: str = "internal") -> Mapping[str, Sequence[Sequence[object]]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(writer(book(audience))))
    return {name: found.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in found.sheet_names}


def risky() -> Sheet:
    rows = tuple((text and said(text), said(text)) for text in RISKY)
    return Sheet("Risky", "=1+1", ("One table.", "@note"), ("First", "=Second"), rows)


def sheet(name: str, audience: str = "internal") -> Sheet:
    return next(each for each in book(audience).sheets if each.name == name)


def table(writer: Writer, name: str) -> list[dict[str, object]]:
    """The rows of a sheet's table, by heading."""
    start = len(sheet(name).notes) + 1
    headings, *rows = read(writer, "internal")[name][start:]
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


@pytest.mark.parametrize("writer", WRITERS)
def test_each_sheet_holds_one_table_without_an_empty_cell_under_its_title(writer: Writer) -> None:
    pages = read(writer)
    assert list(pages) == ["Cover", *(each.name for each in book().sheets)]
    for each in book().sheets:
        cells = pages[each.name]
        start = len(each.notes) + 1
        assert cells[0][0] == each.title
        assert [row[0] for row in cells[1:start]] == list(each.notes)
        assert cells[start] == list(each.columns)
        assert len(cells) == start + 1 + len(each.rows)
        assert all(cell not in ("", None) for row in cells[start:] for cell in row), each.name


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(("heading", "values"), [("Current", -1), ("Same period last year", -5)])
def test_every_figure_of_the_performance_table_is_a_number_of_the_same_value(
    writer: Writer, heading: str, values: int
) -> None:
    rows = table(writer, "Performance")
    assert [(row["Reference"], row["Part"]) for row in rows] == [(spec.ref, spec.part) for spec in SPECS]
    wanted = [spec.values[values] for spec in SPECS]
    assert [row[heading] for row in rows] == ["[x]" if each is None else float(each) for each in wanted]
    assert {row["Unit"] for row in rows} == {"per cent", "per 10,000", "number"}
    assert [row["Target"] for row in rows] == ["[z]" if s.target is None else float(s.target) for s in SPECS]
    assert [row["Progress"] for row in rows] == [spec.progress for spec in SPECS]


@pytest.mark.parametrize("writer", WRITERS)
def test_trends_have_a_column_for_each_quarter(writer: Writer) -> None:
    rows = table(writer, "Trends")
    for spec, row in zip(SPECS, rows, strict=True):
        quarters = [value for heading, value in row.items() if heading.startswith("Quarter ")]
        assert quarters == ["[x]" if value is None else float(value) for value in spec.values]


def test_numbers_are_shown_with_the_decimal_places_of_the_report() -> None:
    cells = sheet("Performance").rows[0]
    assert [cell.decimals for cell in cells if isinstance(cell, Number)] == [1] * 5
    with zipfile.ZipFile(io.BytesIO(workbook(book()))) as made:
        styles = made.read("xl/styles.xml").decode()
    assert '"#,##0.0"' in styles
    assert '"#,##0"' in styles or 'numFmtId="3"' in styles


def test_tables_are_marked_up_as_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(book()))) as made:
        tables = [made.read(name).decode() for name in made.namelist() if name.startswith("xl/tables/")]
        pages = [made.read(name).decode() for name in made.namelist() if name.startswith("xl/worksheets/sheet")]
    names = [re.findall(r' name="([^"]+)"', each)[0] for each in tables]
    assert sorted(names) == sorted(each.table_name for each in book().sheets)
    assert not any("mergeCell" in page or "<f>" in page for page in pages)
    body = load(io.BytesIO(spreadsheet(book()))).body
    ranges = body.getElementsByType(DatabaseRange)
    assert [each.getAttribute("name") for each in ranges] == [each.table_name for each in book().sheets]
    assert len(body.getElementsByType(Table)) == len(book().sheets) + 1
    cells = body.getElementsByType(TableCell)
    assert not [cell for cell in cells if cell.getAttribute("formula") or cell.getAttribute("numbercolumnsspanned")]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_text_is_a_text_whatever_it_begins_with(writer: Writer) -> None:
    made = writer(Book("=title", ("+1", "[a](b) [c](d)"), ("@about",), (risky(),)))
    found = CalamineWorkbook.from_filelike(io.BytesIO(made))
    cells = found.get_sheet_by_name("Risky").to_python(skip_empty_area=False)
    assert [row[:1] for row in cells[:3]] == [["=1+1"], ["One table."], ["@note"]]
    assert cells[3] == ["First", "=Second"]
    shown = [str(row[1]) for row in cells[4:]]
    assert shown[:4] == ["=1+1", "+44 20 7946 0000", "-5", "@SUM(A1)"]
    assert (shown[9], shown[10]) == ("حضور", "👍")
    assert len(shown[12]) <= 32_767
    assert all(isinstance(cell, str) for row in cells[4:] for cell in row)
    assert found.get_sheet_by_name("Cover").to_python()[0][0] == "=title"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        content = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "<f>" not in content
    assert "table:formula" not in content


@needs_calc
def test_libreoffice_reads_what_was_written(tmp_path: Path) -> None:
    written = [tmp_path / "from-xlsx.xlsx", tmp_path / "from-ods.ods"]
    hostile = replace(book(), sheets=(*book().sheets, risky()))
    for path, writer in zip(written, WRITERS, strict=True):
        path.write_bytes(writer(hostile))
    before = [_cells(path) for path in written]
    for pages, saved in zip(before, saved_by_libreoffice(written, "xlsx", tmp_path / "saved"), strict=True):
        assert _cells(saved) == pages


def _cells(path: Path) -> dict[str, list[list[object]]]:
    found = CalamineWorkbook.from_path(str(path))
    pages = {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}
    return {name: [[_as_kept(cell) for cell in row] for row in rows] for name, rows in pages.items()}


def _as_kept(cell: object) -> object:
    return round(cell, 9) if isinstance(cell, float) else cell


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_report_gives_the_same_bytes(writer: Writer) -> None:
    assert writer(book()) == writer(book_of(sample_report("internal", "issued")))


def test_an_opendocument_begins_with_its_type_and_holds_no_time_of_day() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheet(book()))) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_shorthand_is_explained_on_the_sheet_that_uses_it(audience: str) -> None:
    for each in book(audience).sheets:
        used = {cell for row in each.rows for cell in row if isinstance(cell, str) and cell in SHORTHAND}
        for mark in used:
            assert any(mark in note for note in each.notes), (each.name, mark)


def test_the_public_learn_of_withheld_measures_by_title_alone() -> None:
    names = [each.name for each in book("public").sheets]
    assert not {"Schools", "Findings", "Files", "Remarks"} & set(names)
    assert [row[1:] for row in sheet("Not shown", "public").rows] == [
        ("PED02 04", "Children looked after in residential care", "[c]"),
        ("PED02 05", "Children looked after with independent fostering agencies", "[c]"),
    ]
    assert "Rows received" not in sheet("Deliveries", "public").columns
    assert "Not shown" not in [each.name for each in book().sheets]


def test_a_draft_says_so_on_every_sheet() -> None:
    draft = book("internal", "draft")
    assert draft.title.startswith("DRAFT: ")
    assert all(each.notes[0].startswith("DRAFT: ") for each in draft.sheets)
    assert not book().title.startswith("DRAFT")


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        (Figure(Decimal("92.43"), "92.4%"), Number(Decimal("92.4"))),
        (Figure(Decimal(-1204), "−£1,204"), Number(Decimal(-1204))),
        (Figure(Decimal("0.04"), "0.0%"), "[low]"),
        (Figure(Decimal(0), "0"), Number(Decimal(0))),
        (Figure(None, "No target"), "[z]"),
        (Figure(None, "No figure"), "[x]"),
        (Figure(None, "[c]"), "[c]"),
    ],
)
def test_a_figure_is_a_number_as_shown_or_a_shorthand(figure: Figure, cell: object) -> None:
    assert of_figure(figure) == cell


@pytest.mark.parametrize("text", ["12.50 of 80.25", "1st of 150", "", "–", "1,2x", "−", "5% to 8%"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert shown_number(text) is None
    assert isinstance(of_text(text), str)


def test_a_report_without_anything_still_makes_a_book() -> None:
    empty = {"objectives": (), "milestones": (), "supplies": (), "findings": (), "lineage": (), "officers": ()}
    report: Report = replace(sample_report(), **empty, schools=(), revised=(), remarks=(), accepted=(), notice=None)
    names = [each.name for each in book_of(report).sheets]
    assert names[:3] == ["Contents", "Notes", "Summary"]
    assert workbook(book_of(report))
    assert spreadsheet(book_of(report))


def test_in_print_each_sheet_is_as_wide_as_the_paper_and_no_line_lies_over_another() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(book()))) as opened:
        pages = [opened.read(name).decode() for name in opened.namelist() if name.startswith("xl/worksheets/sheet")]
    for page in pages:
        assert '<pageSetUpPr fitToPage="1"/>' in page
        assert 'fitToHeight="0" orientation="landscape"' in page
    notes = list(read(workbook)).index("Notes")
    heights = {
        int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', pages[notes])
    }
    written = read(workbook)["Notes"]
    long = [place for place, row in enumerate(written, start=1) if len(str(row[-1])) > 60]
    assert long
    assert all(heights[place] > 30 for place in long)
    assert 1 not in heights


def test_in_print_a_title_goes_on_beside_a_table_that_is_less_wide() -> None:
    short = Sheet("Short", "Schools that owe targets of children in care, Merebridge", ("One table.",), ("A", "B"), ())
    wide = replace(short, columns=tuple(f"Heading {place}" for place in range(12)))
    assert short.printed_columns * 10 > len(short.title)
    assert wide.printed_columns == 12
    with zipfile.ZipFile(io.BytesIO(workbook(book()))) as opened:
        names = opened.read("xl/workbook.xml").decode()
    areas = dict(re.findall(r"Print_Area[^>]*>'?([^'!]+)'?!\$A\$1:\$(\w+)\$", names))
    assert {name: ord(last) - ord("A") + 1 for name, last in areas.items() if len(last) == 1} == {
        each.name: each.printed_columns for each in book().sheets if each.printed_columns <= 26
    }
