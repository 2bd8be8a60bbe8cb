"""Targets, forecasts, direction of travel and progress, on a made-up indicator that can be checked by eye."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from transforms.compute import VALUE_COLUMNS
from transforms.council_types import Council, Measure, Part, Rating, Target
from transforms.coverage import Coverage
from transforms.forecast import forecast_of, share_reached
from transforms.indicators.indicator import AMOUNTS, FACTORS, Indicator, Period, Polarity, Unit
from transforms.performance import (
    PerformanceRow,
    amber_band,
    miss_of,
    outturn_quarter,
    performance_row,
    target_of,
)
from transforms.quarters import Quarter
from transforms.series import RETURNED, RETURNED_VALUE, Figures, as_counted

NOW = Quarter(2025, 1)
TOTAL = Part("Total", "made_up")
COMPLETE = Coverage("Complete", Fraction(1), "")
HIGHER, LOWER, NEUTRAL = Polarity.HIGHER, Polarity.LOWER, Polarity.NEUTRAL

RATE = Indicator(
    id="made_up",
    title="Made up",
    numerator="Some",
    denominator="All",
    unit=Unit.PERCENT,
    decimals=1,
    polarity=LOWER,
    period=Period.FINANCIAL_YEAR,
    needs=(),
    national="",
    owner="",
    version=1,
    prepare=lambda _, __: None,
    count=lambda prepared, _, __: prepared,
)
COUNT = replace(RATE, unit=Unit.COUNT, decimals=0, denominator="")


def figures(indicator: Indicator, values: Mapping[str, float], denominator: int = 1000) -> Figures:
    """A figure for each quarter named; a rate is of a thousand unless said otherwise."""
    rows = []
    for quarter, value in values.items():
        if indicator.unit in AMOUNTS:
            numerator, below = int(value), None
        else:
            numerator, below = round(value * denominator / FACTORS[indicator.unit]), denominator
        rows.append(("made_up", quarter, "", "Total", "Total", numerator, below))
    return Figures(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))


def measure(**rating: Any) -> Measure:  # noqa: ANN401 - fields of Rating
    return Measure("PED06 01", "PED06", "Made up", "XX", (TOTAL,), "none", "XX", rating=Rating(**rating))


def target(value: float, kind: str = "level", year: str = "2025-26", set_on: date = date(2025, 4, 1)) -> Target:
    return Target("PED06 01", "Total", year, value, kind, "Board", set_on)


def council(*targets: Target) -> Council:
    return Council(
        slug="made-up", name="Made Up", la_code="999", gss_code="E06999999", region="", synthetic=True,
        minimum_coverage=0.95, officers=(), supplies=(), schools=(), half_terms=(), population=(), objectives=(),
        measures=(), targets=targets, milestones=(),
    )  # fmt: skip


def judged(
    values: Mapping[str, float],
    aim: Target | None,
    indicator: Indicator = RATE,
    of: Coverage = COMPLETE,
    quarter: Quarter = NOW,
    denominator: int = 1000,
    **rating: Any,  # noqa: ANN401 - fields of Rating
) -> PerformanceRow:
    """The row of the report for a quarter."""
    found = figures(indicator, values, denominator)
    targets = (aim,) if aim else ()
    return performance_row(found, council(*targets), measure(**rating), TOTAL, indicator, quarter, of)


# ----------------------------------------------------------------------------------------------- cases of a real report


@pytest.mark.parametrize(
    ("now", "then", "aim", "polarity", "direction", "progress"),
    [
        (0.7, 0.6, target(0.3), LOWER, "Worse", "Uncertain"),  # within half a point: the target is below 10%
        (72, 48, target(98), HIGHER, "Better", "Off track"),
        (91.9, 90.4, target(92), HIGHER, "Better", "Uncertain"),
        (12, 9, None, LOWER, "Worse", "Not rated"),
        (12, 9, target(0, "none"), LOWER, "Worse", "Not rated"),
    ],
)
def test_cases_whose_answer_was_printed(
    now: float, then: float, aim: Target | None, polarity: Polarity, direction: str, progress: str
) -> None:
    row = judged({"2025-26-Q1": now, "2024-25-Q1": then}, aim, replace(RATE, polarity=polarity))
    assert (row.direction, row.progress) == (direction, progress)


def test_last_year_says_what_the_rest_of_the_year_may_bring() -> None:
    values = {"2025-26-Q1": 3.6, "2024-25-Q1": 5.0, "2024-25-Q4": 3.4}
    row = judged(values, target(4.0), forecast="history")
    assert (row.forecast, row.direction, row.progress) == (Fraction(2), "Better", "On track")
    assert row.progress_reason == "The forecast for the year, 2.0%, meets the target of 4.0%."


def test_a_measure_that_is_only_watched_is_not_rated_even_with_a_target() -> None:
    row = judged({"2025-26-Q1": 34}, target(12, "ceiling"), COUNT, enabled=False)
    assert (row.progress, row.progress_reason) == ("Not rated", "This measure is watched, not rated.")


def test_without_an_earlier_figure_there_is_progress_but_no_direction() -> None:
    row = judged({"2025-26-Q1": 96}, target(94, "ceiling"))
    assert (row.direction, row.progress) == ("Not comparable", "Uncertain")


def test_without_a_figure_there_is_neither() -> None:
    row = judged({"2024-25-Q1": 50}, target(94))
    assert (row.current, row.direction, row.progress) == (None, "Not comparable", "Not rated")
    assert row.progress_reason == "There is no figure this quarter."
    assert row.no_figure_reason == "What was received does not hold all that this figure needs."


def test_a_gap_in_supply_leaves_no_figure_and_says_why() -> None:
    gap = Coverage("Nothing received", Fraction(0), "Case system: nothing received for this quarter")
    row = judged({"2025-26-Q1": 50, "2024-25-Q1": 40}, target(60), of=gap)
    assert (row.current, row.progress, row.coverage) == (None, "Not rated", "Nothing received")
    assert row.no_figure_reason == gap.reason
    assert row.same_period_last_year == 40


# ------------------------------------------------------------------------------------------------ targets and last year


@pytest.mark.parametrize(
    ("period", "quarter", "outturn"),
    [
        (Period.FINANCIAL_YEAR, "2025-26-Q1", "2024-25-Q4"),
        (Period.SNAPSHOT, "2025-26-Q4", "2024-25-Q4"),
        (Period.ACADEMIC_YEAR, "2025-26-Q1", "2024-25-Q1"),  # 2024/25 goes on; 2023/24 ended last summer
        (Period.ACADEMIC_YEAR, "2025-26-Q2", "2025-26-Q1"),
        (Period.ACADEMIC_YEAR, "2025-26-Q4", "2025-26-Q1"),
    ],
)
def test_last_years_figure_is_of_the_last_quarter_within_it(period: Period, quarter: str, outturn: str) -> None:
    assert str(outturn_quarter(replace(RATE, period=period), Quarter.parse(quarter))) == outturn


def test_the_target_is_of_the_year_that_the_figure_counts_in_as_last_set() -> None:
    of_council = council(
        target(1, year="2024/25"),
        target(8, year="2025"),
        target(2, year="2024-25"),
        target(3, set_on=date(2025, 3, 1)),
        target(4, set_on=date(2025, 5, 1)),
        target(5, set_on=date(2025, 4, 1)),
        replace(target(6), part="Primary"),
        replace(target(7), measure="PED06 02"),
    )
    academic = replace(RATE, period=Period.ACADEMIC_YEAR)
    by_financial_year = target_of(of_council, measure(), TOTAL, RATE, NOW)
    by_academic_year = target_of(of_council, measure(), TOTAL, academic, NOW)
    assert by_financial_year is not None
    assert by_academic_year is not None
    assert (by_financial_year.value, by_academic_year.value) == (4, 1)
    yearly = replace(RATE, period=Period.CALENDAR_YEAR)
    assert target_of(of_council, measure(), TOTAL, yearly, NOW) == target(8, year="2025")
    assert target_of(of_council, measure(), TOTAL, RATE, Quarter(2026, 1)) is None


def test_a_third_that_is_to_stay_a_third_is_met_by_a_third() -> None:
    thirds = {"2025-26-Q1": 100 / 3, "2024-25-Q4": 100 / 3}
    row = judged(thirds, target(0, "change"), replace(RATE, polarity=HIGHER), denominator=300)
    assert (row.progress, row.progress_reason) == ("On track", "The figure, 33.3%, meets the target of 33.3%.")


# ------------------------------------------------------------------------------------------------------------ forecasts


def forecast(indicator: Indicator, method: str, values: Mapping[str, float], quarter: Quarter = NOW) -> Fraction | None:
    found = figures(indicator, values)
    value = found.value(indicator, quarter, TOTAL)
    return forecast_of(found, measure(forecast=method), TOTAL, indicator, quarter, value)


def test_flat_is_as_now() -> None:
    assert forecast(RATE, "flat", {"2025-26-Q1": 3.6, "2024-25-Q1": 5.0, "2024-25-Q4": 3.4}) == Fraction("3.6")


def test_history_adds_what_last_year_added() -> None:
    values = {"2025-26-Q1": 3.6, "2024-25-Q1": 5.0, "2024-25-Q4": 3.4}
    assert forecast(RATE, "history", values) == Fraction(2)
    academic = replace(RATE, period=Period.ACADEMIC_YEAR)
    in_autumn = {"2025-26-Q3": 6.0, "2024-25-Q3": 5.0, "2025-26-Q1": 7.5}
    assert forecast(academic, "history", in_autumn, Quarter(2025, 3)) == Fraction("8.5")


@pytest.mark.parametrize("missing", ["2024-25-Q1", "2024-25-Q4"])
def test_history_without_last_year_is_as_now(missing: str) -> None:
    values = {"2025-26-Q1": 3.6, "2024-25-Q1": 5.0, "2024-25-Q4": 3.4}
    assert forecast(RATE, "history", {q: value for q, value in values.items() if q != missing}) == Fraction("3.6")


def test_share_divides_by_the_median_share_of_up_to_three_years() -> None:
    values = {
        "2025-26-Q1": 30,
        "2024-25-Q1": 20, "2024-25-Q4": 100,
        "2023-24-Q1": 30, "2023-24-Q4": 100,
        "2022-23-Q1": 40, "2022-23-Q4": 80,
        "2021-22-Q1": 99, "2021-22-Q4": 100,
    }  # fmt: skip
    assert forecast(COUNT, "share", values) == Fraction(100)  # shares 0.2, 0.3 and 0.5


def test_share_without_history_is_by_days_of_the_year() -> None:
    assert forecast(COUNT, "share", {"2025-26-Q1": 91}) == 365
    assert forecast(COUNT, "share", {"2023-24-Q1": 91}, Quarter(2023, 1)) == 366  # holds 29 February 2024
    assert forecast(COUNT, "share", {"2023-24-Q4": 50}, Quarter(2023, 4)) == 50


def test_a_year_with_none_by_now_or_none_at_all_has_no_share() -> None:
    values = {"2024-25-Q1": 0, "2024-25-Q4": 8, "2023-24-Q1": 0, "2023-24-Q4": 0, "2022-23-Q1": 2, "2022-23-Q4": 8}
    assert share_reached(figures(COUNT, values), COUNT, TOTAL, NOW) == Fraction(1, 4)


def test_the_share_of_an_academic_year_is_of_what_it_had_come_to_by_june() -> None:
    academic = replace(COUNT, period=Period.ACADEMIC_YEAR)
    values = {"2024-25-Q3": 10, "2025-26-Q1": 40}
    assert share_reached(figures(academic, values), academic, TOTAL, Quarter(2025, 3)) == Fraction(1, 4)
    assert share_reached(figures(academic, {}), academic, TOTAL, Quarter(2025, 3)) == Fraction(122, 365)


def test_without_a_figure_there_is_no_forecast() -> None:
    assert forecast(COUNT, "share", {"2024-25-Q1": 20, "2024-25-Q4": 100}) is None


# ------------------------------------------------------------------------------------------------------------- progress


@pytest.mark.parametrize(
    ("forecast", "kind", "polarity", "miss"),
    [
        (90, "level", HIGHER, 5),
        (95, "level", HIGHER, 0),
        (99, "level", HIGHER, 0),
        (99, "level", LOWER, 4),
        (90, "level", LOWER, 0),
        (90, "level", NEUTRAL, None),
        (99, "ceiling", NEUTRAL, 4),
        (99, "ceiling", HIGHER, 4),
        (90, "ceiling", LOWER, 0),
        (90, "floor", NEUTRAL, 5),
        (90, "floor", LOWER, 5),
        (99, "floor", HIGHER, 0),
    ],
)
def test_how_far_a_target_of_95_is_missed(forecast: int, kind: str, polarity: Polarity, miss: int | None) -> None:
    assert miss_of(Fraction(forecast), target(95, kind), polarity) == miss


@pytest.mark.parametrize(
    ("indicator", "value", "own", "band"),
    [
        (RATE, 95, None, Fraction(2)),
        (RATE, 10, None, Fraction(2)),
        (RATE, 9.9, None, Fraction(1, 2)),
        (COUNT, 68, None, Fraction(34, 5)),
        (replace(RATE, unit=Unit.PER_10_000), 85, None, Fraction(17, 2)),
        (RATE, 95, 0.3, Fraction(3, 10)),
        (COUNT, 68, 0, Fraction(0)),
    ],
)
def test_the_margin_within_which_a_miss_is_uncertain(
    indicator: Indicator, value: float, own: float | None, band: Fraction
) -> None:
    assert amber_band(measure(amber_band=own), indicator, target(value)) == band


@pytest.mark.parametrize(
    ("now", "progress", "reason"),
    [
        (95.0, "On track", "The figure, 95.0%, meets the target of 95.0%."),
        (
            93.0,
            "Uncertain",
            "The figure, 93.0%, misses the target of 95.0% by 2.0 points, within the margin of 2.0 points.",
        ),
        (
            92.9,
            "Off track",
            "The figure, 92.9%, misses the target of 95.0% by 2.1 points, more than the margin of 2.0 points.",
        ),
    ],
)
def test_the_reason_names_the_figures(now: float, progress: str, reason: str) -> None:
    row = judged({"2025-26-Q1": now}, target(95), replace(RATE, polarity=HIGHER))
    assert (row.progress, row.progress_reason) == (progress, reason)


def test_a_target_is_met_or_missed_before_rounding() -> None:
    row = judged({"2025-26-Q1": 94.96}, target(95), replace(RATE, polarity=HIGHER), denominator=10_000)
    assert row.progress == "Uncertain"
    assert "The figure, 95.0%, misses the target of 95.0% by 0.04 points, within" in row.progress_reason


@pytest.mark.parametrize(
    ("indicator", "now", "aim", "told"),
    [
        (RATE, 97.03, 95, "misses the ceiling of 95.0% by 2.03 points, more than the margin of 2.0 points."),
        (RATE, 9.72, 9.2, "misses the ceiling of 9.2% by 0.52 points, more than the margin of 0.5 points."),
        (COUNT, 6, 5, "misses the ceiling of 5 by 1, more than the margin of 0.5."),
        (COUNT, 71, 65, "misses the ceiling of 65 by 6, within the margin of 6.5."),
    ],
)
def test_a_miss_and_its_margin_can_be_told_apart(indicator: Indicator, now: float, aim: float, told: str) -> None:
    row = judged({"2025-26-Q1": now}, target(aim, "ceiling"), indicator, denominator=10_000)
    assert row.progress_reason.endswith(told)


@pytest.mark.parametrize(
    ("now", "word", "reason"),
    [
        (14.0, "On track", "The figure, 14.0, lies within the band of 14.0 to 18.0."),
        (18.0, "On track", "The figure, 18.0, lies within the band of 14.0 to 18.0."),
        (13.0, "Uncertain", "The figure, 13.0, misses the band of 14.0 to 18.0 by 1.0, within the margin of 1.4."),
        (19.5, "Off track", "The figure, 19.5, misses the band of 14.0 to 18.0 by 1.5, more than the margin of 1.4."),
        (12.5, "Off track", "The figure, 12.5, misses the band of 14.0 to 18.0 by 1.5, more than the margin of 1.4."),
    ],
)
@pytest.mark.parametrize("polarity", [HIGHER, LOWER, NEUTRAL])
def test_a_band_is_missed_above_and_below(now: float, word: str, reason: str, polarity: Polarity) -> None:
    caseload = replace(RATE, unit=Unit.PER_10_000, decimals=1, polarity=polarity)
    row = judged({"2025-26-Q1": now}, replace(target(14, "band"), upper=18), caseload, denominator=20_000)
    assert (row.progress, row.progress_reason.replace(" per 10,000", "")) == (word, reason)


def test_a_ceiling_is_called_one() -> None:
    row = judged({"2025-26-Q1": 30}, target(68, "ceiling"), replace(COUNT, polarity=NEUTRAL))
    assert row.progress_reason == "The figure, 30, meets the ceiling of 68."


def test_a_level_has_no_good_side_where_neither_direction_is_good() -> None:
    row = judged({"2025-26-Q1": 30}, target(68), replace(COUNT, polarity=NEUTRAL))
    assert row.progress == "Not rated"
    assert "Neither higher nor lower is better" in row.progress_reason


def early(row: PerformanceRow) -> str:
    """Why it is too early to say, where that is the reason."""
    before, _, why = row.progress_reason.partition("Too early to say: ")
    return "" if before else why


ONE_SCHOOL_LATE = Coverage("9 of 10 schools", Fraction(96, 100), "")
ACADEMIC = replace(RATE, period=Period.ACADEMIC_YEAR)


def test_few_cases_are_too_early() -> None:
    row = judged({"2025-26-Q1": 0}, target(5), denominator=19)
    assert (row.progress, early(row)) == ("Uncertain", "the figure rests on few cases.")
    assert judged({"2025-26-Q1": 0}, target(5), denominator=20).progress == "On track"


def test_posts_are_counted_in_hundredths_and_few_of_them_are_few() -> None:
    posts = replace(RATE, unit=Unit.PERCENT_OF_POSTS)
    assert early(judged({"2025-26-Q1": 0}, target(5), posts, denominator=1999)) == "the figure rests on few cases."
    assert judged({"2025-26-Q1": 0}, target(5), posts, denominator=2000).progress == "On track"


def test_a_figure_of_other_months_than_its_targets_is_not_rated_and_foresees_nothing() -> None:
    counted = pd.DataFrame([("made_up", str(NOW), "", "Total", "Total", 8, None)], columns=list(VALUE_COLUMNS))
    days = {"covers_from": pd.Timestamp(2025, 6, 1), "covers_to": pd.Timestamp(2025, 6, 30)}
    quarters = as_counted(counted).assign(basis=RETURNED, **days)
    row = performance_row(Figures(quarters), council(target(20)), measure(), TOTAL, COUNT, NOW, COMPLETE)
    why = "The figure covers other months than its target is set for."
    assert (row.progress, row.progress_reason, row.forecast) == ("Not rated", why, None)


def test_of_a_value_that_was_returned_alone_nobody_can_say_that_it_rests_on_few_cases() -> None:
    counted = pd.DataFrame([("made_up", str(NOW), "", "Total", "Total", None, None)], columns=list(VALUE_COLUMNS))
    alone = as_counted(counted).assign(value=92.5, basis=RETURNED_VALUE)
    incomplete = Coverage("Nothing received", Fraction(0), "It is late.")
    aims = council(target(92.5, "floor"))
    row = performance_row(Figures(alone), aims, measure(), TOTAL, RATE, NOW, incomplete)
    assert (row.current.value if row.current else None, row.progress) == (Fraction("92.5"), "On track")


def test_a_return_that_has_not_arrived_is_too_early() -> None:
    row = judged({"2025-26-Q1": 1}, target(5), of=ONE_SCHOOL_LATE)
    assert (row.progress, early(row)) == ("Uncertain", "not every return has arrived.")


def test_september_is_too_early_in_an_academic_year() -> None:
    row = judged({"2025-26-Q2": 1}, target(5, year="2025/26"), ACADEMIC, quarter=Quarter(2025, 2))
    assert (row.progress, early(row)) == ("Uncertain", "the academic year has only just begun.")
    later = judged({"2025-26-Q3": 1}, target(5, year="2025/26"), ACADEMIC, quarter=Quarter(2025, 3))
    assert later.progress == "On track"


def test_too_early_does_not_hide_a_miss_of_more_than_twice_the_margin() -> None:
    values = {"2025-26-Q1": 99.1}
    assert judged(values, target(95, "ceiling"), of=ONE_SCHOOL_LATE).progress == "Off track"
    assert judged({"2025-26-Q1": 99.0}, target(95, "ceiling"), of=ONE_SCHOOL_LATE).progress == "Uncertain"


YEARS = {
    "2024-25-Q1": 20, "2024-25-Q4": 80,
    "2023-24-Q1": 20, "2023-24-Q4": 80,
}  # fmt: skip


def test_a_first_quarter_with_one_earlier_year_is_too_early_to_forecast_by_its_share() -> None:
    one_year = {quarter: count for quarter, count in YEARS.items() if quarter < "2024"} | {"2025-26-Q1": 10}
    row = judged(one_year, target(68), COUNT, forecast="share")
    assert row.forecast == 40
    assert row.progress == "Uncertain"
    assert early(row) == "too few earlier years show how the year goes on from its first quarter."


def test_a_first_quarter_with_two_earlier_years_is_rated() -> None:
    row = judged(YEARS | {"2025-26-Q1": 10}, target(68), COUNT, forecast="share")
    assert (row.forecast, row.progress) == (40, "On track")


def test_later_quarters_and_other_forecasts_need_no_earlier_years() -> None:
    assert (
        judged({"2025-26-Q2": 10}, target(68), COUNT, quarter=Quarter(2025, 2), forecast="share").progress == "On track"
    )
    assert judged({"2025-26-Q1": 10}, target(68), COUNT, forecast="history").progress == "On track"


# --------------------------------------------------------------------------------------------------------------- lookup


def test_figures_are_of_the_whole_council_and_of_the_part() -> None:
    rows = [
        ("made_up", "2025-26-Q1", "", "Total", "Total", 1, 10),
        ("made_up", "2025-26-Q1", "900001", "Total", "Total", 2, 10),
        ("made_up", "2025-26-Q1", "", "phase", "Primary", 3, 10),
        ("other", "2025-26-Q1", "", "Total", "Total", 4, 10),
        ("made_up", "2024-25-Q1", "", "Total", "Total", 5, pd.NA),
    ]
    found = Figures(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))
    assert found.value(RATE, NOW, TOTAL) == 10
    assert found.value(RATE, NOW, Part("Primary", "made_up", "phase", "Primary")) == 30
    assert found.value(RATE, NOW, Part("PRU", "made_up", "phase", "PRU")) is None
    assert found.value(RATE, NOW.same_last_year, TOTAL) is None


# ------------------------------------------------------------------------------------- money, rates so far, once a year


MONEY = replace(COUNT, unit=Unit.POUNDS, period=Period.YEAR_END)


@pytest.mark.parametrize(
    ("now", "direction"), [(1_000_000, "Same"), (1_004_999, "Same"), (1_005_000, "Worse"), (995_000, "Better")]
)
def test_money_is_the_same_within_half_a_per_cent(now: int, direction: str) -> None:
    found = figures(MONEY, {"2025-26-Q1": now, "2024-25-Q1": 1_000_000})
    assert performance_row(found, council(), measure(), TOTAL, MONEY, NOW, COMPLETE).direction == direction


def test_an_annualised_rate_is_judged_as_a_whole_years() -> None:
    referrals = replace(RATE, unit=Unit.PER_10_000, period=Period.ANNUALISED)
    found = figures(referrals, {"2025-26-Q1": 91}, denominator=10_000)
    row = performance_row(found, council(target(364, "ceiling")), measure(), TOTAL, referrals, NOW, COMPLETE)
    assert (row.forecast, row.progress) == (365, "Uncertain")


def test_a_figure_made_once_a_year_is_not_shown_in_another_quarter() -> None:
    winter = replace(RATE, period=Period.WINTER, quarters=(4,))
    found = figures(winter, {"2024-25-Q4": 3.4, "2023-24-Q4": 3.9})
    row = performance_row(found, council(target(4)), measure(), TOTAL, winter, NOW, COMPLETE)
    assert (row.current, row.last_year, row.progress) == (None, Fraction("3.4"), "Not rated")
    assert row.no_figure_reason == "Made once a year, in quarter 4."


@pytest.mark.parametrize(("until", "ended"), [(date(2025, 6, 29), True), (date(2025, 6, 30), False)])
def test_a_definition_that_holds_no_more_gives_its_own_reason(until: date, ended: bool) -> None:
    judgements = replace(RATE, until=until, ended_because="The judgement is no longer made.", quarters=(4,))
    gap = Coverage("Nothing received", Fraction(0), "Case system: nothing received for this quarter")
    row = judged({"2024-25-Q4": 70}, target(90), judgements, of=gap)
    assert (row.no_figure_reason == "The judgement is no longer made.") == ended
    assert (row.current, row.progress, row.last_year) == (None, "Not rated", 70)
