"""An officer's workbook: what it shows, what of it comes back, and what is said of one that is wrong."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from flows.commentary.form import COMMENTARY, form_of, mark_of
from flows.commentary.returned import LONGEST, read_returned
from flows.commentary.workbook import workbook_bytes
from tests.filled import filled
from tests.unit.commentary.commentary_factory import sample_basis, workbook_of, written_about
from transforms.errors import DataRejected, UsageError
from transforms.officers_words import Words

WORDS = ("Commentary", "PED01 02", "Your words")
FORMULA = '=HYPERLINK("http://example.org")'


def cells(file: Path, sheet: str) -> list[list[str]]:
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in rows]


def line(file: Path, sheet: str, first: str) -> dict[str, str]:
    """A line of a sheet by its first cell, by heading."""
    rows = cells(file, sheet)
    headings = next(row for row in rows if row.count("") < 2)
    return dict(zip(headings, next(row for row in rows[rows.index(headings) :] if row[0] == first), strict=True))


def test_each_officer_gets_the_sheets_that_are_theirs() -> None:
    names = {who: [sheet.name for sheet in form_of(sample_basis(), who)] for who in ("RS", "MK", "AP")}
    own, written = ["About", "Commentary", "Figures"], ["Key developments", "Emerging issues"]
    assert names == {
        "RS": [*own, "Breakdowns", "Milestones", *written, "Sign-off"],
        "MK": [*own, "Milestones", *written, "Equality", "Sign-off"],
        "AP": ["About", "Sign-off"],
    }
    assert not sample_basis().has_something_for("XX")


def test_figures_read_as_in_the_report_and_breakdowns_stand_beside(tmp_path: Path) -> None:
    file = workbook_of(sample_basis(), "RS", tmp_path)
    shown = line(file, "Figures", "PED01 03")
    assert (shown["Now"], shown["Target"], shown["Progress"], shown["Last year"]) == (
        "2.4%",
        "2.0%",
        "Uncertain",
        "2.1%",
    )
    broken_down = line(file, "Breakdowns", "PED01 01")
    assert (broken_down["Item"], broken_down["Now"]) == ("Illness", "4")
    assert (broken_down["Quarter before"], broken_down["Same quarter last year"]) == ("7", "6")
    words = line(file, "Commentary", "PED01 01")
    assert words["Last quarter's words"] == "Last quarter's words."
    assert words["Your words"] == words["Words so far"]
    assert words["Words so far"].startswith("Attendance has recovered")
    assert line(file, "Commentary", "PED01 02")["Your words"] == ""


def test_the_same_figures_and_words_give_the_same_workbook() -> None:
    assert workbook_bytes(form_of(sample_basis(), "RS")) == workbook_bytes(form_of(sample_basis(), "RS"))


def test_only_cells_for_words_are_open(tmp_path: Path) -> None:
    file = workbook_of(sample_basis(), "RS", tmp_path)
    with zipfile.ZipFile(file) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all("<sheetProtection " in sheet for sheet in sheets)
        formats = re.findall(
            r"<xf [^>]*?(?:/>|>.*?</xf>)", book.read("xl/styles.xml").decode().partition("<cellXfs")[2]
        )
    opened = {str(place) for place, each in enumerate(formats) if 'locked="0"' in each}
    found = {
        cell for sheet in sheets for cell, style in re.findall(r'<c r="([A-Z])\d+" s="(\d+)"', sheet) if style in opened
    }
    assert found == set("BCDEFGH"), "no first column, no hidden one"


def test_what_was_filled_in_comes_back_with_what_it_was_about(tmp_path: Path) -> None:
    basis = sample_basis()
    back = filled(
        workbook_of(basis, "RS", tmp_path),
        {
            WORDS: f"{FORMULA}\nTwo lines.\n\nA new paragraph.  ",
            ("Commentary", "PED01 02", "Written by"): "Jonas Thwaite",
            ("Commentary", "PED01 02", "Written on"): "18/07/2025",
            ("Milestones", "PED01a", "Your words"): "All have signed.",
            ("Key developments", "1", "Section"): "A new hub",
            ("Key developments", "1", "Your words"): "It opened.",
            ("Sign-off", "officer", "Signed by"): "Rachel Stone",
        },
    )
    returned = read_returned(back)
    assert (returned.council, returned.quarter, returned.publication_id) == ("merebridge", "2025-26-Q1", 12)
    assert [(each.kind, each.subject, each.officer, each.text) for each in returned.texts] == [
        ("measure", "PED01 02", "Jonas Thwaite", f"{FORMULA}\nTwo lines.\n\nA new paragraph."),
        ("milestone", "PED01a", "", "All have signed."),
        ("key_developments", "A new hub", "", "It opened."),
    ]
    assert returned.texts[0].written_on == date(2025, 7, 18)
    assert returned.texts[0].figures == mark_of(basis, "PED01 02")
    assert returned.blank == ("PED01 03",)
    assert [(each.role, each.signed_by) for each in returned.signed] == [("officer", "Rachel Stone")]


def test_words_whose_figures_changed_are_shown_and_not_filled_in(tmp_path: Path) -> None:
    basis = sample_basis()
    words = written_about(basis.council, "PED01 02", "It fell.", figures="0" * 64)
    file = workbook_of(sample_basis(Words(basis.words.narrative, (words,))), "RS", tmp_path)
    shown = line(file, COMMENTARY, "PED01 02")
    assert shown["Words so far"].startswith("[About publication 12. Figures have changed since: write it anew.]")
    assert shown["Your words"] == ""
    again = read_returned(filled(file, {WORDS: "It fell."}))
    assert [each.text for each in again.texts] == ["It fell."], "the officer says it again, of the new figures"


@pytest.mark.parametrize(
    ("cell", "text", "complaint"),
    [
        (
            ("Commentary", "PED01 02", "Written on"),
            "last week",
            r"sheet Commentary, row 5, column Written on: it holds no date",
        ),
        (WORDS, "x" * (LONGEST + 1), "row 5, column Your words: 10,001 characters; a report takes 10,000"),
        (
            ("Key developments", "2", "Your words"),
            "Untitled.",
            "sheet Key developments, row 5, column Section: it is empty",
        ),
        (
            ("Key developments", "2", "Section"),
            "A title",
            "sheet Key developments, row 5, column Your words: it is empty",
        ),
        (("Sign-off", "officer", "Signed on"), "2025-07-18", "sheet Sign-off, row 4, column Signed by: it is empty"),
        (("About", "What", "Which"), "That", "its sheet About does not say Council"),
        (("About", "Layout", "Which"), "0", "made by another version"),
        (("About", "Publication", "Which"), "twelve", "does not say Publication"),
        (("Commentary", "Measure", "Your words"), "My words", r"sheet Commentary: its headings .* are not there"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_row_and_column(
    tmp_path: Path, cell: tuple[str, str, str], text: str, complaint: str
) -> None:
    file = workbook_of(sample_basis(), "RS", tmp_path)
    words = {WORDS: "It fell."} if cell[0] == "Commentary" and cell[1] == "PED01 02" else {}
    with pytest.raises(DataRejected, match=complaint) as rejected:
        read_returned(filled(file, {**words, cell: text}))
    assert rejected.value.fix


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        ("Key developments", "1", "Your words"): "Untitled.",
        ("Sign-off", "officer", "Signed on"): "2025-07-18",
    }
    with pytest.raises(DataRejected, match="nothing of it was taken in") as rejected:
        read_returned(filled(workbook_of(sample_basis(), "RS", tmp_path), wrong))
    assert rejected.value.message.count("\n  sheet ") == 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"measure,text\n", "damaged"), (b"\xd0\xcf\x11\xe0old", "old kind"), (b"", "damaged")],
)
def test_files_that_are_no_workbooks_are_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "words.xlsx").write_bytes(content)
    with pytest.raises(DataRejected, match=complaint):
        read_returned(tmp_path / "words.xlsx")
    with pytest.raises(UsageError, match="cannot be read"):
        read_returned(tmp_path / "nowhere.xlsx")
