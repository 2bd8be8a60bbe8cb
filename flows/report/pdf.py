"""The report as PDF, by Typst: tagged for readers who hear it (PDF/UA-1), made to be kept (PDF/A-2A).

The document goes in as data beside one template; no word of it is read as markup. Fonts come with packages alone, so
that every machine makes the same bytes.
"""

import json
from datetime import UTC, datetime

import typst

from flows.report.document import Document
from flows.report.glyphs import shapeless, speakable, with_names
from flows.report.page import TEMPLATES
from flows.report.pdf_tags import finished
from flows.report.print_data import made_on, print_data
from flows.report.typesetting import faults_told, fonts


def render_pdf(document: Document) -> bytes:
    """The document as PDF. The same document gives the same bytes."""
    content = speakable(json.dumps(print_data(document), ensure_ascii=False))
    moment = datetime.combine(made_on(document.cover), datetime.min.time(), UTC)
    with faults_told():
        try:
            made = _set(content, moment)
        except typst.TypstError as error:
            beside_others = shapeless(error)  # a character may have a shape alone, and none with the one next to it
            if not beside_others:
                raise
            made = _set(with_names(content, beside_others), moment)
    return finished(made)


def _set(content: str, moment: datetime) -> bytes:
    return typst.compile(
        TEMPLATES / "report.typ",
        format="pdf",
        font_paths=fonts(),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=moment,
        sys_inputs={"report": content},
    )
