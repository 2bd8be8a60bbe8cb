"""Blocks as HTML: the words of the document and no others, whatever people wrote."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from flows.report.content import document_of
from flows.report.document import Block, Bullets, Column, Commentary, Document, Paragraph, Rating, Table, Words, strings
from flows.report.markup import markup
from flows.report.model import Comment, Report
from flows.report.page import render_page
from tests.unit.report.report_factory import sample_report
from tests.unit.report.test_content import bare_report

VOID = ("meta", "br")
HOSTILE = """<b>Mind</b> & "body" 'soul' <script>alert(1)</script> {{ 7 * 7 }} {% raw %} </style> <!-- no -->"""
ARABIC = "كتبت الأسرة: 3 من 4 أطفال عادوا إلى المدرسة."
EMOJI = "Thank you 😀 to all 👩🏽‍🏫 teachers 中 🏴󠁧󠁢󠁥󠁮󠁧󠁿"
LONG = ("A family said: „We were asked before anything was decided“. " * 170)[:10_000].strip()


class Shown(HTMLParser):
    """What a page says to those who hear it: no style, no decoration, no drawing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            is_hidden = tag in ("head", "svg") or ("aria-hidden", "true") in attrs
            self._hidden.append(is_hidden or (bool(self._hidden) and self._hidden[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not (self._hidden and self._hidden[-1]):
            self.words.append(data)


def letters(words: list[str] | Iterator[str]) -> str:
    """Words without the spaces between them, which each format sets in its own way."""
    return "".join("".join(words).split())


def said_by(document: Document) -> Iterator[str]:
    yield "Skip to the report"
    yield from strings(document.banners)
    yield from strings(document.blocks)
    yield from strings(document.closing)


def with_comment(text: str) -> Report:
    report = sample_report()
    objective = report.objectives[0]
    comment = Comment("Rachel Stone", "14 July 2025", (text,))
    measure = replace(objective.measures[0], comments=(comment,))
    return replace(report, objectives=(replace(objective, measures=(measure, *objective.measures[1:])),))


@pytest.mark.parametrize(
    "make",
    [
        sample_report,
        lambda: sample_report("public", "issued"),
        lambda: sample_report("internal", "superseded"),
        bare_report,
        lambda: with_comment(HOSTILE),
        lambda: with_comment(ARABIC),
        lambda: with_comment(EMOJI),
        lambda: with_comment(LONG),
    ],
    ids=["internal draft", "public issued", "superseded", "nothing", "hostile", "right to left", "emoji", "long"],
)
def test_a_page_says_what_the_document_says_and_nothing_else(make: Callable[[], Report]) -> None:
    document = document_of(make())
    assert letters(Shown(render_page(document)).words) == letters(said_by(document))


def test_what_people_wrote_never_becomes_markup() -> None:
    report = with_comment(HOSTILE)
    cover = replace(report.cover, council="</style><script>", quarter='"; } body { display: none }', decided="<i>")
    page = render_page(document_of(replace(report, cover=cover, equality=(HOSTILE,))))
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert page.count("</style>") == 1
    assert '@bottom-left { content: "\\22 ; } body' in page


@pytest.mark.parametrize(
    ("text", "is_marked"), [(ARABIC, True), ("בית", True), (EMOJI, False), ("£1.2 million – café", False)]
)
def test_words_of_a_script_that_runs_from_right_to_left_say_so(text: str, is_marked: bool) -> None:
    block = Commentary("PED01 01", "Commentary", (text,))
    assert ('<p dir="auto">' in markup([block])) is is_marked


TABLE = Table(
    "places-table",
    "Places",
    (Column("Place"), Column("Children", numeric=True), Column("Due", unbroken=True)),
    tuple(((Words(place),), (Words("1"),), (Words("30 June"),)) for place in ("North", "South", "East")),
    groups=(2, 1),
)
WIDE = '<div class="wide" role="region" aria-labelledby="places-table" tabindex="0">'


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (Paragraph((Words("Said."),), "drafted"), '<p class="drafted">Said.</p>'),
        (Paragraph((Words("Said."),), number="1.2"), '<p class="numbered"><span class="number">1.2</span> Said.</p>'),
        (Paragraph((Words("See", to="symbols"), Words("."))), '<p><a href="#symbols">See</a>.</p>'),
        (Paragraph((Words("Alone", unseen=True),)), '<p><span class="hidden">Alone</span></p>'),
        (
            Paragraph((Rating("Off track"),)),
            '<p><span class="tag tag-off-track"><span aria-hidden="true">■</span> Off track</span></p>',
        ),
        (Bullets(((Paragraph((Words("One"),)),),)), "<ul><li>One</li></ul>"),
        (
            Bullets(((Paragraph((Words("A", to="a"),)), Paragraph((Words("B", to="b"),), "under")),), True, True),
            '<ol><li><a href="#a">A</a><ul><li><a href="#b">B</a></li></ul></li></ol>',
        ),
        (Commentary("PED01 01", "Commentary", (), "None."), '<p class="quiet">None.</p>'),
        (TABLE, f'{WIDE}<table><caption id="places-table">Places</caption>'),
        (TABLE, '<th scope="col" class="number-column">Children</th><th scope="col" class="day">Due</th>'),
        (TABLE, '</tr>\n<tr class="part"><th scope="row">South</th><td class="number-column">1</td>'),
        (TABLE, '</tbody>\n<tbody><tr><th scope="row">East</th>'),
        (replace(TABLE, folded="Places by name"), f"<details><summary>Places by name</summary>\n{WIDE}"),
    ],
)
def test_a_block_is_written_so(block: Block, written: str) -> None:
    assert written in markup([block])
