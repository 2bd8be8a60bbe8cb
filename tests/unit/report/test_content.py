"""The report as blocks: every section, every value, each word once for all formats."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from flows.report.build import compose
from flows.report.compared import comparison
from flows.report.content import document_of
from flows.report.content.board import board_blocks
from flows.report.document import (
    Block,
    Bullets,
    Commentary,
    Document,
    Drawing,
    Group,
    Heading,
    Pairs,
    Table,
    strings,
    words_of,
)
from flows.report.model import INTERNAL, Report
from tests.unit.report.report_factory import sample_council, sample_report, sample_rows
from tests.unit.report.test_compared import PART, published
from transforms.council_types import Narrative

DRAFT, INTERNAL_COPY = "DRAFT · NOT THE COUNCIL’S AGREED REPORT", "INTERNAL · NOT FOR PUBLICATION"
COPIES = [("internal", "draft"), ("public", "issued")]
SECTIONS = (
    "Introduction", "Key developments", "Emerging issues", "Equality actions", "Performance by objective",
    "Measures one by one", "Milestones", "Financial summary", "Compared with other areas", "School improvement",
    "Data quality and restatements", "What the symbols and words mean", "Officers",
)  # fmt: skip
SEVEN = {
    "Last year", "Same period last year", "Target", "Current", "Direction of travel", "More than chance?", "Progress",
}  # fmt: skip


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those within groups too, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from flat(block.blocks)


def headings(document: Document) -> list[Heading]:
    return [block for block in flat(document.blocks) if isinstance(block, Heading)]


def tables(document: Document) -> dict[str, Table]:
    return {block.anchor: block for block in flat(document.blocks) if isinstance(block, Table)}


def measure(document: Document, anchor: str) -> tuple[Block, ...]:
    groups = (block for block in flat(document.blocks) if isinstance(block, Group))
    return tuple(flat(next(group.blocks for group in groups if (group.role, group.label) == ("measure", anchor))))


def bare_report() -> Report:
    """A council that has written nothing, of which nothing came and nothing is reported."""
    rows = sample_rows("internal")
    empty = dict.fromkeys(
        ("performance", "trend", "milestones", "supplies", "findings", "lineage", "revisions", "schools",
         "before_performance"), (),
    )  # fmt: skip
    council = replace(sample_council(), officers=(), objectives=(), measures=())
    return compose(replace(rows, **empty, before=None), council, Narrative(), (), INTERNAL, {})


@pytest.fixture(params=COPIES, ids=["internal draft", "public issued"])
def document(request: pytest.FixtureRequest) -> Document:
    return document_of(sample_report(*request.param))


def test_all_sections_are_there_numbered_in_order(document: Document) -> None:
    found = [(block.number, words_of(block.line)) for block in headings(document) if block.level == 2 and block.number]
    assert found == [(str(place), title) for place, title in enumerate(SECTIONS, start=1)]


def test_headings_begin_with_the_only_one_of_level_one_and_skip_none(document: Document) -> None:
    levels = [block.level for block in headings(document)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_place_that_words_lead_to_is_there_once(document: Document) -> None:
    blocks = list(flat(document.blocks))
    anchors = [block.anchor for block in blocks if isinstance(block, Heading | Table) and block.anchor]
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"(?<=, )to='([^']+)'", repr(document))) <= set(anchors)


def test_every_table_has_a_cell_under_each_heading_and_groups_that_add_up(document: Document) -> None:
    for table in tables(document).values():
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.anchor
        assert sum(table.groups) in (0, len(table.rows)), table.anchor


def test_the_board_is_told_what_it_would_ask() -> None:
    (board,) = (b for b in flat(document_of(sample_report()).blocks) if isinstance(b, Group) and b.role == "board")
    assert [
        words_of(block.line) for block in flat(board.blocks) if isinstance(block, Heading) and block.level == 3
    ] == [
        "What to ask about",
        "How complete the data is",
        "Changed rating since the last report",
        "Since the same period last year",
        "No figure this quarter",
    ]
    (asked, *_) = (block for block in flat(board.blocks) if isinstance(block, Bullets))
    assert len(asked.items) == 5


@pytest.mark.parametrize(
    ("are_hidden", "left", "right"),
    [
        (False, [], ["No figure this quarter"]),
        (True, ["No figure this quarter"], ["Figures hidden this quarter"]),
    ],
)
def test_what_has_no_figure_stands_beside_what_is_hidden_so_that_the_board_has_one_page(
    are_hidden: bool, left: list[str], right: list[str]
) -> None:
    board = sample_report().board
    *_, columns = board_blocks(replace(board, hidden=board.without_figure if are_hidden else ()))
    assert isinstance(columns, Group)
    last = {"How complete the data is": left, "Since the same period last year": right}
    for column, (heading, following) in zip(columns.blocks, last.items(), strict=True):
        found = [words_of(block.line) for block in flat((column,)) if isinstance(block, Heading) and block.level == 3]
        assert found[found.index(heading) + 1 :] == following


@pytest.mark.parametrize(("anchor", "role"), [("ped02-01", "values"), ("ped01-01", "")])
def test_a_member_who_comes_to_a_measure_sees_its_seven_values_there(anchor: str, role: str) -> None:
    found = measure(document_of(sample_report()), anchor)
    if role:
        (facts,) = (block for block in found if isinstance(block, Pairs) and block.role == role)
        assert {term for term, _ in facts.pairs} == SEVEN - {"Progress"}
        assert {term: words_of(line) for term, line in facts.pairs} == {
            "Last year": "98", "Same period last year": "94", "Target": "98", "Current": "97",
            "Direction of travel": "Higher", "More than chance?": "Yes: concern",
        }  # fmt: skip
    else:
        (table,) = (block for block in found if isinstance(block, Table) and block.anchor == f"{anchor}-values")
        assert {column.title for column in table.columns} == {"Part", *SEVEN}
        assert [words_of(row[0]) for row in table.rows] == ["Total", "Primary", "Secondary", "Special", "PRU"]


def test_a_measure_has_its_chart_its_words_what_it_rests_on_and_its_table() -> None:
    found = measure(document_of(sample_report()), "ped01-02")
    assert [type(block).__name__ for block in found if not isinstance(block, Group)] == [
        "Heading", "Paragraph", "Pairs", "Paragraph", "Drawing", "Table", "Commentary", "Heading", "Pairs", "Paragraph",
    ]  # fmt: skip
    rests = next(block for block in found if isinstance(block, Pairs) and block.role == "rests")
    said = {term: words_of(line) for term, line in rests.pairs}
    assert said["Coverage"] == "10 of 10 schools, 100.0% of pupils"
    assert said["This quarter"] == "448 of 2,000. Provisional"
    assert "12 rows held back" in said["Data"]


@pytest.mark.parametrize(
    ("anchor", "heading", "instead"),
    [
        ("ped01-01", "Commentary by Rachel Stone, 14 July 2025", ""),
        ("ped01-02", "Commentary", "No commentary was written this quarter. Responsible officer: Rachel Stone."),
    ],
)
def test_commentary_has_a_place_whether_or_not_it_was_written(anchor: str, heading: str, instead: str) -> None:
    (found,) = (block for block in measure(document_of(sample_report()), anchor) if isinstance(block, Commentary))
    assert (found.heading, found.instead, bool(found.paragraphs)) == (heading, instead, not instead)


def test_what_is_published_of_other_areas_stands_side_by_side() -> None:
    found = comparison("Total", PART, published())
    assert found is not None
    report = sample_report()
    objective = report.objectives[0]
    compared = replace(objective.measures[1], compared=(found,))
    changed = replace(objective, measures=(objective.measures[0], compared))
    table = tables(document_of(replace(report, objectives=(changed,))))["comparators-table"]
    assert [words_of(cell) for cell in table.rows[0]] == [
        "PED01 02 Pupils persistently absent", "2024-25", "50.0%", "52.1%", "–", "54.0% (2023-24)",
        "11th of 31 authorities, in the second 25%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "status", "head", "banners"),
    [
        ("internal", "draft", f"{DRAFT} · {INTERNAL_COPY}", ["draft", "internal"]),
        ("public", "draft", DRAFT, ["draft"]),
        ("internal", "issued", INTERNAL_COPY, ["internal"]),
        ("public", "issued", "", []),
        ("public", "superseded", "SUPERSEDED · NOT THE COUNCIL’S AGREED REPORT", ["draft"]),
    ],
)
def test_a_copy_says_what_it_is(audience: str, status: str, head: str, banners: list[str]) -> None:
    document = document_of(sample_report(audience, status))
    assert document.running.head == head
    assert [banner.role for banner in document.banners] == banners
    assert document.running.foot == f"2025-26-Q1 · publication 12 · {audience}"


def test_a_council_that_has_nothing_yet_still_has_a_report_that_says_so() -> None:
    document = document_of(bare_report())
    words = " ".join(strings(document.blocks))
    assert not [block for block in flat(document.blocks) if isinstance(block, Drawing)]
    for sentence in (
        "No measure is rated this quarter.",
        "No measure is off track, uncertain or worse.",
        "Nothing was written for this quarter.",
        "No measure is reported this quarter.",
        "No milestones are set for this quarter.",
        "No published figures of other areas are held for these measures.",
        "No delivery needs attention.",
        "The checks found nothing.",
    ):
        assert sentence in words
