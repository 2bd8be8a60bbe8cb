"""The report in a real browser: accessible, offline, readable on a phone, marked when printed."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from flows.report.folder import write_report
from tests.unit.report.report_factory import sample_report

CHROMIUM = Path("/usr/bin/chromium")
FONTS_AS_WIDE = {"Arial", "Liberation Sans", "Arimo", "Helvetica", "Nimbus Sans"}
COPIES = [("internal", "draft"), ("public", "issued")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="Chromium is not installed (apt-get install chromium)"),
]

# Text that reaches beyond its own drawing, measured by the browser with the fonts that it has.
STRAY_TEXT = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
    const box = svg.viewBox.baseVal;
    return [...svg.querySelectorAll('text')].filter(text => {
        const own = text.getBBox();
        const right = own.x + own.width, bottom = own.y + own.height;
        return own.width && (own.x < 0 || own.y < 0 || right > box.width || bottom > box.height);
    }).map(text => text.textContent);
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module", params=COPIES, ids=["internal draft", "public issued"])
def report_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(sample_report(*request.param), tmp_path_factory.mktemp("reports")).folder / "report.html"


@pytest.fixture
def page(browser: Browser, report_file: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(report_file.as_uri())
    yield opened
    opened.close()


@pytest.fixture
def other_media(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The internal copy, which holds all that the public one holds and more."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto((write_report(sample_report(), tmp_path).folder / "report.html").as_uri())
    yield opened
    opened.close()


def violations(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page)
    assert len(found.response["passes"]) > 20
    return [violation["id"] for violation in found.response["violations"]]


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    assert violations(page) == []


def test_axe_finds_nothing_wrong_in_forced_colours(other_media: Page) -> None:
    other_media.emulate_media(forced_colors="active")
    assert violations(other_media) == []
    edges = other_media.eval_on_selector_all(
        ".tag, .tile", "all => all.map(each => getComputedStyle(each).borderTopWidth)"
    )
    assert "0px" not in edges, "ratings keep their edges where colours go"


def test_axe_finds_nothing_wrong_as_it_is_printed(other_media: Page) -> None:
    other_media.emulate_media(media="print")
    assert violations(other_media) == []


def test_nothing_is_asked_of_the_network(browser: Browser, report_file: Path) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report_file.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert asked == [report_file.as_uri()]


def test_the_page_reflows_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_phone_sees_charts_drawn_for_it(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    shown = page.evaluate("[...document.querySelectorAll('svg')].filter(s => s.clientWidth).map(s => s.classList[0])")
    assert set(shown) == {"chart-narrow"}


@pytest.mark.parametrize("width", [1280, 320])
def test_no_chart_text_leaves_its_drawing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(STRAY_TEXT) == []


@pytest.fixture(scope="module")
def printed(browser: Browser, report_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Text of each printed page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    paper = tmp_path_factory.mktemp("printed") / "report.pdf"
    page = browser.new_page()
    page.goto(report_file.as_uri())
    page.pdf(path=paper, prefer_css_page_size=True)
    page.close()
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    return text.stdout.decode("utf-8").rstrip("\f").split("\f")


def test_every_printed_page_of_a_draft_is_marked(printed: list[str], report_file: Path) -> None:
    is_draft = "draft" in report_file.parent.name
    marked = ["NOT THE COUNCIL’S AGREED REPORT" in text for text in printed]
    assert marked == [is_draft] * len(printed)
    assert all(f"Page {number} of {len(printed)}" in text for number, text in enumerate(printed, start=1))


def test_the_boards_page_is_one_printed_page(printed: list[str]) -> None:
    stands_in = subprocess.run(["fc-match", "Arial", "family"], capture_output=True, check=True).stdout.decode()
    if stands_in.strip() not in FONTS_AS_WIDE:
        pytest.skip("no font of Arial's widths is installed (apt-get install fonts-liberation)")
    assert "How complete the data is" in printed[0]
    assert "Contents" in printed[1]


def test_print_opens_what_the_screen_folds_away(printed: list[str]) -> None:
    assert "September 2022" in "".join(printed)
