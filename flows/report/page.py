"""The report, and suppliers' pages, each as one HTML file: no script, nothing fetched, everything inside."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.report import charts
from flows.report.model import NOT_RATED, OFF_TRACK, ON_TRACK, UNCERTAIN, Chart, Cover, Report
from flows.report.suppliers import SupplierPage
from flows.report.wording import DIRECTION_MEANING, PROGRESS_MEANING, SYMBOLS, month_text, short_signal

TEMPLATES = Path(__file__).parent / "templates"
SHAPES = {ON_TRACK: "●", UNCERTAIN: "▲", OFF_TRACK: "■", NOT_RATED: "–"}


def render_html(report: Report) -> str:
    """The whole page as text. The same report gives the same bytes."""
    return _environment().get_template("report.html.j2").render(report=report)


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
    environment.filters["svg"] = _drawing
    environment.filters["kind"] = _kind
    environment.filters["month"] = month_text
    environment.filters["lowered"] = _lowered
    environment.filters["short_signal"] = short_signal
    environment.globals |= {
        "style": (TEMPLATES / "report.css").read_text(encoding="utf-8"),
        "shapes": SHAPES,
        "progress_meaning": PROGRESS_MEANING,
        "direction_meaning": DIRECTION_MEANING,
        "symbols": SYMBOLS,
    }
    return environment


def _drawing(chart: Chart, size: str) -> str:
    """The chart at one of its sizes. The template takes it as it is: `charts.svg` escapes every word it prints."""
    sizes = {"wide": charts.WIDE, "small": charts.SMALL, "narrow": charts.NARROW}
    return charts.svg(chart, sizes[size])


def _kind(words: str) -> str:
    """``Off track`` as a style's name: ``off-track``."""
    return words.lower().replace(" ", "-")


def _lowered(words: str) -> str:
    """A phrase that follows a colon: its first letter small."""
    return words[:1].lower() + words[1:]
