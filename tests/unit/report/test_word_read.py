"""Officers' words out of an edited copy, with bookmarks and without. As LibreOffice leaves it: test_commentary."""

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from flows.report.content import document_of
from flows.report.word import render_word
from flows.report.word_identity import CopyOf
from flows.report.word_read import read_copy
from tests.unit.report.report_factory import sample_report
from transforms.errors import DataRejected

COPY = CopyOf("Merebridge", "2025-26-Q1", 12, "internal")
ATTENDANCE = (
    "Attendance has recovered by half a point since last summer.",
    "Secondary schools account for most of the gap; the campaign should show in the autumn.",
)
WRITTEN = {"PED01 01": ATTENDANCE, "PED02 04": ("Two moves to fostering are planned for August.",)}
MEASURES = ["PED01 01", "PED01 02", "PED01 03", "PED02 01", "PED02 02", "PED02 03", "PED02 04", "PED02 05"]
NEW = "The new panel meets each week: 12 of 15 were heard, & <3> are to come. 😀 مدرسة"


@cache
def report() -> bytes:
    return render_word(document_of(sample_report("internal", "draft")))


def edited(folder: Path, change: Callable[[WordDocument], object]) -> Path:
    word = docx.Document(BytesIO(report()))
    change(word)
    path = folder / "returned.docx"
    word.save(str(path))
    return path


def said(word: WordDocument, opening: str) -> Paragraph:
    return next(each for each in word.paragraphs if each.text.startswith(opening))


def note(word: WordDocument) -> Paragraph:
    """That nothing was written about PED01 02."""
    return said(word, "No commentary was written")


def no_bookmarks(word: WordDocument) -> None:
    for each in list(word.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        each.getparent().remove(each)


def test_an_unchanged_copy_says_what_was_written(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda _word: None)
    returned = read_copy(path)
    assert returned.copy == COPY
    assert list(returned.commentary) == MEASURES
    assert {ref: words for ref, words in returned.commentary.items() if ref in WRITTEN} == WRITTEN
    assert returned.commentary["PED01 02"] == ()


def replace_first(word: WordDocument) -> None:
    said(word, "Attendance has recovered").runs[0].text = NEW


def write_below(word: WordDocument) -> None:
    """As when Enter is pressed at the end, and again in the empty line."""
    below = said(word, "Secondary schools account")
    for text in (NEW, "And more."):
        below._p.addnext(parse_xml(_paragraph(text)))
        below = Paragraph(below._p.getnext(), below._parent)


def write_after_the_place(word: WordDocument) -> None:
    heading = next(each for each in word.paragraphs if each.text == "What the figure rests on")
    heading.insert_paragraph_before(NEW, style="Commentary")


def track_changes(word: WordDocument) -> None:
    first = said(word, "Attendance has recovered")
    run = first.runs[0]._r
    run.find(qn("w:t")).tag = qn("w:delText")
    gone, new = parse_xml(f"<w:del {nsdecls('w')} w:id='900'/>"), parse_xml(f"<w:ins {nsdecls('w')} w:id='901'/>")
    run.addprevious(gone)
    gone.append(run)
    gone.addnext(new)
    new.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Tracked</w:t><w:tab/><w:t>words</w:t></w:r>"))


def empty_it(word: WordDocument) -> None:
    for text in ATTENDANCE:
        said(word, text[:20]).runs[0].text = ""


def delete_it(word: WordDocument) -> None:
    for text in ATTENDANCE:
        element = said(word, text[:20])._p
        element.getparent().remove(element)


def _paragraph(text: str) -> str:
    return f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (replace_first, (NEW, ATTENDANCE[1])),
        (write_below, (*ATTENDANCE, NEW, "And more.")),
        (write_after_the_place, (*ATTENDANCE, NEW)),
        (track_changes, ("Tracked\twords", ATTENDANCE[1])),
        (empty_it, ()),
        (delete_it, ()),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_an_officer_wrote_is_read(
    tmp_path: Path, change: Callable[[WordDocument], object], expected: tuple[str, ...]
) -> None:
    returned = read_copy(edited(tmp_path, change)).commentary
    assert returned["PED01 01"] == expected
    assert returned["PED02 04"] == WRITTEN["PED02 04"]
    assert list(returned) == MEASURES


def overwrite(word: WordDocument) -> None:
    note(word).runs[0].text = NEW


def write_under_the_note(word: WordDocument) -> None:
    note(word)._p.addnext(parse_xml(_paragraph(NEW)))


@pytest.mark.parametrize("change", [overwrite, write_under_the_note], ids=["over it", "under it"])
@pytest.mark.parametrize("lost", [False, True], ids=["bookmarks", "no bookmarks"])
def test_the_note_that_nothing_was_written_is_no_commentary(
    tmp_path: Path, change: Callable[[WordDocument], object], lost: bool
) -> None:
    def both(word: WordDocument) -> None:
        change(word)
        if lost:
            no_bookmarks(word)

    returned = read_copy(edited(tmp_path, both)).commentary
    assert returned["PED01 02"] == (NEW,)
    assert returned["PED01 03"] == ()


def test_without_bookmarks_the_headings_tell_the_places(tmp_path: Path) -> None:
    path = edited(tmp_path, no_bookmarks)
    assert read_copy(path) == read_copy(edited(tmp_path, lambda _word: None))


def test_without_keywords_the_title_tells_the_publication(tmp_path: Path) -> None:
    def emptied(word: WordDocument) -> None:
        word.core_properties.keywords = ""

    assert read_copy(edited(tmp_path, emptied)).copy == CopyOf("", "2025-26-Q1", 12, "internal")


def archive(**parts: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as held:
        for name, content in parts.items():
            held.writestr(name, content)
    return made.getvalue()


def other_document() -> bytes:
    made = BytesIO()
    word = docx.Document()
    word.add_heading("Commentary", 4)
    word.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 damaged", "no Word document, or is damaged"),
        (b"plain words", "no Word document, or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (archive(words="only"), "no Word document, or is damaged"),
        (other_document(), "no report of this program"),
        (report()[:-300], "no Word document, or is damaged"),
    ],
    ids=["damaged", "text", "old", "archive", "other", "cut off"],
)
def test_what_is_no_report_of_ours_is_rejected(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "returned.docx"
    path.write_bytes(content)
    with pytest.raises(DataRejected, match=message) as caught:
        read_copy(path)
    assert caught.value.fix
