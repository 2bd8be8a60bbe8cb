"""Expected ranges and what stands out of them, on made-up series that can be counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_performance import COUNT, RATE, TOTAL, target
from transforms.compute import VALUE_COLUMNS
from transforms.indicators.indicator import Indicator, Period, Polarity, Unit
from transforms.quarters import Quarter
from transforms.series import Figures
from transforms.significance import (
    CONCERN,
    HIGHER,
    IMPROVEMENT,
    NO_CHANGE,
    NOT_TESTED,
    TOO_FEW,
    Signal,
    signal_of,
)

NOW = Quarter(2025, 1)
STOCK = replace(COUNT, period=Period.SNAPSHOT)
LOWER, HIGHER_IS_BETTER, NEUTRAL = Polarity.LOWER, Polarity.HIGHER, Polarity.NEUTRAL
STEADY = [40, 42, 40, 42, 40, 42, 40, 42, 40, 42, 40]


def series(numbers: Sequence[int | None], denominators: Sequence[int] | None = None, last: Quarter = NOW) -> Figures:
    """A figure for each of the quarters up to the last; None leaves a gap."""
    rows = [
        ("made_up", str(last.plus(place + 1 - len(numbers))), "", "Total", "Total", number, below)
        for place, (number, below) in enumerate(zip(numbers, denominators or [None] * len(numbers), strict=True))
        if number is not None
    ]
    return Figures(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))


def signal(
    numbers: Sequence[int | None], indicator: Indicator = STOCK, polarity: Polarity = LOWER, aim: float | None = None
) -> Signal:
    found = target(aim, "ceiling") if aim is not None else None
    return signal_of(series(numbers), TOTAL, indicator, polarity, NOW, found)


@pytest.mark.parametrize(
    ("newest", "word", "why"),
    [
        (42, NO_CHANGE, "nothing points beyond chance"),
        (47, NO_CHANGE, "nothing points beyond chance"),
        (60, CONCERN, "lies outside the expected range"),
        (20, IMPROVEMENT, "lies outside the expected range"),
    ],
)
def test_a_figure_outside_the_range_of_the_others_stands_out(newest: int, word: str, why: str) -> None:
    found = signal([*STEADY, newest])
    assert (found.word, why in found.reason) == (word, True)


def test_the_range_is_the_mean_and_266_hundredths_of_the_mean_move() -> None:
    found = signal([*STEADY, 42])
    mean, move = Fraction(492, 12), Fraction(2)
    assert (found.low, found.high) == (mean - Fraction("2.66") * move, mean + Fraction("2.66") * move)
    assert found.reason == "The expected range at the quarter's end is 36 to 46, and nothing points beyond chance."


@pytest.mark.parametrize(
    ("numbers", "word", "why"),
    [
        ([50, 40, 50, 40, 50, 41, 49, 49, 48, 49, 48, 49, 48], CONCERN, "in a row lie above the mean."),
        ([50, 40, 50, 40, 50, 41, 40, 41, 40, 41, 40, 41, 40], IMPROVEMENT, "in a row lie below the mean."),
        ([60, 61, 60, 61, 60, 40, 43, 46, 49, 52, 55, 58], CONCERN, "Seven figures in a row rose."),
        ([*[50, 48] * 5, 55, 55], CONCERN, "Two of the last three figures lie near the upper end."),
        ([*[50, 48] * 4, 50, 56, 50, 56], CONCERN, "Two of the last three figures lie near the upper end."),
        ([*[50, 48] * 4, 55, 55, 50, 48], NO_CHANGE, "nothing points"),  # the newest is not near
    ],
)  # fmt: skip
def test_runs_and_pairs_near_the_end_stand_out(numbers: list[int], word: str, why: str) -> None:
    found = signal(numbers)
    assert (found.word, why in found.reason) == (word, True), found.reason


def test_where_neither_way_is_good_it_is_higher_or_lower() -> None:
    assert signal([*STEADY, 60], polarity=NEUTRAL).word == HIGHER
    assert signal([*STEADY, 60], polarity=HIGHER_IS_BETTER).word == IMPROVEMENT


@pytest.mark.parametrize(
    ("numbers", "word", "why"),
    [
        (STEADY, TOO_FEW, "There are 11 quarters that are alike; 12 are needed."),
        ([*STEADY, None], NOT_TESTED, "There is no figure of this quarter"),
        ([*STEADY, None, 42], NO_CHANGE, "36 to 46"),  # a gap is passed over
        ([9] * 12, NOT_TESTED, "fewer than 10 cases on average"),
        ([10] * 12, NO_CHANGE, "10 to 10"),
    ],
)
def test_what_cannot_be_told_says_why(numbers: list[int | None], word: str, why: str) -> None:
    found = signal(numbers)
    assert (found.word, why in found.reason) == (word, True), found.reason


@pytest.mark.parametrize(
    ("period", "adds_up", "why"),
    [
        (Period.ROLLING_YEAR, True, "share three quarters"),
        (Period.YEAR_END, True, "A forecast"),
        (Period.ANNUAL, True, "once a year"),
        (Period.WINTER, True, "once a year"),
        (Period.FINANCIAL_YEAR, False, "no figure of its own"),
    ],
)
def test_some_kinds_of_figure_are_never_tested(period: Period, adds_up: bool, why: str) -> None:
    found = signal([*STEADY, 60], replace(COUNT, period=period, adds_up=adds_up))
    assert (found.word, why in found.reason) == (NOT_TESTED, True)


def test_what_grows_through_the_year_is_taken_apart_first() -> None:
    """Twelve and thirteen enter each quarter of three years, so that the year to date jumps and nothing changed."""
    to_date = [12, 25, 37, 50] * 3 + [12]
    steady = signal([*to_date[:-1], 13], replace(COUNT, period=Period.FINANCIAL_YEAR))
    assert steady.word == NO_CHANGE
    assert (steady.low, steady.high) == (None, None), "the range is of a quarter, not of the figure"
    assert signal([*to_date[:-1], 25], replace(COUNT, period=Period.FINANCIAL_YEAR)).word == CONCERN


def test_a_rate_to_date_is_taken_apart_in_what_it_counts_and_of_what() -> None:
    """Nine in ten each quarter, then one in two, which the year to date hides."""
    numbers, below = [90, 180, 270, 360] * 3 + [90, 180, 230], [100, 200, 300, 400] * 3 + [100, 200, 300]
    rate = replace(RATE, period=Period.FINANCIAL_YEAR)
    found = signal_of(series(numbers, below, Quarter(2025, 3)), TOTAL, rate, HIGHER_IS_BETTER, Quarter(2025, 3), None)
    assert found.word == CONCERN


def test_september_alone_is_no_quarter_of_counts() -> None:
    """Of the academic year, council quarters hold September (2), autumn (3), spring (4) and summer until June (1)."""
    to_date = [20, 55, 90, 125] * 4
    last = Quarter(2025, 1)
    counts = replace(COUNT, period=Period.ACADEMIC_YEAR)
    found = signal_of(series(to_date, last=last), TOTAL, counts, LOWER, last, None)
    assert (found.word, "35 to 35" in found.reason) == (NO_CHANGE, True), found.reason


@pytest.mark.parametrize(
    ("aim", "said"),
    [(50, "unless something changes it will be met"), (42, "may be chance"), (30, "it will not be met")],
)
def test_a_target_beyond_the_range_is_met_or_missed_without_a_change(aim: float, said: str) -> None:
    assert said in signal([*STEADY, 42], aim=aim).reason


@pytest.mark.parametrize("kind", ["benchmark", "change", "none"])
def test_what_is_no_level_is_neither_met_nor_missed(kind: str) -> None:
    found = signal_of(series([*STEADY, 42]), TOTAL, STOCK, LOWER, NOW, target(0, kind))
    assert "target" not in found.reason


def test_a_share_is_never_expected_above_the_whole() -> None:
    share = replace(RATE, unit=Unit.PERCENT, period=Period.SNAPSHOT)
    numbers = [980, 880] * 6
    found = signal_of(series(numbers, [1000] * 12), TOTAL, share, HIGHER_IS_BETTER, NOW, None)
    assert found.high == 100


@given(st.lists(st.integers(20, 400), min_size=12, max_size=20), st.integers(1, 500))
def test_adding_the_same_to_every_quarter_moves_the_range_and_changes_no_word(numbers: list[int], more: int) -> None:
    one, other = signal(numbers), signal([number + more for number in numbers])
    assert one.word == other.word


@given(st.lists(st.integers(20, 400), min_size=12, max_size=20))
def test_concern_and_improvement_change_places_with_what_is_good(numbers: list[int]) -> None:
    swapped = {CONCERN: IMPROVEMENT, IMPROVEMENT: CONCERN}
    word = signal(numbers, polarity=LOWER).word
    assert signal(numbers, polarity=HIGHER_IS_BETTER).word == swapped.get(word, word)
