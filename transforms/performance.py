"""From figures to judgement: last year, same period last year, target, forecast, direction of travel and progress.

All comparison is of exact, unrounded figures; words are drawn from the rule that fired, so that each rating says why.
"""

from dataclasses import dataclass
from fractions import Fraction
from statistics import median

import pandas as pd

from transforms.council_types import Council, Measure, Part, Target
from transforms.coverage import Coverage
from transforms.figures import exact_value, rounded, shown, shown_difference
from transforms.indicators.indicator import PERCENTAGES, Indicator, Period, Polarity, Unit
from transforms.periods import annual_scale, outturn_quarter, year_bounds, year_name
from transforms.quarters import Quarter

BETTER, SAME, WORSE = "Better", "Same", "Worse"
HIGHER, LOWER, NOT_COMPARABLE = "Higher", "Lower", "Not comparable"
ON_TRACK, UNCERTAIN, OFF_TRACK, NOT_RATED = "On track", "Uncertain", "Off track", "Not rated"
_YEARS_OF_HISTORY = 3
_YEARS_TO_FORECAST_FROM = 2


@dataclass(frozen=True)
class Figure:
    """A figure of one quarter: its counts and its exact value (None where a rate has no denominator)."""

    numerator: int
    denominator: int | None
    value: Fraction | None


@dataclass(frozen=True)
class PerformanceRow:
    """One part of one measure, as the report shows it. Values are exact; they are rounded where they are shown."""

    measure: Measure
    part: Part
    indicator: Indicator
    current: Figure | None
    last_year: Fraction | None
    same_period_last_year: Fraction | None
    target: Target | None
    forecast: Fraction | None
    direction: str
    progress: str
    progress_reason: str
    no_figure_reason: str
    coverage: str


class Figures:
    """Computed counts, looked up by indicator, quarter and breakdown item for the whole council."""

    def __init__(self, values: pd.DataFrame) -> None:
        whole = values[values["school_urn"] == ""]
        keys = zip(whole["indicator_id"], whole["quarter"], whole["breakdown"], whole["item"], strict=True)
        counts = zip(whole["numerator"], whole["denominator"], strict=True)
        self._counts = dict(zip(keys, counts, strict=True))

    def at(self, indicator: Indicator, quarter: Quarter, part: Part) -> Figure | None:
        """The figure of a part in a quarter; None when there is none."""
        found = self._counts.get((indicator.id, str(quarter), part.breakdown, part.item))
        if found is None:
            return None
        numerator = int(found[0])
        denominator = None if pd.isna(found[1]) else int(found[1])
        scale = annual_scale(indicator.period, quarter)
        return Figure(numerator, denominator, exact_value(numerator, denominator, indicator.unit, scale))

    def value(self, indicator: Indicator, quarter: Quarter, part: Part) -> Fraction | None:
        """The exact value of a part in a quarter; None when there is none."""
        figure = self.at(indicator, quarter, part)
        return figure.value if figure else None


def performance_row(
    figures: Figures,
    council: Council,
    measure: Measure,
    part: Part,
    indicator: Indicator,
    quarter: Quarter,
    of: Coverage,
) -> PerformanceRow:
    """Judge one part of a measure in a quarter, ``of`` being how complete its supply is."""
    current = figures.at(indicator, quarter, part) if not of.reason else None
    value = current.value if current else None
    same_period = figures.value(indicator, quarter.same_last_year, part)
    target = target_of(council, measure, part, indicator, quarter)
    shares = past_shares(figures, indicator, part, quarter)
    forecast = forecast_of(figures, measure, part, indicator, quarter, value)
    progress, reason = progress_of(measure, indicator, quarter, current, target, forecast, of, len(shares))
    return PerformanceRow(
        measure=measure,
        part=part,
        indicator=indicator,
        current=current,
        last_year=figures.value(indicator, outturn_quarter(indicator, quarter), part),
        same_period_last_year=same_period,
        target=target,
        forecast=forecast,
        direction=direction_of(value, same_period, polarity_of(measure, indicator), indicator),
        progress=progress,
        progress_reason=reason,
        no_figure_reason="" if current else _why_no_figure(indicator, quarter, of),
        coverage=of.text,
    )


def _why_no_figure(indicator: Indicator, quarter: Quarter, of: Coverage) -> str:
    if quarter.number not in indicator.quarters:
        made = " and ".join(str(number) for number in indicator.quarters)
        return f"This figure is made once a year, in quarter {made}."
    return of.reason or of.behind or "What was received does not hold all that this figure needs."


def polarity_of(measure: Measure, indicator: Indicator) -> Polarity:
    """Which way is good for this council: its own choice, else the indicator's."""
    return Polarity(measure.polarity) if measure.polarity else indicator.polarity


def target_of(council: Council, measure: Measure, part: Part, indicator: Indicator, quarter: Quarter) -> Target | None:
    """The target of the year that the figure belongs to, as the council last set it."""
    year = year_name(indicator.period, quarter)
    found = [
        target
        for target in council.targets
        if (target.measure, target.part, target.year) == (measure.ref, part.title, year)
    ]
    return max(found, key=lambda target: target.set_on) if found else None


def direction_of(value: Fraction | None, same_period: Fraction | None, polarity: Polarity, indicator: Indicator) -> str:
    """Direction of travel against the same period last year.

    Counts are the same only when equal; rates when they differ by less than half of the last decimal shown; money when
    it differs by less than half a per cent.
    """
    if value is None or same_period is None:
        return NOT_COMPARABLE
    difference = value - same_period
    if difference == 0 or abs(difference) < _tolerance(indicator, same_period):
        return SAME
    if polarity is Polarity.NEUTRAL:
        return HIGHER if difference > 0 else LOWER
    return BETTER if (difference > 0) == (polarity is Polarity.HIGHER) else WORSE


def _tolerance(indicator: Indicator, same_period: Fraction) -> Fraction:
    match indicator.unit:
        case Unit.COUNT:
            return Fraction(0)
        case Unit.POUNDS:
            return abs(same_period) / 200
        case _:
            return Fraction(1, 2 * 10**indicator.decimals)


def forecast_of(
    figures: Figures, measure: Measure, part: Part, indicator: Indicator, quarter: Quarter, value: Fraction | None
) -> Fraction | None:
    """The figure expected at the year's end, by the measure's own method.

    ``flat``: as now. ``history``: now, plus what last year added between this quarter and its end. ``share``: now,
    divided by the share of the year's count that earlier years had reached by this quarter.
    """
    if value is None:
        return None
    match measure.rating.forecast:
        case "history":
            end = figures.value(indicator, outturn_quarter(indicator, quarter), part)
            then = figures.value(indicator, quarter.same_last_year, part)
            return value if end is None or then is None else value + end - then
        case "share":
            return value / share_reached(figures, indicator, part, quarter)
        case _:
            return value


def share_reached(figures: Figures, indicator: Indicator, part: Part, quarter: Quarter) -> Fraction:
    """Median share of a year's count reached by this quarter in up to three years; by days without history."""
    shares = past_shares(figures, indicator, part, quarter)
    if shares:
        return median(shares)
    first, last = year_bounds(indicator.period, quarter)
    return Fraction((quarter.end - first).days + 1, (last - first).days + 1)


def past_shares(figures: Figures, indicator: Indicator, part: Part, quarter: Quarter) -> list[Fraction]:
    """Share of its year's count that each of up to three earlier years had reached by the same quarter."""
    shares = []
    for years in range(1, _YEARS_OF_HISTORY + 1):
        then = Quarter(quarter.year - years, quarter.number)
        reached = figures.value(indicator, then, part)
        end = figures.value(indicator, outturn_quarter(indicator, then.plus(4)), part)
        if reached and end:  # nothing reached by now says nothing of the year
            shares.append(reached / end)
    return shares


def progress_of(
    measure: Measure,
    indicator: Indicator,
    quarter: Quarter,
    current: Figure | None,
    target: Target | None,
    forecast: Fraction | None,
    of: Coverage,
    past_years: int,
) -> tuple[str, str]:
    """The rating and its reason: on track when the forecast meets the target, uncertain within the margin or too early.

    ``past_years`` is how many earlier years show what share of a year's count this quarter brings.
    """
    if not measure.rating.enabled:
        return NOT_RATED, "This measure is watched, not rated."
    if current is None or forecast is None:
        return NOT_RATED, "There is no figure this quarter."
    if target is None or target.kind == "none":
        return NOT_RATED, "No target is set."
    miss = miss_of(forecast, target, polarity_of(measure, indicator))
    if miss is None:
        return NOT_RATED, "Neither higher nor lower is better, and the target is neither a ceiling nor a floor."
    early = _too_early(measure, indicator, quarter, current, of, past_years)
    return _rated(miss, amber_band(measure, indicator, target), early, _Words(indicator, target, forecast, current))


def miss_of(forecast: Fraction, target: Target, polarity: Polarity) -> Fraction | None:
    """How far the forecast misses the target in the bad direction; 0 when met; None when neither way is bad."""
    distance = forecast - Fraction(str(target.value))
    if target.kind == "ceiling" or (target.kind == "level" and polarity is Polarity.LOWER):
        return max(Fraction(0), distance)
    if target.kind == "floor" or (target.kind == "level" and polarity is Polarity.HIGHER):
        return max(Fraction(0), -distance)
    return None


def amber_band(measure: Measure, indicator: Indicator, target: Target) -> Fraction:
    """The margin within which a miss is uncertain, in the measure's unit.

    The council's own, else 10% of a count or rate, 2 points of a percentage, or half a point where the target is below
    10%.
    """
    if measure.rating.amber_band is not None:
        return Fraction(str(measure.rating.amber_band))
    value = Fraction(str(target.value))
    if indicator.unit in PERCENTAGES:
        return Fraction(1, 2) if value < 10 else Fraction(2)
    return value / 10


def _too_early(
    measure: Measure, indicator: Indicator, quarter: Quarter, current: Figure, of: Coverage, past_years: int
) -> str:
    """Why it is too early to say, or nothing."""
    if current.denominator is not None and current.denominator < measure.rating.minimum_denominator:
        return "the figure rests on few cases"
    if of.share < 1:
        return "not every return has arrived"
    if indicator.period is Period.ACADEMIC_YEAR and quarter.number == 2:
        return "the academic year has only just begun"
    if measure.rating.forecast == "share" and quarter.number == 1 and past_years < _YEARS_TO_FORECAST_FROM:
        return "too few earlier years show how the year goes on from its first quarter"
    return ""


@dataclass(frozen=True)
class _Words:
    """The figures that a reason names."""

    indicator: Indicator
    target: Target
    forecast: Fraction
    current: Figure

    def subject(self) -> str:
        shown_forecast = shown(self.forecast, self.indicator.unit, self.indicator.decimals)
        is_forecast = self.forecast != self.current.value
        return f"The forecast for the year, {shown_forecast}," if is_forecast else f"The figure, {shown_forecast},"

    def aim(self) -> str:
        word = self.target.kind if self.target.kind in ("ceiling", "floor") else "target"
        value = Fraction(str(self.target.value))
        return f"the {word} of {shown(value, self.indicator.unit, self.indicator.decimals)}"

    def distance(self, value: Fraction, unlike: tuple[Fraction, ...]) -> str:
        """A distance with as many decimals as it takes not to look like one that it is not."""
        decimals = self.indicator.decimals
        while value not in unlike and rounded(value, decimals) in unlike:
            decimals += 1
        return shown_difference(value, self.indicator.unit, decimals)

    def margin(self, band: Fraction) -> str:
        """The margin with one decimal more where it is not whole in the indicator's own."""
        decimals = self.indicator.decimals
        return shown_difference(band, self.indicator.unit, decimals + (rounded(band, decimals) != band))


def _rated(miss: Fraction, band: Fraction, early: str, words: _Words) -> tuple[str, str]:
    if miss == 0 and not early:
        return ON_TRACK, f"{words.subject()} meets {words.aim()}."
    if early and miss <= 2 * band:
        return UNCERTAIN, f"Too early to say: {early}."
    missed = f"{words.subject()} misses {words.aim()} by {words.distance(miss, (Fraction(0), band))}"
    if miss <= band:
        return UNCERTAIN, f"{missed}, within the margin of {words.margin(band)}."
    return OFF_TRACK, f"{missed}, more than the margin of {words.margin(band)}."
