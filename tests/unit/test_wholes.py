"""Shares of one whole: together more than all of it, and not because of rounding."""

from fractions import Fraction

import pytest

from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Unit
from transforms.wholes import WHOLES, Share, overfull

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
