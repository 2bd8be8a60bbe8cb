"""A measure's row as the public sees it, for each figure that may be hidden in it."""

from decimal import Decimal
from typing import Any

import pytest

from transforms.disclosure import Place
from transforms.hidden_rows import WHY_HIDDEN, HiddenFigures, public_row
from transforms.quarters import Quarter

QUARTER = Quarter(2025, 1)
ROW: dict[str, Any] = {
    "indicator_id": "cla_entries", "breakdown": "Total", "item": "Total", "current_value": Decimal(9), "numerator": 9,
    "denominator": None, "same_period_last_year": Decimal(8), "last_year_actual": Decimal(31),
    "forecast": Decimal(34), "symbol": "", "direction_of_travel": "Worse", "direction_reason": "9 is more than 8.",
    "progress": "Off track", "progress_reason": "The forecast, 34, misses 20.", "progress_by_rule": "", "rated_by": "",
    "significance": "No significant change", "significance_reason": "It lies within 4 to 12.",
    "expected_low": Decimal(4), "expected_high": Decimal(12), "reward": Decimal(1000), "reward_expected": Decimal(0),
    "target_contradiction": "", "no_figure_reason": "", "target": Decimal(20),
}  # fmt: skip


def seen(*quarters: str, **changes: object) -> dict[str, Any]:
    hidden = HiddenFigures.of(Place("cla_entries", quarter) for quarter in quarters)
    return public_row({**ROW, **changes}, QUARTER, hidden)


def test_a_row_of_which_nothing_is_hidden_stays_as_it_is() -> None:
    assert seen() == ROW


def test_nothing_of_a_hidden_figure_is_left() -> None:
    row = seen("2025-26-Q1")
    gone = ("current_value", "numerator", "denominator", "forecast", "expected_low", "expected_high", "reward_expected")
    assert [row[name] for name in gone] == [None] * len(gone)
    assert (row["symbol"], row["progress"], row["no_figure_reason"]) == ("c", "Not rated", WHY_HIDDEN)
    assert (row["direction_of_travel"], row["significance"]) == ("", "Not tested")
    assert (row["same_period_last_year"], row["last_year_actual"], row["target"]) == (8, 31, 20)
    said = " ".join(str(row[name]) for name in row if name.endswith("reason"))
    assert not any(number in said for number in ("9", "34", "12"))


@pytest.mark.parametrize(
    ("quarter", "column", "direction"),
    [("2024-25-Q1", "same_period_last_year", ""), ("2024-25-Q4", "last_year_actual", "Worse")],
)
def test_an_earlier_figure_is_hidden_alone_with_what_rests_on_it(quarter: str, column: str, direction: str) -> None:
    row = seen(quarter)
    assert row[column] is None
    assert row["hidden_columns"] == (column,)
    assert (row["current_value"], row["progress"], row["direction_of_travel"]) == (9, "Off track", direction)
    assert (row["forecast"], row["expected_low"], row["reward_expected"]) == (None, None, None)
    assert "34" not in row["progress_reason"]


def test_a_forecast_that_is_the_figure_itself_stays() -> None:
    row = seen("2023-24-Q2", forecast=Decimal(9))
    assert (row["forecast"], row["progress_reason"]) == (9, ROW["progress_reason"])
    assert row["hidden_columns"] == ()
