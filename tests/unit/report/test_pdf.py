"""The PDF: kept rules of PDF/UA and PDF/A, a structure that can be heard, every word in order, nothing cut off."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Object

from flows.report.content import document_of
from flows.report.document import Column, Commentary, Document, Group, Heading, Paragraph, Table, strings
from flows.report.glyphs import speakable
from flows.report.pdf import render_pdf
from flows.report.typesetting import plain
from tests.unit.report.document_factory import EMOJI, MARKUP, RIGHT_TO_LEFT, bare_document, said, sample_document
from tests.unit.report.parity import unsaid
from tests.unit.report.report_factory import sample_report

poppler = pytest.mark.skipif(
    not (shutil.which("pdftotext") and shutil.which("pdfinfo")),
    reason="pdftotext and pdfinfo (poppler-utils) read the PDF",
)
STANDARDS = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A]
LONG = "Attendance is everybody’s business. " * 280
WIDE = Table(
    "wide",
    "A table of many columns",
    tuple(Column(f"Column {place}") for place in range(14)),
    tuple(tuple(said(f"Considerable {row}") for _ in range(14)) for row in range(60)),
)
HOSTILE = (
    Heading(2, said(MARKUP), "hostile"),
    *(Paragraph(said(text)) for text in (MARKUP, EMOJI, "x" * 300, "line\nbreak\tand tab \x07bell")),
    Paragraph(said("It leads nowhere.", to="nowhere")),
    Paragraph(said("It leads to the heading.", to="hostile")),
    Heading(3, said("A second heading of one name"), "hostile"),
    Commentary("PED09 01", "Commentary", (LONG, MARKUP), ""),
    WIDE,
    Paragraph(said("After the wide table.")),
)
EMPTY = {
    "performance": [],
    "trend": [],
    "milestones": [],
    "supplies": [],
    "findings": [],
    "lineage": [],
    "revisions": [],
}


def internal() -> Document:
    return document_of(sample_report("internal", "draft"))


def public() -> Document:
    return document_of(sample_report("public", "issued"))


def hostile() -> Document:
    return sample_document(Group("section", HOSTILE))


def empty() -> Document:
    return document_of(sample_report("public", "issued", **EMPTY))


DOCUMENTS = {
    "internal draft": internal,
    "public issued": public,
    "hostile": hostile,
    "empty": empty,
    "bare": bare_document,
}


@cache
def rendered(name: str) -> tuple[Document, bytes]:
    document = DOCUMENTS[name]()
    return document, render_pdf(document)


@pytest.fixture(params=DOCUMENTS)
def made(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    return rendered(request.param)


@dataclass(frozen=True)
class Element:
    """An element of the structure: its kind, its alternative text, the scope of a header, what is in it."""

    kind: str
    alt: str
    scope: str
    kids: tuple["Element", ...]

    def all(self, *kinds: str) -> list["Element"]:
        own = [self] if self.kind in kinds else []
        return own + [found for kid in self.kids for found in kid.all(*kinds)]


@cache
def structure(name: str) -> Element:
    with pikepdf.open(BytesIO(rendered(name)[1])) as pdf:
        return _element(pdf.Root.StructTreeRoot)


def _element(found: Object) -> Element:
    kids = found.get("/K")
    inside = list(kids) if isinstance(kids, Array) else [kids]
    known = list(found.get("/A", [])) if "/S" in found else []
    scopes = [str(each.Scope)[1:] for each in known if "/Scope" in each]
    scopes += ["lists headers" for each in known if len(each.get("/Headers", []))]
    return Element(
        str(found.get("/S", "/Root"))[1:],
        str(found.get("/Alt", "")),
        "".join(scopes),
        tuple(_element(kid) for kid in inside if isinstance(kid, Dictionary) and "/S" in kid),
    )


@pytest.mark.parametrize("standard", STANDARDS, ids=str)
def test_a_checker_finds_no_fault(made: tuple[Document, bytes], standard: page.ValidationProfile) -> None:
    found = page.validate_pdf_bytes(made[1], profile=standard)
    assert [each for each in found.failures if not is_mistaken(each, made[1])] == []


def is_mistaken(failure: page.ValidationFailure, content: bytes) -> bool:
    """The checker takes the end of a stream that ends in a carriage return for the end of a line, one byte short."""
    if failure.rule_id != "PDFA2A-STREAM-LENGTH-001" or failure.object_id is None:
        return False
    with pikepdf.open(BytesIO(content)) as pdf:
        stream = pdf.get_object((failure.object_id.object_number, failure.object_id.generation))
        raw = stream.read_raw_bytes()
        return raw.endswith(b"\r") and len(raw) == int(stream.Length)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_headings_start_at_one_and_skip_no_level(name: str) -> None:
    levels = [int(each.kind[1]) for each in structure(name).all("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_table_has_headers_of_columns_and_of_rows(name: str) -> None:
    tables = structure(name).all("Table")
    assert len(tables) > 3 or name in ("empty", "bare")
    for table in tables:
        head, *body = (row.kids for row in table.all("TR"))
        assert {(cell.kind, cell.scope) for cell in head} == {("TH", "Column")}
        assert all((row[0].kind, row[0].scope) == ("TH", "Row") for row in body)
        assert {(cell.kind, cell.scope) for row in body for cell in row[1:]} <= {("TD", "")}


@pytest.mark.parametrize("name", ["internal draft", "public issued", "hostile"])
def test_every_picture_says_what_it_shows(name: str) -> None:
    pictures = structure(name).all("Figure")
    assert len(pictures) >= 7
    assert all(len(picture.alt) > 40 for picture in pictures)


@poppler
@pytest.mark.parametrize("name", ["internal draft", "public issued", "hostile", "empty"])
def test_every_word_is_there_in_order(name: str) -> None:
    document, content = rendered(name)
    every = strings((*document.banners, *document.blocks, *document.closing))
    assert unsaid((speakable(plain(text)) for text in every), written(document, content)) == []


@pytest.mark.parametrize("name", ["internal draft", "hostile"])
def test_what_is_heard_is_in_the_order_in_which_it_is_written(name: str) -> None:
    with pikepdf.open(BytesIO(rendered(name)[1])) as pdf:
        sheets = {sheet.obj.objgen: place for place, sheet in enumerate(pdf.pages)}
        heard = list(_marks(pdf.Root.StructTreeRoot, sheets, 0))
    assert len(heard) > 500
    assert heard == sorted(heard)


def _marks(element: Object, sheets: dict[tuple[int, int], int], place: int) -> Iterator[tuple[int, int]]:
    place = sheets[element.Pg.objgen] if "/Pg" in element else place
    kids = element.get("/K")
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            yield place, kid
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            yield sheets[kid.Pg.objgen] if "/Pg" in kid else place, int(kid.MCID)
        elif isinstance(kid, Dictionary) and "/S" in kid:
            yield from _marks(kid, sheets, place)


@poppler
def test_words_that_run_from_right_to_left_are_there() -> None:
    document = sample_document(Paragraph(said(RIGHT_TO_LEFT)), Commentary("P", "Commentary", ("مدرسة النور",)))
    text = written(document, render_pdf(document))
    assert all(word in text or word[::-1] in text for word in [*RIGHT_TO_LEFT.split(), "مدرسة", "النور"])


def written(document: Document, content: bytes) -> str:
    """The words of all pages, without those that stand on every page."""
    running = document.running
    pages = _pdftotext("-raw", content).split("\f")
    edges = [re.escape(running.foot), re.escape(f"{document.cover.council} {running.head}".strip()), r"Page \d+ of \d+"]
    edges += [document.cover.mark] if document.cover.mark else []  # the watermark
    return "".join(re.sub(rf"^({'|'.join(edges)}| )+$", "", text, flags=re.MULTILINE) for text in pages)


def _pdftotext(option: str, content: bytes) -> str:
    command = ["pdftotext", "-enc", "UTF-8", option, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


@poppler
@pytest.mark.parametrize("name", ["internal draft", "public issued", "hostile"])
def test_nothing_leaves_the_page(name: str) -> None:
    for sheet in _pdftotext("-bbox", rendered(name)[1]).split("<page ")[1:]:
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', sheet)[:2])
        for left, top, right, bottom in re.findall(
            r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(?!DRAFT)', sheet
        ):
            assert 30 < float(left) <= float(right) < width - 30
            assert 20 < float(top) <= float(bottom) < height - 20


@poppler
def test_the_board_has_page_one_and_every_page_says_what_copy_it_is() -> None:
    document, content = rendered("internal draft")
    pages = _pdftotext("-layout", content).split("\f")[:-1]
    assert "The quarter at a glance" in pages[0]
    assert "How complete the data is" in pages[0]
    assert "Contents" in pages[1]
    for place, text in enumerate(pages, start=1):
        assert "DRAFT · NOT THE COUNCIL’S AGREED REPORT · INTERNAL · NOT FOR PUBLICATION" in text
        assert document.running.foot in text
        assert f"Page {place} of {len(pages)}" in text
    assert "DRAFT" not in _pdftotext("-layout", rendered("public issued")[1])


def test_a_table_of_many_columns_lies_on_its_side_and_the_rest_does_not() -> None:
    with pikepdf.open(BytesIO(rendered("hostile")[1])) as pdf:
        sideways = [each.mediabox[2] > each.mediabox[3] for each in pdf.pages]
    assert any(sideways)
    assert not sideways[0]
    assert not sideways[-1]


def test_links_lead_within_the_document_and_the_outline_has_its_headings() -> None:
    document, content = rendered("internal draft")
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        kinds = {str(note.get("/Subtype")) for sheet in pdf.pages for note in sheet.get("/Annots", [])}
        actions = [note.get("/A") for sheet in pdf.pages for note in sheet.get("/Annots", [])]
        titles = [each.title for top in outline.root for each in top.children]
        assert pdf.docinfo["/Title"] == document.title
    assert kinds == {"/Link"}
    assert all(action is None or str(action.get("/S")) == "/GoTo" for action in actions)
    assert any("Performance by objective" in title for title in titles)


def test_the_same_report_is_the_same_bytes_on_any_machine() -> None:
    program = (
        "import hashlib; from tests.unit.report.test_pdf import internal; from flows.report.pdf import render_pdf; "
        "from flows.report.word import render_word; document = internal(); "
        "print(*(hashlib.sha256(write(document)).hexdigest() for write in (render_pdf, render_word)))"
    )
    from flows.report.word import render_word

    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    root = str(Path(__file__).parents[3])
    other = subprocess.run(
        [sys.executable, "-c", program],
        env={**elsewhere, "PYTHONPATH": root},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    document, content = rendered("internal draft")
    assert other.stdout.split() == [hashlib.sha256(each).hexdigest() for each in (content, render_word(document))]
