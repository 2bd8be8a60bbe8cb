"""What changed its rating since the last report."""

from dataclasses import replace
from typing import Any

import pytest

from flows.report.content import document_of
from flows.report.document import strings
from flows.report.model import BoardItem
from tests.unit.report.report_factory import sample_report, sample_rows

HEADING = "Changed rating since the last report"


def rated(changes: dict[str, str]) -> tuple[BoardItem, ...]:
    """The board's list when the last report rated these measures so, and all others as now."""
    now = sample_rows("internal").performance
    before = [{**row, "progress": changes.get(row["measure_ref"], row["progress"])} for row in now]
    return sample_report(before_performance=before).board.rerated.items


def said_on_the_board(changes: dict[str, Any]) -> str:
    words = " ".join(strings(document_of(sample_report(**changes)).blocks))
    return words.partition(HEADING)[2].partition("Since the same period")[0].strip()


def test_worse_ratings_come_before_better_ones_and_those_that_say_less() -> None:
    rerated = sample_report().board.rerated
    assert rerated.since == "Quarter 4 2024/25"
    assert [(item.ref, item.text) for item in rerated.items] == [
        ("PED02 03", "Uncertain to Off track"),
        ("PED02 01", "Uncertain to On track"),
        ("PED02 05", "Off track to Not rated"),
    ]


@pytest.mark.parametrize(
    ("before", "listed"),
    [
        ({}, []),
        ({"PED01 01": "Off track"}, ["Off track to Uncertain"]),
        ({"PED01 01": "On track"}, ["On track to Uncertain"]),
        ({"PED01 01": ""}, ["Not rated to Uncertain"]),
        ({"PED02 02": "on track"}, ["On track to Not rated"]),
    ],
)
def test_a_measure_is_listed_where_its_worst_part_is_rated_otherwise(before: dict[str, str], listed: list[str]) -> None:
    assert [item.text for item in rated(before)] == listed


def test_a_measure_that_the_last_report_did_not_have_is_not_said_to_have_changed() -> None:
    before = [row for row in sample_rows("internal").before_performance if row["measure_ref"] != "PED02 03"]
    refs = [item.ref for item in sample_report(before_performance=before).board.rerated.items]
    assert refs == ["PED02 01", "PED02 05"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"before": None}, "No earlier quarter’s report was issued, so there is no rating to compare with."),
        ({"before_performance": ()}, "No measure is rated otherwise than in the report of Quarter 4 2024/25."),
    ],
)
def test_the_board_is_told_where_no_rating_changed_or_none_is_known(changes: dict[str, Any], words: str) -> None:
    assert said_on_the_board(changes) == words


def test_the_board_names_six_and_says_how_many_more_there_are() -> None:
    report = sample_report()
    item = report.board.rerated.items[0]
    many = replace(report.board, rerated=replace(report.board.rerated, items=(item,) * 11))
    words = " ".join(strings(document_of(replace(report, board=many)).blocks))
    assert words.count("Uncertain to Off track") == 6
    assert "And 5 more, whose sections say so. Compared with the report of Quarter 4 2024/25." in words


def test_a_measures_own_section_says_what_it_was() -> None:
    words = " ".join(strings(document_of(sample_report()).blocks))
    assert "more than the margin of 11. Uncertain in the last report." in words
    assert words.count("in the last report.") == 3
