"""The HTML page, as text: nothing fetched, nothing run, headings in order, colours that can be read."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from flows.report import charts
from flows.report.page import TEMPLATES, render_html
from tests.unit.report.report_factory import sample_report

COPIES = [("internal", "draft"), ("public", "issued")]
WHITE = "#ffffff"


class Page(HTMLParser):
    """Headings, ids, links and tables of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))


@pytest.fixture(params=COPIES, ids=["internal draft", "public issued"])
def text(request: pytest.FixtureRequest) -> str:
    return render_html(sample_report(*request.param))


def test_nothing_is_run_and_nothing_is_fetched(text: str) -> None:
    page = Page(text)
    assert not page.tags & {"script", "link", "iframe", "img", "object", "embed", "form"}
    outside = re.findall(r"(?:https?:)?//[^\s\"'<]+", text.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    assert outside == []
    assert "url(" not in text
    assert "@import" not in text
    assert "GDS Transport" not in text


def test_headings_start_at_one_and_skip_no_level(text: str) -> None:
    levels = Page(text).headings
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_id_is_unique_and_every_link_leads_somewhere(text: str) -> None:
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_a_draft_is_marked_on_screen_and_on_every_printed_page() -> None:
    draft, issued = (render_html(sample_report("internal", status)) for status in ("draft", "issued"))
    assert "<title>DRAFT: " in draft
    assert "<strong>DRAFT</strong>" in draft
    assert 'class="watermark"' in draft
    assert '@top-center { content: "DRAFT' in draft
    assert "DRAFT" not in issued


def test_an_internal_copy_says_so() -> None:
    assert "Not for publication" in render_html(sample_report("internal", "issued"))
    assert "Not for publication" not in render_html(sample_report("public", "issued"))


def test_rating_and_direction_are_words_as_well_as_shapes(text: str) -> None:
    assert re.search(r'<span aria-hidden="true">■</span> Off track', text)
    assert re.search(r'<span aria-hidden="true">↑</span> Better', text)


def test_what_people_wrote_is_shown_as_text() -> None:
    report = sample_report("internal", "draft")
    hostile = render_html(type(report)(**{**vars(report), "equality": ("<b>Mind</b> & body",)}))
    assert "&lt;b&gt;Mind&lt;/b&gt; &amp; body" in hostile


def palette() -> dict[str, str]:
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_right() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#ffbf00", WHITE) == pytest.approx(1.65, abs=0.02)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"), ("quiet", "paper"), ("quiet", "wash"), ("link", "paper"), ("link", "wash"), ("ink", "draft"),
        ("paper", "brand"), ("paper", "internal"), ("on-track-ink", "on-track-wash"), ("on-track-ink", "paper"),
        ("uncertain-ink", "uncertain-wash"), ("off-track-ink", "off-track-wash"), ("off-track-ink", "paper"),
        ("not-rated-ink", "not-rated-wash"), ("ink", "uncertain-wash"), ("ink", "off-track-wash"),
    ],
)  # fmt: skip
def test_text_can_be_read(ink: str, paper: str) -> None:
    colours = palette()
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("colour", [charts.LABEL, charts.SERIES, charts.TARGET])
def test_chart_text_can_be_read(colour: str) -> None:
    assert contrast(colour, charts.PAPER) >= 4.5


@pytest.mark.parametrize("colour", [charts.SERIES, charts.EARLIER, charts.TARGET, charts.AXIS])
def test_chart_lines_can_be_seen(colour: str) -> None:
    assert contrast(colour, charts.PAPER) >= 3


@pytest.mark.parametrize("edge", ["on-track", "uncertain", "off-track", "not-rated"])
def test_the_edges_of_ratings_can_be_seen(edge: str) -> None:
    colours = palette()
    assert contrast(colours[edge], WHITE) >= 3
    assert contrast(colours[edge], colours[f"{edge}-wash"]) >= 3
