"""Stretch targets: what they earn, what is at risk, and those that say two things which cannot both be true."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.unit.test_performance import COMPLETE, COUNT, NOW, RATE, TOTAL, council, figures, measure, target
from transforms.council_types import Officer, Override, Target
from transforms.performance import performance_row
from transforms.series import Figure
from transforms.stretch import Reward, contradiction, reward_of

ALL_OR_NOTHING = replace(target(50), reward=1000.0)
BY_SHARE = replace(ALL_OR_NOTHING, baseline=40.0, threshold=0.6)


@pytest.mark.parametrize(
    ("aim", "forecast", "miss", "expected"),
    [
        (ALL_OR_NOTHING, 50, 0, 1000),
        (ALL_OR_NOTHING, 49, 1, 0),
        (BY_SHARE, 50, 0, 1000),
        (BY_SHARE, 55, 0, 1000),  # never more than the whole
        (BY_SHARE, 48, 2, 800),
        (BY_SHARE, 46, 4, 600),
        (BY_SHARE, 45, 5, 0),  # below the threshold
        (BY_SHARE, 38, 12, 0),  # worse than the baseline
        (replace(BY_SHARE, value=30.0), 33, 3, 700),  # a target below its baseline
        (ALL_OR_NOTHING, None, None, None),
    ],
)
def test_a_reward_is_earned_whole_or_from_its_threshold_by_share(
    aim: Target, forecast: int | None, miss: int | None, expected: int | None
) -> None:
    found = reward_of(aim, None if forecast is None else Fraction(forecast), None if miss is None else Fraction(miss))
    assert found == Reward(Fraction(1000), None if expected is None else Fraction(expected))
    assert found is not None
    assert found.at_risk == 1000 - (expected or 0)


def test_most_targets_carry_none() -> None:
    assert reward_of(target(50), Fraction(50), Fraction(0)) is None
    assert reward_of(None, None, None) is None


def figure(numerator: int, denominator: int | None) -> Figure:
    return Figure(numerator, denominator, None)


def test_a_target_that_is_said_in_two_ways_which_cannot_both_be_true_is_told() -> None:
    """12% to 10.1% of 11,000 young people is 209 fewer, not 1,000."""
    aim = replace(target(10.1), said_change=-1000.0)
    said = contradiction(aim, RATE, figure(1320, 11000))
    assert said.startswith("The target of 10.1% would change the 1,320 counted of 11,000 by -209, not by the -1,000 ")
    assert contradiction(replace(aim, said_change=-200.0), RATE, figure(1320, 11000)) == "", "rounded, both are true"
    assert contradiction(target(10.1), RATE, figure(1320, 11000)) == ""
    assert contradiction(None, RATE, figure(1320, 11000)) == ""
    assert contradiction(aim, COUNT, figure(1320, None)) == "", "a count's target is a count"


def override(progress: str, on: date = date(2025, 7, 10)) -> Override:
    return Override("PED06 01", "Total", "2025-26-Q1", progress, "Two schools reported late.", "XX", on)


def test_an_officer_may_rate_otherwise_and_the_rule_is_shown_beside() -> None:
    officers = (Officer("XX", "Ada Park", "Head"),)
    found = figures(COUNT, {"2025-26-Q1": 34})
    of = measure(), TOTAL, COUNT, NOW, COMPLETE
    plain = performance_row(found, replace(council(target(50, "ceiling")), officers=officers), *of)
    assert (plain.progress, plain.rated.by, plain.rated.by_rule) == ("On track", "", "")

    rated = replace(council(target(50, "ceiling")), officers=officers, overrides=(override("Uncertain"),))
    row = performance_row(found, rated, *of)
    assert (row.progress, row.rated.by, row.rated.by_rule) == ("Uncertain", "Ada Park", "On track")
    assert row.progress_reason == (
        "Two schools reported late. By rule it would be on track: The figure, 34, meets the ceiling of 50."
    )
    newest = replace(rated, overrides=(override("Off track", date(2025, 7, 11)), override("Uncertain")))
    assert performance_row(found, newest, *of).progress == "Off track", "the rating set last counts"
    other = replace(rated, overrides=(replace(override("Off track"), quarter="2024-25-Q4"),))
    assert performance_row(found, other, *of).progress == "On track", "it is of one quarter alone"
