"""Figures and targets that cannot all be right, and references to nothing, told to those who can ask."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flows.report.claims import remarks
from tests.unit.report.report_factory import sample_council, sample_rows
from transforms.council_types import Milestone, Target

REF, PART = "PED02 03", "Total"


def target(year: str, said_year: str = "") -> Target:
    return Target(REF, PART, year, 105, "level", "RS", date(2025, 4, 1), said_year=said_year)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ((), []),
        ((target("2025-26"),), []),
        ((target("2025-26", "2025-26"), target("2024-25")), []),
        ((target("2025-26", "2024-25"),), ["The target of 2025-26 is headed 2024-25 where it was set."]),
        ((target("2024-25"),), ["There is a target for 2024-25, and none for 2025-26, the year of the figure."]),
    ],
)
def test_a_target_belongs_to_the_year_of_its_figure(targets: tuple[Target, ...], said: list[str]) -> None:
    found = remarks(sample_rows("internal"), replace(sample_council(), targets=targets), ())
    assert [each.text for each in found if each.ref == REF and "target" in each.text] == said


def test_shares_of_one_whole_are_held_against_each_other() -> None:
    rows = sample_rows("internal")
    ids = {"PED02 01": ("neet_rate", Decimal(60)), "PED02 03": ("participation_rate", Decimal(60))}
    given = [
        {**row, "indicator_id": ids[row["measure_ref"]][0], "current_value": ids[row["measure_ref"]][1]}
        if row["measure_ref"] in ids
        else row
        for row in rows.performance
    ]
    found = remarks(replace(rows, performance=given), sample_council(), ())
    assert [each.ref for each in found if "young people of 16 and 17" in each.text] == ["PED02 01", "PED02 03"]


def test_milestones_refer_to_what_there_is() -> None:
    council = sample_council()
    officer = council.officers[0].initials
    milestone = Milestone("PED01", "PED01a", "Agreed", date(2025, 9, 1), officer, "On track", "See PER01a.")
    found = remarks(sample_rows("internal"), replace(council, milestones=(milestone,)), ())
    assert [(each.ref, each.text) for each in found if "PER01a" in each.text] == [
        ("PED01a", "There is no measure or milestone PER01a.")
    ]
