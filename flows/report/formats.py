"""The formats that a report is written in. Each loads its libraries when it is asked for, since some take seconds."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from flows.report.model import Report
from transforms.errors import UsageError

Files = dict[str, bytes]


@dataclass(frozen=True)
class Format:
    """A format by the name that a command calls it, and what writes its files.

    ``begin``: begins them instead, leaves a part to do beside other formats, and gives what ends them.
    """

    name: str
    write: Callable[[Report], Files]
    begin: Callable[[Report, Executor], Callable[[], Files]] | None = None


def _html(report: Report) -> Files:
    from flows.report.page import render_html

    return {"report.html": render_html(report).encode("utf-8")}


def _pdf(report: Report) -> Files:
    from flows.report.content import document_of
    from flows.report.pdf import render_pdf

    return {"report.pdf": render_pdf(document_of(report))}


def _pdf_begun(report: Report, beside: Executor) -> Callable[[], Files]:
    from flows.report import pdf
    from flows.report.content import document_of

    made = beside.submit(pdf.pages, pdf.to_set(document_of(report)))
    from flows.report.pdf_tags import finished  # loaded while the pages are set

    return lambda: {"report.pdf": finished(made.result())}


def _docx(report: Report) -> Files:
    from flows.report.content import document_of
    from flows.report.word import render_word

    return {"report.docx": render_word(document_of(report))}


def _xlsx(report: Report) -> Files:
    from flows.report.book import book_of
    from flows.report.spreadsheet import workbook

    return {"tables.xlsx": workbook(book_of(report))}


def _ods(report: Report) -> Files:
    from flows.report.book import book_of
    from flows.report.opendocument import spreadsheet

    return {"tables.ods": spreadsheet(book_of(report))}


def _csv(report: Report) -> Files:
    from flows.report.open_data import open_data_files

    return open_data_files(report)


FORMATS = (
    Format("html", _html),
    Format("pdf", _pdf, _pdf_begun),
    Format("docx", _docx),
    Format("xlsx", _xlsx),
    Format("ods", _ods),
    Format("csv", _csv),
)
ALL_FORMATS = tuple(each.name for each in FORMATS)


def named_formats(text: str) -> tuple[str, ...]:
    """The formats of ``html,csv``, in the order in which they are written. Raises UsageError for one there is not."""
    wanted = {name.strip().lower() for name in text.split(",") if name.strip()}
    unknown = sorted(wanted.difference(ALL_FORMATS))
    if unknown or not wanted:
        said = f"There is no format {', '.join(unknown)}." if unknown else "No format is named."
        raise UsageError(said, f"Known: {', '.join(ALL_FORMATS)}. Name them with commas between.")
    return tuple(name for name in ALL_FORMATS if name in wanted)


def rendered_files(report: Report, formats: Iterable[str] = ALL_FORMATS) -> Files:
    """The files of a report in some formats, by name. The same report gives the same bytes.

    A PDF is begun first: while its pages are set, which leaves Python's lock alone, the others are written.
    """
    wanted = set(formats)
    chosen = [each for each in FORMATS if each.name in wanted]
    with ThreadPoolExecutor(1) as beside:
        begun = {each.name: each.begin(report, beside) for each in chosen if each.begin}
        written = {each.name: each.write(report) for each in chosen if each.name not in begun}
        written |= {name: end() for name, end in begun.items()}
    return {name: content for each in chosen for name, content in written[each.name].items()}
