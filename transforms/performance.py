"""From figures to judgement: last year, same period last year, target, forecast, direction of travel and progress.

All comparison is of exact, unrounded figures; words are drawn from the rule that fired, so that each rating says why.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from transforms.breaks import breaks_of
from transforms.council_types import BAND, BENCHMARK, CHANGE, NO_TARGET, Council, Measure, Override, Part, Target
from transforms.coverage import Coverage
from transforms.direction import direction_of, direction_reason
from transforms.figures import rounded, shown, shown_difference, shown_range
from transforms.forecast import WINTER, forecast_of, past_shares
from transforms.indicators.indicator import DISTANCES, HUNDREDTHS, OF_POSTS, Indicator, Period, Polarity
from transforms.periods import outturn_quarter, year_name
from transforms.quarters import Quarter
from transforms.series import FINAL, Figure, Figures
from transforms.significance import Signal, signal_of
from transforms.spans import why_unlike
from transforms.stretch import Reward, contradiction, reward_of

ON_TRACK, UNCERTAIN, OFF_TRACK, NOT_RATED = "On track", "Uncertain", "Off track", "Not rated"
_RETURNED = Coverage("", Fraction(1), "")
_YEARS_TO_FORECAST_FROM = 2
_BEFORE_WINTER = (1, 2)  # quarters of the financial year
_NOT_RATED_FOR = {
    NO_TARGET: "No target is set.",
    BENCHMARK: "This is the benchmarking year: later targets are set from its figure.",
    CHANGE: "The target is a change from last year's figure, which is not known.",
}


@dataclass(frozen=True)
class Rated:
    """A progress rating and why. Where an officer overrode the rule: whose it is, and what the rule says."""

    word: str
    reason: str
    by_rule: str = ""
    by: str = ""


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
    direction_reason: str
    signal: Signal
    rated: Rated
    no_figure_reason: str
    coverage: str
    reward: Reward | None
    contradiction: str

    @property
    def progress(self) -> str:
        return self.rated.word

    @property
    def progress_reason(self) -> str:
        return self.rated.reason


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
    current, of = _given(figures.at(indicator, quarter, part), of)
    then = figures.at(indicator, quarter.same_last_year, part)
    value, same_period = (each.value if each else None for each in (current, then))
    last_year = figures.value(indicator, outturn_quarter(indicator, quarter), part)
    breaks = breaks_of(council, measure.ref)
    alike = figures.alike(breaks, quarter)
    target = _target_as_level(council, measure, part, indicator, quarter, alike)
    forecast = forecast_of(alike, measure, part, indicator, quarter, _of_usual_months(current), council.half_terms)
    polarity = polarity_of(measure, indicator)
    unlike = why_unlike(breaks, current, then, indicator, quarter)
    direction = direction_of(value, None if unlike else same_period, polarity, indicator)
    past = len(past_shares(alike, indicator, part, quarter))
    by_rule = progress_of(measure, indicator, quarter, current, target, forecast, of, past)
    return PerformanceRow(
        measure=measure,
        part=part,
        indicator=indicator,
        current=current,
        last_year=last_year,
        same_period_last_year=same_period,
        target=target,
        forecast=forecast,
        direction=direction,
        direction_reason=direction_reason(direction, value, same_period, indicator, unlike),
        signal=signal_of(alike, part, indicator, polarity, quarter, target),
        rated=_as_rated(by_rule, override_of(council, measure, part, quarter), council),
        no_figure_reason="" if current else _why_no_figure(indicator, quarter, of),
        coverage=of.text,
        reward=_reward(target, forecast, polarity),
        contradiction=contradiction(target, indicator, current) if current else "",
    )


def _given(figure: Figure | None, of: Coverage) -> tuple[Figure | None, Coverage]:
    """The figure that may be given, and how complete its supply is: a returned one rests on no delivery."""
    if figure is not None and figure.is_returned:
        return figure, _RETURNED
    return (figure if not of.reason else None), of


def _of_usual_months(figure: Figure | None) -> Fraction | None:
    """A figure's value, unless it covers other months than its indicator counts: from those no year is foreseen."""
    return None if figure is None or figure.covers else figure.value


def _reward(target: Target | None, forecast: Fraction | None, polarity: Polarity) -> Reward | None:
    miss = miss_of(forecast, target, polarity) if forecast is not None and target is not None else None
    return reward_of(target, forecast, miss)


def override_of(council: Council, measure: Measure, part: Part, quarter: Quarter) -> Override | None:
    """The officer's own rating of a part in a quarter, the one set last."""
    key = measure.ref, part.title, str(quarter)
    found = [each for each in council.overrides if (each.measure, each.part, each.quarter) == key]
    return max(found, key=lambda each: each.set_on) if found else None


def _as_rated(by_rule: tuple[str, str], override: Override | None, council: Council) -> Rated:
    word, reason = by_rule
    if override is None:
        return Rated(word, reason)
    name = council.officer(override.officer).name
    said = f"{override.reason.strip()} By rule it would be {word.lower()}: {reason}"
    return Rated(override.progress, said, by_rule=word, by=name)


def _why_no_figure(indicator: Indicator, quarter: Quarter, of: Coverage) -> str:
    if indicator.ended_before(quarter):
        return indicator.ended_because
    if quarter.number not in indicator.quarters:
        made = " and ".join(str(number) for number in indicator.quarters)
        return f"Made once a year, in quarter {made}."
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


def _target_as_level(
    council: Council, measure: Measure, part: Part, indicator: Indicator, quarter: Quarter, alike: Figures
) -> Target | None:
    last_year = alike.value(indicator, outturn_quarter(indicator, quarter), part)
    return as_level(target_of(council, measure, part, indicator, quarter), last_year)


def as_level(target: Target | None, last_year: Fraction | None) -> Target | None:
    """A target that is said as a change from last year's figure, as the level that this comes to, to the last digit.

    It stays as it was set where last year's figure is not known, or was counted otherwise.
    """
    if target is None or target.kind != CHANGE or last_year is None:
        return target
    return replace(target, kind="level", value=last_year + Fraction(str(target.value)))


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
    miss = None if forecast is None or target is None else miss_of(forecast, target, polarity_of(measure, indicator))
    if current is None or forecast is None or target is None or miss is None or not measure.rating.enabled:
        return NOT_RATED, _why_not_rated(measure, current, target)
    words = _Words(indicator, target, forecast, current)
    if current.status == FINAL and outturn_quarter(indicator, quarter.plus(1)) == quarter:
        return _rated_for_good(miss, words)
    early = _too_early(measure, indicator, quarter, current, of, past_years)
    return _rated(miss, amber_band(measure, indicator, target), early, words)


def _why_not_rated(measure: Measure, current: Figure | None, target: Target | None) -> str:
    if not measure.rating.enabled:
        return "This measure is watched, not rated."
    if current is None or current.value is None:
        return "There is no figure this quarter."
    if current.covers is not None:
        return "The figure covers other months than its target is set for."
    kind = target.kind if target else NO_TARGET
    usual = "Neither higher nor lower is better, and the target is neither a ceiling nor a floor."
    return _NOT_RATED_FOR.get(kind, usual)


def miss_of(forecast: Fraction, target: Target, polarity: Polarity) -> Fraction | None:
    """How far the forecast misses the target in the bad direction; 0 when met; None when neither way is bad."""
    distance = forecast - Fraction(str(target.value))
    if target.upper is not None:
        return max(Fraction(0), -distance, forecast - Fraction(str(target.upper)))
    if target.kind == "ceiling" or (target.kind == "level" and polarity is Polarity.LOWER):
        return max(Fraction(0), distance)
    if target.kind == "floor" or (target.kind == "level" and polarity is Polarity.HIGHER):
        return max(Fraction(0), -distance)
    return None


def amber_band(measure: Measure, indicator: Indicator, target: Target) -> Fraction:
    """The margin within which a miss is uncertain, in the measure's unit.

    The council's own, else 10% of a count or rate, 2 points of a percentage, or half a point where the target is below
    10%. That of a band goes by its lower end, and lies on either side of it.
    """
    if measure.rating.amber_band is not None:
        return Fraction(str(measure.rating.amber_band))
    value = abs(Fraction(str(target.value)))
    if indicator.unit in DISTANCES:
        return Fraction(1, 2) if value < 10 else Fraction(2)
    return value / 10


def _too_early(
    measure: Measure, indicator: Indicator, quarter: Quarter, current: Figure, of: Coverage, past_years: int
) -> str:
    """Why it is too early to say, or nothing."""
    cases = current.denominator
    if cases is not None and indicator.unit in OF_POSTS:
        cases //= HUNDREDTHS
    if cases is not None and cases < measure.rating.minimum_denominator:
        return "the figure rests on few cases"
    if of.share < 1:
        return "not every return has arrived"
    if indicator.period is Period.ACADEMIC_YEAR and quarter.number == 2:
        return "the academic year has only just begun"
    if measure.rating.forecast == WINTER and quarter.number in _BEFORE_WINTER:
        return "the months that the year is judged by, December to February, have not begun"
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
        word = self.target.kind if self.target.kind in ("ceiling", "floor", BAND) else "target"
        value, unit, decimals = Fraction(str(self.target.value)), self.indicator.unit, self.indicator.decimals
        if self.target.upper is None:
            return f"the {word} of {shown(value, unit, decimals)}"
        return f"the {word} of {shown_range(value, Fraction(str(self.target.upper)), unit, decimals)}"

    def meets(self) -> str:
        return f"{'lies within' if self.target.upper is not None else 'meets'} {self.aim()}"

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


def _rated_for_good(miss: Fraction, words: _Words) -> tuple[str, str]:
    """Once a year is over and its figure is final, nothing is uncertain any more."""
    if miss == 0:
        return ON_TRACK, f"{words.subject()} is final and {words.meets()}."
    return OFF_TRACK, f"{words.subject()} is final and misses {words.aim()} by {words.distance(miss, (Fraction(0),))}."


def _rated(miss: Fraction, band: Fraction, early: str, words: _Words) -> tuple[str, str]:
    if miss == 0 and not early:
        return ON_TRACK, f"{words.subject()} {words.meets()}."
    if early and miss <= 2 * band:
        return UNCERTAIN, f"Too early to say: {early}."
    missed = f"{words.subject()} misses {words.aim()} by {words.distance(miss, (Fraction(0), band))}"
    if miss <= band:
        return UNCERTAIN, f"{missed}, within the margin of {words.margin(band)}."
    return OFF_TRACK, f"{missed}, more than the margin of {words.margin(band)}."
