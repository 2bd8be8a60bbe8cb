"""Shares of one whole: together more than all of it, and not because of rounding."""

from fractions import Fraction

import pytest

from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Unit
from transforms.wholes import WHOLES, Amount, Share, overfull, parts_apart

SPENDING = "Its parts make £13,752,950, and the total is £13,752,955."
PHASES = "Its parts by phase make 19, and the total is 17."
OUTSIDE, MAINSTREAM = "ehc_outside_area_rate", "ehc_mainstream_rate"


def share(ref: str, indicator: str, value: str) -> Share:
    return Share(ref, indicator, Fraction(value), 1)


def test_shares_that_cannot_both_be_true_are_told_at_each() -> None:
    shares = [share("PED04 05", OUTSIDE, "96"), share("PED04 07", MAINSTREAM, "26.3")]
    words = "PED04 05 (96.0%) and PED04 07 (26.3%) count different children with an EHC plan, and make 122.3%."
    assert list(overfull(shares)) == [("PED04 05", words), ("PED04 07", words)]


@pytest.mark.parametrize(("outside", "mainstream"), [("73.7", "26.3"), ("73.8", "26.3"), ("40", "26.3")])
def test_all_of_it_rounded_or_less_is_right(outside: str, mainstream: str) -> None:
    assert list(overfull([share("A", OUTSIDE, outside), share("B", MAINSTREAM, mainstream)])) == []


def test_an_indicator_that_two_measures_show_counts_once() -> None:
    assert list(overfull([share("A", OUTSIDE, "60"), share("B", OUTSIDE, "60")])) == []


def test_every_whole_is_of_percentages() -> None:
    assert {indicator_by_id(each).unit for _, indicators in WHOLES for each in indicators} == {Unit.PERCENT}


def amount(indicator: str, value: int, breakdown: str = "Total", item: str = "Total") -> Amount:
    return Amount("A", indicator, breakdown, item, Fraction(value), indicator_by_id(indicator).unit)


@pytest.mark.parametrize(("fostering", "told"), [(2_375_675, []), (2_375_670, [("A", SPENDING)]), (None, [])])
def test_a_total_is_the_sum_of_the_indicators_that_are_its_parts(fostering: int | None, told: list) -> None:
    parts = {"independent_residential_forecast": 11_377_280, "independent_fostering_forecast": fostering}
    given = [amount(name, value) for name, value in parts.items() if value is not None]
    assert list(parts_apart([amount("independent_placements_forecast", 13_752_955), *given])) == told


@pytest.mark.parametrize(("secondary", "told"), [(4, []), (9, []), (16, [("A", PHASES)])])
def test_items_of_a_breakdown_are_not_more_than_all_of_it(secondary: int, told: list) -> None:
    phases = [amount("permanent_exclusions", 3, "phase", "Primary"),
              amount("permanent_exclusions", secondary, "phase", "Secondary")]  # fmt: skip
    assert list(parts_apart([amount("permanent_exclusions", 17), *phases])) == told


def test_shares_are_not_added_up() -> None:
    shares = [amount("attendance_rate", 90), amount("attendance_rate", 95, "phase", "Primary")]
    assert list(parts_apart(shares)) == []
