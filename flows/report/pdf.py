"""The report as PDF, by Typst: tagged for readers who hear it (PDF/UA-1), made to be kept (PDF/A-2A).

The document goes in as data beside one template; no word of it is read as markup. Fonts come with packages alone, so
that every machine makes the same bytes.
"""

import json
from datetime import UTC, datetime

import typst

from flows.report.document import Document
from flows.report.glyphs import speakable
from flows.report.page import TEMPLATES
from flows.report.pdf_tags import with_row_headers
from flows.report.print_data import made_on, print_data
from flows.report.typesetting import fonts


def render_pdf(document: Document) -> bytes:
    """The document as PDF. The same document gives the same bytes."""
    made = typst.compile(
        TEMPLATES / "report.typ",
        format="pdf",
        font_paths=fonts(),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=datetime.combine(made_on(document.cover), datetime.min.time(), UTC),
        sys_inputs={"report": speakable(json.dumps(print_data(document), ensure_ascii=False))},
    )
    return with_row_headers(made)
