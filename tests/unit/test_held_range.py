"""What is said of a figure with held rows behind it, and which rows are behind it."""

from datetime import date
from fractions import Fraction

from transforms.coverage import LOADED, REJECTED, SliceState
from transforms.held_range import AtStake, at_stake, held_behind
from transforms.indicators import indicator_by_id
from transforms.quarters import Quarter

QUARTER = Quarter.parse("2025-26-Q1")


def of(extract: str, held: int, first: date, data_to: date, supplier: str = "one", state: str = LOADED) -> SliceState:
    return SliceState(extract, supplier, supplier, f"{first}", first, data_to, state, rows_held=held)


def month(number: int, held: int, **more: str) -> SliceState:
    return of("nccis", held, date(2025, number, 1), date(2025, number, 30), **more)


def stake(indicator: str, numerator: int, denominator: int | None, *slices: SliceState) -> AtStake:
    return at_stake(indicator_by_id(indicator), numerator, denominator, Fraction(1), QUARTER, slices)


def test_a_share_is_told_as_a_range_rounded_once() -> None:
    found = stake("neet_rate", 346, 9_611, month(6, 42))
    assert (found.figure, found.held) == ("3.6%", 42)
    assert found.words == "42 held rows behind it; if all 42 were valid, between 3.6% and 4.0%"
    assert stake("neet_rate", 346, 9_611, month(6, 1)).words.endswith("if it were valid, still 3.6%")
    assert stake("neet_rate", 0, 0, month(6, 2)).words.endswith("between 0.0% and 100.0%")


def test_a_rate_of_a_population_can_only_grow() -> None:
    year = of("ssda903", 3, date(2025, 4, 1), date(2025, 6, 30))
    reach = stake("cla_rate", 244, 30_000, year).reach
    assert reach is not None
    assert (reach.least, reach.most) == (Fraction(244 * 10_000, 30_000), Fraction(247 * 10_000, 30_000))


def test_no_range_is_given_where_a_row_is_no_case() -> None:
    register = of("attendance_register", 5, date(2025, 4, 22), date(2025, 6, 30))
    census = of("census_sessions", 5, date(2025, 2, 24), date(2025, 3, 28))
    returns = of("council_returns", 1, date(2025, 6, 1), date(2025, 6, 30))
    for found in (
        stake("persistent_absence_rate", 10, 100, register),
        stake("attendance_rate", 90, 100, register, census),
        stake("early_years_good_rate", 9, 10, returns),
    ):
        assert found.reach is None
        assert found.words.endswith("no range can be given")
    assert stake("attendance_rate", 90, 100, register).reach is not None


def test_nothing_is_at_stake_where_nothing_is_held() -> None:
    assert stake("neet_rate", 1, 2, month(6, 0)) == AtStake("50.0%", 0, None, "no row behind it is held")


def test_a_snapshot_rests_on_the_newest_slice_of_each_supplier() -> None:
    slices = [month(4, 1), month(6, 2), month(5, 3), month(6, 4, supplier="two"), month(6, 8, state=REJECTED)]
    slices += [of("ssda903", 16, date(2025, 4, 1), date(2025, 6, 30))]
    assert sum(each.rows_held for each in held_behind(indicator_by_id("neet_rate"), QUARTER, slices)) == 6
