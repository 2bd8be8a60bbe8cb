"""The report as PDF, by Typst: tagged for readers who hear it (PDF/UA-1), made to be kept (PDF/A-2A).

The document goes in as data beside one template; no word of it is read as markup. Fonts come with packages alone, so
that every machine makes the same bytes. It is made in three parts: as data, as pages, and with what Typst leaves open.
To set the pages takes longest and leaves Python's lock alone, so that other work may be done beside it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typst

from flows.report.document import Document
from flows.report.glyphs import shapeless, speakable, with_names
from flows.report.print_data import made_on, print_data
from flows.report.typesetting import faults_told, fonts

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


@dataclass(frozen=True)
class ToSet:
    """What is to be set, as the template reads it, and the moment that stands in the file."""

    content: str
    moment: datetime


def render_pdf(document: Document) -> bytes:
    """The document as PDF. The same document gives the same bytes."""
    made = pages(to_set(document))
    from flows.report.pdf_tags import finished  # noqa: PLC0415 - loaded apart, so that it may be while pages are set

    return finished(made)


def to_set(document: Document) -> ToSet:
    """The document as data."""
    moment = datetime.combine(made_on(document.cover), datetime.min.time(), UTC)
    return ToSet(json.dumps(print_data(document), ensure_ascii=False), moment)


def pages(given: ToSet) -> bytes:
    """The pages, set by Typst, of which some things are left to finish."""
    with faults_told():
        content = speakable(given.content)
        try:
            return _set(content, given.moment)
        except typst.TypstError as error:
            beside_others = shapeless(error)  # a character may have a shape alone, and none with the one next to it
            if not beside_others:
                raise
            return _set(with_names(content, beside_others), given.moment)


def _set(content: str, moment: datetime) -> bytes:
    return typst.compile(
        _TEMPLATE,
        format="pdf",
        font_paths=fonts(),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=moment,
        sys_inputs={"report": content},
    )
