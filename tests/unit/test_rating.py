"""Years without a target to be measured against, targets said as a change, and years that are over."""

import pandas as pd
import pytest

from tests.unit.test_performance import COMPLETE, COUNT, RATE, TOTAL, council, judged, measure, target
from transforms.compute import VALUE_COLUMNS
from transforms.performance import performance_row
from transforms.quarters import Quarter
from transforms.series import RETURNED_VALUE, Figures, as_counted


def test_a_benchmarking_year_has_a_figure_and_no_rating() -> None:
    row = judged({"2025-26-Q1": 30}, target(0, "benchmark"))
    why = "This is the benchmarking year: later targets are set from its figure."
    assert (row.progress, row.progress_reason) == ("Not rated", why)


def test_a_target_said_as_a_change_is_a_level_from_last_years_figure() -> None:
    row = judged({"2025-26-Q1": 90, "2024-25-Q4": 100}, target(-20, "change"), COUNT)
    assert (row.target.value if row.target else None, row.progress) == (80, "Off track")
    unknown = judged({"2025-26-Q1": 90}, target(-20, "change"), COUNT)
    why = "The target is a change from last year's figure, which is not known."
    assert (unknown.progress, unknown.progress_reason) == ("Not rated", why)


@pytest.mark.parametrize(
    ("quarter", "value", "status", "progress"),
    [
        ("2025-26-Q4", 5.2, "final", "Off track"),
        ("2025-26-Q4", 5.0, "final", "On track"),
        ("2025-26-Q4", 5.2, "provisional", "Uncertain"),
        ("2025-26-Q3", 5.2, "final", "Uncertain"),
    ],
)
def test_once_the_year_is_over_and_its_figure_final_nothing_is_uncertain(
    quarter: str, value: float, status: str, progress: str
) -> None:
    rows = pd.DataFrame([("made_up", quarter, "", "Total", "Total", None, None)], columns=list(VALUE_COLUMNS))
    found = Figures(as_counted(rows).assign(value=value, basis=RETURNED_VALUE, status=status))
    row = performance_row(found, council(target(5)), measure(), TOTAL, RATE, Quarter.parse(quarter), COMPLETE)
    assert row.progress == progress
