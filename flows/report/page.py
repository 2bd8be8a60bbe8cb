"""The report, and suppliers' pages, each as one HTML file: no script, nothing fetched, everything inside."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.report.content import document_of
from flows.report.document import Document, Group, Running
from flows.report.markup import line_markup, markup
from flows.report.model import Cover, Report
from flows.report.suppliers import SupplierPage

TEMPLATES = Path(__file__).parent / "templates"
_BANNERS = {"draft": "Status of this copy", "internal": "Who may see this copy"}  # as landmarks of the page are named


def render_html(report: Report) -> str:
    """The whole report as a page. The same report gives the same bytes."""
    return render_page(document_of(report))


def render_page(document: Document) -> str:
    """A document as a page."""
    masthead, *main = document.blocks
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            document=document,
            labels=_BANNERS,
            masthead=markup(masthead.blocks if isinstance(masthead, Group) else (masthead,)),
            main=markup(main),
            closing=markup(document.closing),
            pages=_printed_pages(document.running),
        )
    )


def render_supplier(page: SupplierPage) -> str:
    """A supplier's page as text."""
    return _environment().get_template("supplier.html.j2").render(page=page, cover=page.cover)


def render_suppliers(pages: Sequence[SupplierPage], cover: Cover) -> str:
    """The page that leads to each supplier's."""
    return _environment().get_template("suppliers.html.j2").render(pages=pages, cover=cover)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = line_markup
    environment.filters["lowered"] = _lowered
    environment.globals["style"] = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return environment


def _printed_pages(running: Running) -> Markup:
    """What a browser prints at the edges of every page."""
    counted = running.numbering.replace("{pages}", "{page}").split("{page}")
    first, between, last = (_quoted(words) for words in (*counted, "", "")[:3])
    edges = {
        "bottom-left": _quoted(running.foot),
        "bottom-right": f"{first} counter(page) {between} counter(pages) {last}",
        "top-center": _quoted(running.head) if running.head else "",
    }
    rules = "\n".join(f"    @{edge} {{ content: {content}; }}" for edge, content in edges.items() if content)
    return Markup(f"@page {{\n{rules}\n}}")  # noqa: S704  every word in it was quoted


def _quoted(words: str) -> str:
    """Words as a string of a style sheet, in which nothing ends the string or the sheet."""
    safe = "".join(letter if letter not in '\\"<&\n\r\f' else f"\\{ord(letter):x} " for letter in words)
    return f'"{safe}"'


def _lowered(words: str) -> str:
    """A phrase that follows a colon: its first letter small."""
    return words[:1].lower() + words[1:]
