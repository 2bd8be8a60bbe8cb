"""Which of several versions of an officer's words counts, and when figures or words are others than they were."""

from datetime import date
from decimal import Decimal

import pytest

from transforms.council_types import Commentary, Narrative, Section
from transforms.officers_words import Words, Written, commentary_of, figures_mark, narrative_of, words_mark

QUARTER = "2025-26-Q1"


def filed(text: str, day: int, measure: str = "PED01 01") -> Commentary:
    return Commentary(measure, QUARTER, "RS", date(2025, 7, day), text)


def came(text: str, day: int, number: int = 1, kind: str = "measure", subject: str = "PED01 01") -> Written:
    return Written(number, kind, subject, "JT", date(2025, 7, day), text, 12, "mark")


@pytest.mark.parametrize(
    ("in_folder", "came_back", "counts"),
    [
        ([("Filed.", 14)], [], "Filed."),
        ([("Filed.", 14)], [("Came.", 15)], "Came."),
        ([("Filed.", 14)], [("Came.", 14)], "Came."),
        ([("Filed.", 15)], [("Came.", 14)], "Filed."),
        ([], [("Came.", 14), ("Came again.", 14)], "Came again."),
        ([], [("Came again.", 16), ("An old workbook.", 14)], "Came again."),
        ([("Filed.", 10), ("Also filed.", 12)], [("Came.", 11)], "Filed. Also filed."),
    ],
)
def test_the_newest_words_count(
    in_folder: list[tuple[str, int]], came_back: list[tuple[str, int]], counts: str
) -> None:
    written = [came(text, day, number) for number, (text, day) in enumerate(came_back)]
    found = commentary_of([filed(text, day) for text, day in in_folder], written, QUARTER)
    assert " ".join(each.text for each in found) == counts


def test_words_on_a_milestone_are_not_those_on_a_measure_of_the_same_name() -> None:
    found = commentary_of([filed("Filed.", 14)], [came("Done.", 15, kind="milestone")], QUARTER)
    assert [(each.text, each.is_milestone, each.figures) for each in found] == [
        ("Filed.", False, ""),
        ("Done.", True, "mark"),
    ]


def test_what_came_back_stands_in_the_narrative_under_its_writer() -> None:
    narrative = Narrative(
        key_developments=(Section("Hubs", ("Filed.",)), Section("Schools", ("Stays.",))), equality=("Filed.",)
    )
    written = [
        came("It opened.\n\nIt is full.", 14, 1, "key_developments", "hubs"),
        came("First.", 15, 2, "equality", ""),
        came("Second.", 16, 3, "equality", ""),
    ]
    found = narrative_of(narrative, written, {"JT": "Jonas Thwaite"}.__getitem__)
    assert found.key_developments == (
        Section("Schools", ("Stays.",)),
        Section("hubs", ("It opened.", "It is full.", "Jonas Thwaite, 14 July 2025")),
    )
    assert found.equality == ("Second.", "Jonas Thwaite, 16 July 2025")


PART = {
    "part": "Total", "progress": "On track", "direction_of_travel": "up", "symbol": "",
    "current_value": Decimal("91.30"), "numerator": 913, "denominator": 1000,
    "last_year_actual": None, "same_period_last_year": None,
    "target": Decimal(92), "indicator_key": 1,
}  # fmt: skip
BEHIND = {
    "indicator_key": 1, "breakdown_key": 7, "quarter": QUARTER, "value": Decimal(4), "numerator": 4, "denominator": None
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "behind", "is_another"),
    [
        ({}, {}, False),
        ({"current_value": Decimal("91.3")}, {}, False),
        ({"current_value": Decimal("91.4")}, {}, True),
        ({"target": Decimal(93)}, {}, True),
        ({"progress": "Off track"}, {}, True),
        ({}, {"value": Decimal(5)}, True),
    ],
)
def test_figures_are_told_from_others(part: dict, behind: dict, is_another: bool) -> None:
    before = figures_mark([PART], [BEHIND], QUARTER)
    assert (figures_mark([{**PART, **part}], [{**BEHIND, **behind}], QUARTER) != before) == is_another

    beside = [{**BEHIND, "quarter": "2024-25-Q1"}, {**BEHIND, "indicator_key": 2}]
    assert figures_mark([PART], [BEHIND, *beside], QUARTER) == before, "earlier quarters, and what is not shown"


def test_a_signature_is_over_all_words_or_over_an_officers_own() -> None:
    words = Words(Narrative(), (filed("One.", 14), filed("Two.", 14, "PED02 01")))
    other = Words(Narrative(), (filed("One.", 14), filed("Otherwise.", 14, "PED02 01")))
    assert words_mark(words, QUARTER) != words_mark(other, QUARTER)
    assert words_mark(words, QUARTER, ["PED01 01"]) == words_mark(other, QUARTER, ["PED01 01"])
    opened = Words(Narrative(introduction=("A word.",)), words.commentary)
    assert words_mark(words, QUARTER) != words_mark(opened, QUARTER)
    assert words_mark(words, QUARTER, ["PED01 01"]) == words_mark(opened, QUARTER, ["PED01 01"])
