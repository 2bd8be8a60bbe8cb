"""The sample council's public reports, one after the other: what they hide, nobody can work out from all of them."""

import csv
from pathlib import Path

import pytest

from flows.council import read_council
from flows.warehouse.facts import class_of_indicators
from transforms.disclosure import Cell, Place, together
from transforms.disclosure_audit import Audit, protect
from transforms.indicators import indicator_by_id
from transforms.quarters import Quarter, quarter_range

SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"
REPORTS = (Quarter(2024, 4), Quarter(2025, 1))


def cells(quarter: Quarter) -> list[Cell]:
    """What the report of a quarter shows: the answers for it and three years before it."""
    classes = class_of_indicators(read_council(SAMPLE))
    known = {str(each) for each in quarter_range(quarter.plus(-12), quarter)}
    with (SAMPLE / "answers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["quarter"] in known and not row["school_urn"]]
    return [
        Cell(
            Place(row["indicator_id"], row["quarter"], row["breakdown"], row["item"]),
            int(row["numerator"]),
            int(row["denominator"]) if row["denominator"] else None,
            classes.get(row["indicator_id"], "internal"),
            indicator_by_id(row["indicator_id"]),
        )
        for row in rows
    ]


@pytest.mark.slow
def test_no_small_number_can_be_worked_out_of_the_reports() -> None:
    shown: dict[Place, tuple[int | None, int | None]] = {}
    for quarter in REPORTS:
        figures = together(cells(quarter))
        counts = {place: (cell.numerator, cell.denominator) for place, cell in figures.cells.items()}
        before = {place for place, said in shown.items() if counts.get(place) == said}
        audit = Audit(figures)
        hidden = protect(figures, known_before=before, audit=audit)
        assert audit.given_away(hidden, before) == []
        own = {place for place in figures.cells if place.quarter == str(quarter) and place.is_whole}
        open_ones = {place.indicator for place in own - hidden}
        assert {"cla_number", "cla_rate", "cin_rate", "ehc_plans", "attendance_rate"} <= open_ones
        assert {"return_interviews_rate", "cpp_repeat_rate"} <= {place.indicator for place in own & hidden}
        shown |= {place: said for place, said in counts.items() if place not in hidden}
