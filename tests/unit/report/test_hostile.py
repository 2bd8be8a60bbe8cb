"""What people may write, in every format: formulas, markup, scripts from right to left, long words, emoji, and nothing.

Each format either holds the words as they were written or says in their place what stood there.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape

import pikepdf
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from flows.report.build import compose
from flows.report.formats import ALL_FORMATS, Files, rendered_files
from flows.report.model import Report
from tests.unit.report.parity import bare
from tests.unit.report.report_factory import QUARTER, sample_council, sample_report, sample_rows
from tests.unit.report.test_pdf import EMPTY, _pdftotext, poppler
from transforms.council_types import Commentary, Narrative, Section

FORMULA = '=HYPERLINK("https://example.org","Click")'
RIGHT_TO_LEFT = "كتبت الأسرة: عاد 3 من 40 إلى المدرسة."
LONG = ("A family said that they were asked before anything was decided. " * 200)[:10_000].strip()
EMOJI = "Thank you 😀 to all 👩🏽‍🏫 teachers."
NAMED = "[grinning face]"  # where a format has no shape for it
WORDS = (FORMULA, RIGHT_TO_LEFT, LONG, EMOJI, "<script>alert(1)</script>")


@cache
def files(name: str) -> Files:
    return rendered_files({"hostile": hostile, "empty": empty}[name](), ALL_FORMATS)


def hostile() -> Report:
    rows = sample_rows("internal")
    rows = replace(
        rows,
        performance=[{**row, "title": FORMULA} for row in rows.performance],
        milestones=[{**row, "title": FORMULA, "comment": "\n".join(WORDS)} for row in rows.milestones],
    )
    written = [Commentary("PED01 01", str(QUARTER), "RS", date(2025, 7, 14), "\n\n".join(WORDS))]
    told = Narrative(introduction=WORDS, key_developments=(Section(FORMULA, WORDS),), equality=(RIGHT_TO_LEFT,))
    return compose(rows, sample_council(), told, written, "internal", {})


def empty() -> Report:
    return sample_report("public", "issued", **EMPTY)


def page_words(made: bytes) -> str:
    return unescape(made.decode("utf-8"))


def word_words(made: bytes) -> str:
    found = Document(io.BytesIO(made)).element.body
    return "".join(each.text or "" for each in found.iter() if each.tag.endswith("}t"))


def sheet_words(made: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    return "\n".join(map(str, cells))


READ: dict[str, Callable[[bytes], str]] = {
    "report.html": page_words,
    "report.docx": word_words,
    "tables.xlsx": sheet_words,
    "tables.ods": sheet_words,
}


@pytest.mark.parametrize("name", READ)
def test_every_format_holds_the_words_as_they_were_written(name: str) -> None:
    text = bare(READ[name](files("hostile")[name]))
    assert [each for each in WORDS if bare(each) not in text] == []


@poppler
def test_a_printed_copy_names_what_it_has_no_shape_for() -> None:
    text = bare(_pdftotext("-raw", files("hostile")["report.pdf"]))
    assert all(bare(each) in text for each in (FORMULA, "<script>alert(1)</script>", NAMED))
    assert text.count("wereaskedbeforeanything") >= 2 * LONG.count("were asked before anything")


def test_no_table_holds_a_formula() -> None:
    for name in ("tables.xlsx", "tables.ods"):
        with zipfile.ZipFile(io.BytesIO(files("hostile")[name])) as parts:
            content = "".join(parts.read(each).decode() for each in parts.namelist() if each.endswith(".xml"))
        assert "<f>" not in content
        assert "table:formula" not in content
    tables = [content.decode("utf-8") for name, content in files("hostile").items() if name.endswith(".csv")]
    assert len(tables) > 4
    cells = [cell.strip('"') for table in tables for line in table.splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell[:1] in tuple("=+@\t")] == []


def test_of_nothing_every_format_is_made() -> None:
    made = files("empty")
    assert set(READ) <= set(made)
    assert any(name.endswith("ratings.csv") for name in made)
    assert "No measure is rated this quarter." in page_words(made["report.html"])
    assert "No measure is rated this quarter." in word_words(made["report.docx"])
    with pikepdf.open(io.BytesIO(made["report.pdf"])) as pdf:
        assert len(pdf.pages) >= 2
