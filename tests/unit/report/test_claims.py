"""Remarks on officers' words: beside the figures of the very measure, for those who can still change them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flows.report.claims import known_figures, remarks
from flows.report.page import render_html
from tests.unit.report.report_factory import QUARTER, sample_council, sample_report, sample_rows
from transforms.council_types import Commentary, Milestone, Narrative, Section

INTERNAL_ONLY = "PED02 04"


def words(text: str, measure: str = "PED01 01", quarter: str = str(QUARTER)) -> Commentary:
    return Commentary(measure, quarter, "RS", date(2025, 7, 14), text)


def said(*written: Commentary, measure: str = "PED01 01") -> list[str]:
    found = remarks(sample_rows("internal"), sample_council(), written)
    return [each.text for each in found if each.ref == measure]


def test_words_may_name_each_figure_of_their_measure_and_its_differences() -> None:
    rows = sample_rows("internal")
    parts = [row for row in rows.performance if row["measure_ref"] == "PED01 01"]
    known = known_figures(rows, parts, QUARTER)
    first = parts[0]
    for figure in ("current_value", "same_period_last_year", "target", "numerator", "denominator"):
        assert first[figure] in known, figure
    assert first["current_value"] - first["same_period_last_year"] in known


@pytest.mark.parametrize(
    ("unit", "known", "unknown"),
    [
        ("percent of posts", (Decimal("12.5"), Decimal("80.25")), (1250, 8025)),
        ("per full-time post", (1250, Decimal("80.25")), (8025,)),
        ("percent", (1250, 8025), (Decimal("80.25"),)),
    ],
)
def test_posts_are_named_as_the_report_shows_them(
    unit: str, known: tuple[float | Decimal, ...], unknown: tuple[float | Decimal, ...]
) -> None:
    rows = sample_rows("internal")
    (row,) = [row for row in rows.performance if row["measure_ref"] == "PED02 03"]
    posts = {**row, "unit": unit, "numerator": 1250, "denominator": 8025, "current_value": None}
    found = known_figures(replace(rows, trend=()), [posts], QUARTER)
    assert set(known) <= found
    assert found.isdisjoint(unknown)


def test_words_may_name_what_officers_workbooks_alone_show() -> None:
    rows = sample_rows("internal")
    parts = [row for row in rows.performance if row["measure_ref"] == "PED01 01"]
    beside = {
        "indicator_key": parts[0]["indicator_key"], "breakdown": "sex", "item": "Female", "quarter": str(QUARTER),
        "value": 4321, "numerator": 4321, "denominator": None,
    }  # fmt: skip
    assert 4321 not in known_figures(rows, parts, QUARTER)
    assert 4321 in known_figures(replace(rows, noted=[beside]), parts, QUARTER)


def test_a_figure_of_another_measure_is_a_stranger() -> None:
    (other,) = [row for row in sample_rows("internal").performance if row["measure_ref"] == "PED02 03"]
    text = f"It rose to {other['current_value']:.1f}%."
    assert said(words(text)) == [f"{other['current_value']:.1f}% is no figure of this measure."]


def test_measures_without_words_and_copied_words_are_told() -> None:
    assert said() == ["Nothing is written about it."]
    before = words("As  ever, all is well.", quarter=str(QUARTER.plus(-1)))
    assert said(before) == ["Nothing is written about it."]
    assert said(before, words("As ever, all is well.")) == ["The words are those of the quarter before."]
    assert said(before, words("Nothing is as ever.")) == []


@pytest.mark.parametrize(("disclosure", "is_told"), [("none", True), ("1 to 5", True), ("internal", False)])
def test_single_children_are_told_where_the_public_may_read_of_them(disclosure: str, is_told: bool) -> None:
    rows = sample_rows("internal")
    rows = replace(rows, performance=[{**row, "disclosure": disclosure} for row in rows.performance])
    found = remarks(rows, sample_council(), [words("Two children moved.")])
    assert any(each.ref == "PED01 01" for each in found) == is_told


def test_children_and_people_are_told_in_milestones_and_in_the_councils_own_words() -> None:
    spoken_of = Milestone(
        "PED01", "PED01a", "Open a hub", date(2026, 3, 31), "RS", "On track", "John Smith met two boys."
    )
    council = replace(sample_council(), milestones=(spoken_of,))
    told = Narrative(equality=("See PED09 09.",), key_developments=(Section("Thanks", ("To Mary Jones.",)),))
    found = remarks(sample_rows("internal"), council, (), told)
    kinds = {"PED01a", "Equality", "Key developments"}
    assert [(each.ref, each.text) for each in found if each.ref in kinds] == [
        ("PED01a", "“two boys”: a number this small could point to a child."),
        ("PED01a", "“John Smith” could be a person's name."),
        ("Key developments", "“Mary Jones” could be a person's name."),
        ("Equality", "There is no measure or milestone PED09 09."),
    ]


@pytest.mark.parametrize(
    ("audience", "status", "is_shown"),
    [
        ("internal", "draft", True),
        ("internal", "frozen", True),
        ("internal", "issued", False),
        ("public", "draft", False),
    ],
)
def test_remarks_are_for_officers_who_can_still_change_the_words(audience: str, status: str, is_shown: bool) -> None:
    report = sample_report(audience, status)
    assert bool(report.remarks) == is_shown
    assert ("words-to-check" in render_html(report)) == is_shown
