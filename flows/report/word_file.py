"""What is set once for a Word file: its properties, the words at the edges of its pages, which way its sheets lie."""

from copy import deepcopy
from datetime import datetime, time

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from flows.report.document import Document, Running
from flows.report.print_data import made_on
from flows.report.typesetting import plain
from flows.report.word_identity import keywords
from flows.report.word_markup import Look, field, parsed, run

SHORT, LONG, MARGIN, EDGE = 11906, 16838, Pt(48), Pt(24)  # the sides of A4 in twentieths of a point


def set_properties(word: WordDocument, document: Document) -> None:
    """What the file says of itself. Its dates are those of the figures, so that the same report is the same bytes."""
    cover, properties = document.cover, word.core_properties
    properties.title, properties.author = plain(document.title), f"{cover.council} Council"
    properties.subject, properties.keywords = cover.quarter_title, keywords(cover)
    properties.comments, properties.last_modified_by, properties.language = "", properties.author, "en-GB"
    properties.created = properties.modified = datetime.combine(made_on(cover), time())
    properties.revision = 1


def set_edges(word: WordDocument, running: Running) -> None:
    """The words on every page, and the room around them."""
    section = word.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = EDGE
    counted = running.numbering.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0")
    foot = run(f"{running.foot} · ")
    foot += "".join(field(part) if part in ("PAGE", "NUMPAGES") else run(part) for part in counted)
    for edge, content in ((section.header, run(running.head, Look(bold=True))), (section.footer, foot)):
        for element in parsed(content):
            edge.paragraphs[0]._p.append(element)  # noqa: SLF001 - python-docx gives no other way to the element


def turn(section: BaseOxmlElement, is_sideways: bool) -> None:
    """Lay a section's sheets upright or on their side."""
    size = section.find(qn("w:pgSz"))
    for key, value in zip(("w", "h"), (LONG, SHORT) if is_sideways else (SHORT, LONG), strict=True):
        size.set(qn(f"w:{key}"), str(value))
    size.set(qn("w:orient"), "landscape" if is_sideways else "portrait")


def turned(word: WordDocument, is_sideways: bool) -> str:
    """The end of a section like the file's own, in the smallest of lines."""
    section = deepcopy(word.element.body.sectPr)
    turn(section, is_sideways)
    return '<w:rPr><w:sz w:val="2"/></w:rPr>' + section.xml
