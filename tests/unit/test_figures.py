"""Exact figures, rounded half-up once where they are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.figures import exact_value, rounded, shown, shown_difference
from transforms.indicators.indicator import Unit


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "value"),
    [
        (7, None, Unit.COUNT, Fraction(7)),
        (0, None, Unit.COUNT, Fraction(0)),
        (1, 3, Unit.PERCENT, Fraction(100, 3)),
        (244, 30_640, Unit.PER_10_000, Fraction(2_440_000, 30_640)),
        (0, 5, Unit.PERCENT, Fraction(0)),
        (0, 0, Unit.PERCENT, None),
        (4, None, Unit.PER_10_000, None),
        (31, 250, Unit.PER_POST, Fraction(62, 5)),
        (125, 250, Unit.PERCENT_OF_POSTS, 50),
        (61, 2040, Unit.PER_100, Fraction(6100, 2040)),
        (12, 100, Unit.POINTS, Fraction(12)),
        (11_377_280, None, Unit.POUNDS, Fraction(11_377_280)),
    ],
)
def test_a_figure_is_exact_or_there_is_none(
    numerator: int, denominator: int | None, unit: Unit, value: Fraction | None
) -> None:
    assert exact_value(numerator, denominator, unit) == value


def test_a_figure_so_far_can_stand_for_the_whole_year() -> None:
    assert exact_value(91, 10_000, Unit.PER_10_000, Fraction(365, 91)) == 365
    assert exact_value(91, None, Unit.COUNT, Fraction(365, 91)) == 365


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [
        ("0.25", 1, "0.3"),
        ("0.35", 1, "0.4"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("92.449999", 1, "92.4"),
        ("0", 1, "0.0"),
        ("99.95", 1, "100.0"),
        ("-0.04", 1, "0.0"),
    ],
)
def test_halves_are_rounded_up_away_from_nought(value: str, decimals: int, result: str) -> None:
    assert str(rounded(Fraction(value), decimals)) == result


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 3))
def test_rounding_is_that_of_whole_numbers(numerator: int, denominator: int, decimals: int) -> None:
    scaled = numerator * 10**decimals
    half_up = (2 * scaled + denominator) // (2 * denominator)
    assert rounded(Fraction(numerator, denominator), decimals) == Decimal(half_up).scaleb(-decimals)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (Fraction(1849, 20), Unit.PERCENT, 1, "92.5%"),
        (Fraction(1204), Unit.COUNT, 0, "1,204"),
        (Fraction(193, 2), Unit.PER_10_000, 0, "97 per 10,000"),
        (Fraction(61, 20), Unit.PER_100, 1, "3.1 per 100 pupils"),
        (Fraction(62, 5), Unit.PER_POST, 1, "12.4 per full-time post"),
        (Fraction(50), Unit.PERCENT_OF_POSTS, 1, "50.0%"),
        (Fraction(11_377_280), Unit.POUNDS, 0, "£11,377,280"),
        (Fraction(-250_000), Unit.POUNDS, 0, "−£250,000"),
        (Fraction(-1, 4), Unit.POUNDS, 0, "£0"),
        (Fraction(-31, 10), Unit.POINTS, 1, "−3.1 points"),
        (Fraction(-1, 50), Unit.POINTS, 1, "0.0 points"),
        (Fraction(-1), Unit.POINTS, 0, "−1 point"),
        (Fraction(1), Unit.POINTS, 1, "1.0 points"),
    ],
)
def test_a_figure_as_readers_see_it(value: Fraction, unit: Unit, decimals: int, text: str) -> None:
    assert shown(value, unit, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (Fraction("-2.34"), Unit.PERCENT, 1, "2.3 points"),
        (Fraction(-1500), Unit.COUNT, 0, "1,500"),
        (Fraction(3), Unit.PER_10_000, 0, "3 per 10,000"),
        (Fraction(-3), Unit.PER_100, 1, "3.0 per 100 pupils"),
        (Fraction(-3), Unit.PERCENT_OF_POSTS, 1, "3.0 points"),
        (Fraction(-1500), Unit.POUNDS, 0, "£1,500"),
    ],
)
def test_percentages_differ_by_points(value: Fraction, unit: Unit, decimals: int, text: str) -> None:
    assert shown_difference(value, unit, decimals) == text
