"""Direction of travel: which word, and why."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.test_performance import (
    COMPLETE,
    COUNT,
    HIGHER,
    LOWER,
    NEUTRAL,
    NOW,
    RATE,
    TOTAL,
    council,
    figures,
    judged,
    measure,
)
from transforms.direction import direction_of
from transforms.indicators.indicator import Indicator, Polarity
from transforms.performance import performance_row


@pytest.mark.parametrize(
    ("values", "indicator", "reason"),
    [
        ({"2025-26-Q1": 92.4, "2024-25-Q1": 91.0}, RATE, "It is higher than in the same period last year (91.0%)."),
        ({"2025-26-Q1": 31, "2024-25-Q1": 40}, COUNT, "It is lower than in the same period last year (40)."),
        ({"2025-26-Q1": 31, "2024-25-Q1": 31}, COUNT,
         "It was 31 in the same period last year, and a difference this small counts as none."),
        ({"2025-26-Q1": 31}, COUNT, "There is no figure for the same period last year."),
        ({"2024-25-Q1": 31}, COUNT, "There is no figure this quarter."),
    ],
)  # fmt: skip
def test_a_direction_says_why(values: Mapping[str, float], indicator: Indicator, reason: str) -> None:
    assert judged(values, None, indicator).direction_reason == reason


@pytest.mark.parametrize(
    ("now", "before", "polarity", "direction"),
    [
        ("92.4", "91.0", HIGHER, "Better"),
        ("91.0", "92.4", HIGHER, "Worse"),
        ("5.0", "6.0", LOWER, "Better"),
        ("6.0", "5.0", LOWER, "Worse"),
        ("6.0", "5.0", NEUTRAL, "Higher"),
        ("5.0", "6.0", NEUTRAL, "Lower"),
        ("5.0", "5.0", NEUTRAL, "Same"),
        ("5.049", "5.0", LOWER, "Same"),  # less than half of the decimal shown
        ("4.951", "5.0", LOWER, "Same"),
        ("5.05", "5.0", LOWER, "Worse"),  # half of it
        ("4.95", "5.0", LOWER, "Better"),
    ],
)
def test_direction_of_a_rate(now: str, before: str, polarity: Polarity, direction: str) -> None:
    assert direction_of(Fraction(now), Fraction(before), polarity, RATE) == direction


@pytest.mark.parametrize(("now", "direction"), [(31, "Same"), (30, "Better"), (32, "Worse")])
def test_counts_are_the_same_only_when_equal(now: int, direction: str) -> None:
    assert direction_of(Fraction(now), Fraction(31), LOWER, COUNT) == direction


@pytest.mark.parametrize(("now", "before"), [(None, Fraction(1)), (Fraction(1), None), (None, None)])
def test_direction_needs_both_figures(now: Fraction | None, before: Fraction | None) -> None:
    assert direction_of(now, before, LOWER, RATE) == "Not comparable"


def test_a_council_may_choose_another_good_direction() -> None:
    chosen = replace(measure(), polarity="higher")
    found = figures(RATE, {"2025-26-Q1": 6, "2024-25-Q1": 5})
    assert performance_row(found, council(), chosen, TOTAL, RATE, NOW, COMPLETE).direction == "Better"
