"""The officers' words out of an edited copy of the report: what stands at each measure's place for commentary.

A place is known by its bookmark, which Word and LibreOffice both keep; where that was lost, by the headings above it.
Changes that Word tracks are read as if they were accepted.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from flows.report.word_identity import PLACE, WITHOUT, CopyOf, checked, copy_of, name_of
from flows.report.word_styles import COMMENTARY_STYLE, HEADING_STYLES, INSTEAD_STYLE, REFERENCE_STYLE
from transforms.errors import DataRejected

LARGEST = 200_000_000  # bytes, unpacked
_PROPERTIES = "docProps/core.xml"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_LEFT_OUT = {qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:drawing", "w:pict", "w:object")}
_LEFT_OUT.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NUMBER_BEHIND = re.compile(r"_b\d+$")
_NOTE = "No commentary was written"
_OUR_STYLES = (COMMENTARY_STYLE, INSTEAD_STYLE)
_MEASURE, _COMMENTARY = HEADING_STYLES[2:]


@dataclass(frozen=True)
class ReturnedCopy:
    """An edited copy: of which publication, and the paragraphs about each measure. Without words, there are none."""

    copy: CopyOf
    commentary: dict[str, tuple[str, ...]]


@dataclass
class _Paragraph:
    text: str
    style: str
    in_table: bool
    bookmarks: list[str] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.style.startswith("Heading")


def read_copy(path: Path) -> ReturnedCopy:
    """What an edited copy holds, whatever it is a copy of."""
    content = path.read_bytes()
    document = _opened(content, path.name)
    paragraphs, ranges = _read(document)
    found = copy_of(_keywords(content), [name for each in paragraphs for name in each.bookmarks])
    if found is None:
        raise DataRejected(
            f"{path.name} is no report of this program, or no longer known as one.",
            "Edit the report.docx that lies in the report's folder, and return that file.",
        )
    return ReturnedCopy(found, _commentary(paragraphs, ranges, _references(document)))


def _keywords(content: bytes) -> str:
    """Out of the part itself: LibreOffice names it in a way that python-docx does not know."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if _PROPERTIES not in archive.namelist():
            return ""
        return parse_xml(archive.read(_PROPERTIES)).findtext(_KEYWORDS) or ""


def _opened(content: bytes, name: str) -> WordDocument:
    if content.startswith(_OLD_OR_LOCKED):
        message = f"{name} is a document of an old kind (.doc), or has a password."
        raise DataRejected(message, "Save it as a Word document (.docx), without a password.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise DataRejected(f"{name} is larger than any report.", "Take out the pictures that were added.")
        return docx.Document(BytesIO(content))
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError):
        raise DataRejected(
            f"{name} is no Word document, or is damaged.", "Open it in Word and save it again as .docx."
        ) from None


def _read(document: WordDocument) -> tuple[list[_Paragraph], dict[str, tuple[int, int]]]:
    """All paragraphs in order, and for each bookmark the first and the last that it holds.

    LibreOffice makes several of a bookmark over more than one paragraph: together they hold the same.
    """
    names = {style.style_id: style.name or "" for style in document.styles}
    paragraphs: list[_Paragraph] = []
    open_at: dict[str, tuple[str, int]] = {}
    ranges: dict[str, tuple[int, int]] = {}
    for each in document.element.body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        inside = next(each.iterancestors(qn("w:p")), None) is not None
        if each.tag == qn("w:p") and not inside:
            paragraphs.append(_paragraph(each, names))
        elif each.tag == qn("w:bookmarkStart"):
            open_at[each.get(qn("w:id"))] = each.get(qn("w:name")), len(paragraphs) - inside
        elif each.tag == qn("w:bookmarkEnd") and each.get(qn("w:id")) in open_at:
            name, start = open_at.pop(each.get(qn("w:id")))
            first, last = ranges.get(name, (start, start))
            ranges[name] = min(first, start), max(last, start, len(paragraphs) - 1)
    for name, (start, _) in ranges.items():
        if start < len(paragraphs):
            paragraphs[start].bookmarks.append(name)
    return paragraphs, ranges


def _paragraph(element: BaseOxmlElement, names: dict[str, str]) -> _Paragraph:
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = names.get(style.get(qn("w:val")), "") if style is not None else ""
    in_table = next(element.iterancestors(qn("w:tbl")), None) is not None
    return _Paragraph("".join(_texts(element)).strip(), name.replace("heading", "Heading"), in_table)


def _texts(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _LEFT_OUT:
            yield from _texts(child)


def _references(document: WordDocument) -> list[str]:
    """The measures' references, as the tables name them, the longest first."""
    styles = [style.style_id for style in document.styles if style.name == REFERENCE_STYLE]
    runs = document.element.body.iter(qn("w:rStyle"))
    named = [run.getparent().getparent() for run in runs if run.get(qn("w:val")) in styles]
    return sorted({"".join(_texts(run)).strip() for run in named}, key=lambda ref: (-len(ref), ref))


def _commentary(
    paragraphs: list[_Paragraph], ranges: dict[str, tuple[int, int]], references: list[str]
) -> dict[str, tuple[str, ...]]:
    """What stands at each place, in the order of the file. A bookmark goes before headings that say the same."""
    places: list[tuple[int, str, range]] = []
    read: set[int] = set()
    for name, (first, last) in sorted(ranges.items(), key=lambda pair: pair[1]):
        if name.startswith(f"{PLACE}_"):
            rows = _whole_place(paragraphs, first, last)
            read.update(rows)
            places.append((rows.start, _reference(name, references), rows))
    for ref, rows in _by_headings(paragraphs, references):
        if rows and read.isdisjoint(rows):
            places.append((rows.start, ref, rows))
    found: dict[str, tuple[str, ...]] = {}
    for _, ref, rows in sorted(places, key=lambda place: place[0]):
        found[ref] = found.get(ref, ()) + _words(paragraphs, rows)
    return found


def _reference(bookmark: str, references: list[str]) -> str:
    """The measure that a bookmark is named after: ``commentary_PED01_01`` after PED01 01."""
    named = {name_of(PLACE, ref): ref for ref in references}
    name = _NUMBER_BEHIND.sub("", bookmark)
    return named.get(name) or name.removeprefix(f"{PLACE}_").replace("_", " ")


def _whole_place(paragraphs: list[_Paragraph], first: int, last: int) -> range:
    """The bookmark's paragraphs, and those of our styles that were written right before or after them."""
    while first and _goes_on(paragraphs[first - 1]):
        first -= 1
    while last + 1 < len(paragraphs) and _goes_on(paragraphs[last + 1]):
        last += 1
    return range(first, min(last + 1, len(paragraphs)))


def _goes_on(paragraph: _Paragraph) -> bool:
    return paragraph.style in _OUR_STYLES and not any(name.startswith(f"{PLACE}_") for name in paragraph.bookmarks)


def _words(paragraphs: list[_Paragraph], places: range) -> tuple[str, ...]:
    return tuple(paragraphs[place].text for place in places if _is_said(paragraphs[place]))


def _is_said(paragraph: _Paragraph) -> bool:
    """Whether an officer said it: not an empty line, nor our own note that nothing was written."""
    notes = [name for name in paragraph.bookmarks if name.startswith(f"{WITHOUT}_")]
    if notes:
        is_note = any(name.startswith(f"{WITHOUT}_{checked(paragraph.text)}") for name in notes)
    else:
        is_note = paragraph.style == INSTEAD_STYLE and paragraph.text.startswith(_NOTE)
    return bool(paragraph.text) and not is_note


def _by_headings(paragraphs: list[_Paragraph], references: list[str]) -> Iterator[tuple[str, range]]:
    """Places by the heading of the measure and that of the commentary below it."""
    ref = ""
    for place, each in enumerate(paragraphs):
        if each.style == _MEASURE:
            ref = next((known for known in references if each.text == known or each.text.startswith(f"{known} ")), "")
        elif ref and each.style == _COMMENTARY and each.text.startswith("Commentary"):
            after = range(place + 1, len(paragraphs))
            end = next(
                (row for row in after if paragraphs[row].is_heading or paragraphs[row].in_table), len(paragraphs)
            )
            yield ref, range(place + 1, end)
