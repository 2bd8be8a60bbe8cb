"""Every string of the report's model is in the spreadsheets, in order, or is left out for a reason that stands here."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fnmatch import fnmatch
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from flows.report.book import book_of
from flows.report.model import ComparedArea, Comparison, Direction, Figure, Report
from flows.report.opendocument import spreadsheet
from flows.report.spreadsheet import workbook
from flows.report.tables import Number, of_figure, of_text, shown_number, unit_words
from tests.unit.report.parity import unsaid
from tests.unit.report.report_factory import sample_report

WRITERS = {"xlsx": workbook, "ods": spreadsheet}
COPIES = [("internal", "draft"), ("internal", "issued"), ("public", "issued"), ("public", "superseded")]

IN_WORDS = "prose, which a table has no place for: it is in the report"
DRAWN = "of the drawing: its figures are on the sheet Trends"
PLACE = "a place in the page"
ELSEWHERE = "the measure named again: its figures are on the sheets of all measures"
LEFT_OUT: Mapping[str, str] = {
    "introduction": IN_WORDS,
    "equality": IN_WORDS,
    "financial_summary": IN_WORDS,
    "key_developments.*": IN_WORDS,
    "emerging_issues.*": IN_WORDS,
    "school_improvement.*": IN_WORDS,
    "*.comments.paragraphs": IN_WORDS,
    "*.comments.written_on": IN_WORDS,
    "*.comments.officer": IN_WORDS,
    "*.parts.sentence": "drafted from the figures beside it",
    "*.parts.finding": "drafted from the figures beside it",
    "*.compared.ways": IN_WORDS,
    "*.chart.*": DRAWN,
    "*.anchor": PLACE,
    "board.changes.*": ELSEWHERE,
    "board.rerated.items.text": "the two ratings, which are columns of their own",
    "board.rerated.items.progress": "a rating of the sheet Changed rating, which is in the order of the list",
    "*.rated_before": "only where it is another now: on the sheet Changed rating",
    "*.trend.quarter": "a heading says it in words",
    "*.trend.year": "a heading says of when a quarter is",
    "*.trend.counts": "numerators and denominators are numbers in the open data",
    "*.period": "the column Counted in says it by its kind",
    "*.target_band": "the target says both ends",
    "cover.quarter": "said in words",
    "cover.audience": "an internal copy says so in a sentence",
    "area.*": "codes are for programs: they are in the open data",
}


def said_by(part: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each string and figure of a part of the model under the way to its field, in the model's order."""
    match part:
        case Figure():
            yield name, shown(of_figure(part))
        case Direction():
            yield name, part.word
        case str():
            yield name, as_written(unit_words(part) if name.endswith(".unit") else part)
        case tuple():
            for each in part:
                yield from said_by(each, name)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from said_by(getattr(part, field.name), f"{name}.{field.name}".removeprefix("."))
        case _:
            pass


def as_written(text: str) -> str:
    return "[x]" if text == "no figure" else shown(of_text(text, ""))


def shown(cell: object) -> str:
    """A cell of the book, or one that was read: numbers alike in both."""
    number = cell.value if isinstance(cell, Number) else shown_number(str(cell))
    return str(cell) if number is None else str(float(number))


def by_field(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in said_by(report):
        if text not in ("", "–") and not any(fnmatch(name, each) for each in LEFT_OUT):
            found.setdefault(name, []).append(text)
    return found


@cache
def full_report(audience: str, status: str) -> Report:
    """The sample with what only some councils have: rewards, breaks in a series, a band, ways to be among the best."""
    report = sample_report(audience, status)
    objective, *others = report.objectives
    measure, *more = objective.measures
    part, *parts = measure.parts
    pounds, percent = Figure(Decimal(25_000), "£25,000"), Figure(Decimal(93), "93.0%")
    part = replace(part, reward=pounds, reward_expected=pounds, target_band=(percent, percent))
    areas = tuple(
        ComparedArea(name, "2023/24", percent, beside, "0.3 points higher")
        for name, beside in (("England", "152 areas"), ("North West", "23 areas"))
    )
    ways = ("To be among the best takes 94.1%.",)
    compared = (Comparison(part.title, areas[:1], areas[1:], "Pupil absence in schools in England", ways),)
    breaks = ("Another code set since April 2024.",)
    measure = replace(measure, parts=(part, *parts), compared=compared, breaks=breaks)
    objective = replace(objective, measures=(measure, *more))
    return replace(report, objectives=(objective, *others))


@cache
def written(kind: str, audience: str, status: str) -> dict[str, str]:
    """The cells of each sheet, read back, one after the other."""
    made = CalamineWorkbook.from_filelike(io.BytesIO(WRITERS[kind](book_of(full_report(audience, status)))))
    pages = {name: made.get_sheet_by_name(name).to_python() for name in made.sheet_names}
    return {name: "\n".join(shown(cell) for row in rows for cell in row) for name, rows in pages.items()}


@pytest.mark.parametrize(("audience", "status"), COPIES)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_sheet_says_all_of_each_field_in_order(kind: str, audience: str, status: str) -> None:
    sheets = written(kind, audience, status)
    said = by_field(full_report(audience, status))
    assert len(said) > 60
    assert {name: texts for name, texts in said.items() if all(unsaid(texts, text) for text in sheets.values())} == {}


def test_what_is_left_out_is_in_the_model() -> None:
    every = {name for audience, status in COPIES for name, _ in said_by(full_report(audience, status))}
    assert [each for each in LEFT_OUT if not any(fnmatch(name, each) for name in every)] == []
