"""What the report says, as blocks in reading order: every word that is not a council's own stands in this package."""

from flows.report.content.cover import banners, closing, masthead, running, title
from flows.report.content.opening import board, contents, notice
from flows.report.content.sections import sections
from flows.report.document import Document
from flows.report.model import Report


def document_of(report: Report) -> Document:
    """The report as a document, for all writers alike."""
    cover = report.cover
    return Document(
        title=title(cover),
        cover=cover,
        blocks=(masthead(cover), *notice(report), board(report), contents(report), *sections(report)),
        banners=banners(cover),
        closing=closing(cover),
        running=running(cover),
    )
