"""The report's words: how numbers, dates and movements are written, and the sentences drafted from them.

Deterministic: the same facts give the same words. Rounding is half-up, once, here. A difference is taken between the
figures as shown, so that a reader's own subtraction agrees; whether a target is met is judged on unrounded values.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flows.report.model import NOT_RATED, OFF_TRACK, ON_TRACK, PROGRESS, UNCERTAIN, Direction, Figure, Reading
from flows.schedule import day_in_england
from transforms import figures
from transforms.figures import points_text
from transforms.indicators.indicator import AMOUNTS, DISTANCES, HUNDREDTHS, PERCENTAGES
from transforms.sentences import day_text
from transforms.significance import CONCERN, HIGHER, IMPROVEMENT, LOWER, NO_CHANGE, NOT_TESTED, TOO_FEW

PERCENT, PER_100, PER_10_000 = "percent", "per 100 pupils", "per 10,000"
PERCENT_OF_POSTS, PER_POST = "percent of posts", "per full-time post"
POINTS = "percentage points"
COUNT, POUNDS = "count", "pounds"
NOT_AVAILABLE = "[x]"
NO_TARGET = "No target"
BENCHMARK_YEAR = "Benchmarking year"
CHANGE_FROM_UNKNOWN = "A change from last year’s figure, which is not known"
NO_FIGURE = "No figure"
SYMBOLS = {
    "x": "Not available: the figure was not collected, or cannot be worked out from what was.",
    "z": "Not applicable: the figure would have no meaning here.",
    "c": "Confidential: withheld because small numbers could point to a child.",
}
PROGRESS_MEANING = {
    ON_TRACK: "The target for the year is on course to be met.",
    UNCERTAIN: "It is uncertain, or too early to say, whether the target for the year will be met.",
    OFF_TRACK: "The target for the year will not be met unless action is taken.",
    NOT_RATED: "There is no target, no figure, or the measure is not rated.",
}
DIRECTION_MEANING = {
    "Better": "Performance is better than in the same period last year.",
    "Same": "Performance is the same as in the same period last year.",
    "Worse": "Performance is worse than in the same period last year.",
    "Higher": "The figure is higher; the measure has no good or bad direction.",
    "Lower": "The figure is lower; the measure has no good or bad direction.",
    "Not comparable": "There is no like figure for the same period last year.",
}
_SIGNALS = {
    "": "–",
    NOT_TESTED: "–",
    TOO_FEW: "Too few quarters",
    NO_CHANGE: "No",
    CONCERN: "Yes: concern",
    IMPROVEMENT: "Yes: improvement",
    HIGHER: "Yes: higher",
    LOWER: "Yes: lower",
}
_PERIODS = (
    ("academic year", "in the academic year to {day}"),
    ("financial year", "in the financial year to {day}"),
    ("calendar year", "in the calendar year to {day}"),
    ("rolling", "in the 12 months to {day}"),
    ("snapshot", "at {day}"),
    ("annualised", "in the financial year to {day}, as a yearly rate"),
    ("forecast", "forecast for the whole year as at {day}"),
    ("february", "on average from December to February"),
    ("annual", "in the year's count up to {day}"),
    ("quarter", "in the quarter to {day}"),
)
_DIRECTION_WORDS = {"better": "Better", "worse": "Worse", "same": "Same"} | {
    "up": "Higher",
    "higher": "Higher",
    "down": "Lower",
    "lower": "Lower",
}


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """``value`` to so many places, halves away from nought, and never minus nought."""
    return figures.rounded(Fraction(value), decimals)


def number_text(value: Decimal, decimals: int) -> str:
    """``1,234.5`` with a true minus sign."""
    return figures.number_text(Fraction(value), decimals)


def figure_text(value: Decimal, unit: str, decimals: int) -> str:
    """A figure as it stands in a table, on an axis, in a label: ``92.4%``, ``79``, ``1,234``, ``£1,234``."""
    text = number_text(value, decimals)
    if unit == POUNDS:
        return f"−£{text[1:]}" if text.startswith("−") else f"£{text}"
    return points_text(text) if unit == POINTS else text + ("%" if unit in PERCENTAGES else "")


def figure(value: Decimal | None, unit: str, decimals: int, missing: str = NOT_AVAILABLE) -> Figure:
    """A figure, or the text that stands in its place."""
    return Figure(value, missing if value is None else figure_text(value, unit, decimals))


def counts_text(numerator: int | None, denominator: int | None, unit: str) -> str:
    """``64,210 of 69,480``, ``244 in a population of 30,640`` or ``61 among 2,040 pupils``; a count stands alone.

    Posts are counted in hundredths: ``12.50 of 80.25 full-time posts``, ``1,204 for 80.25 full-time posts``.
    """
    if numerator is None or denominator is None:
        return "" if numerator is None else figure_text(Decimal(numerator), unit, 0)
    if unit == PER_100:
        return f"{numerator:,} among {denominator:,} pupils"
    if unit in (PERCENT_OF_POSTS, PER_POST):
        held = f"{_posts(numerator)} of" if unit == PERCENT_OF_POSTS else f"{numerator:,} for"
        return f"{held} {_posts(denominator)} full-time posts"
    joiner = "of" if unit == PERCENT else "in a population of"
    return f"{numerator:,} {joiner} {denominator:,}"


def _posts(hundredths: int) -> str:
    return number_text(Decimal(hundredths) / HUNDREDTHS, 2)


def day_of(moment: datetime) -> str:
    """The day of a moment, in England: ``4 July 2025``."""
    return day_text(day_in_england(moment))


def month_text(day: date) -> str:
    """``June 2025``."""
    return f"{day:%B} {day.year}"


def year_text(name: str) -> str:
    """A year as readers write it: ``2025/26`` for the financial year ``2025-26`` and the academic year ``2025/26``."""
    return name.replace("-", "/")


def period_text(period_kind: str, end: date) -> str:
    """When the figure is of: ``in the academic year to 30 June 2025``, ``at 30 June 2025``."""
    for word, template in _PERIODS:
        if word in period_kind.lower():
            return template.format(day=day_text(end))
    return f"in the period to {day_text(end)}"


def resets_each_year(period_kind: str) -> bool:
    """Whether the measure counts from the start of a year and begins again with the next."""
    return "to date" in period_kind.lower()


def is_count(unit: str) -> bool:
    """Whether a figure is an amount, not a rate."""
    return unit in AMOUNTS


def adds_up(unit: str, period_kind: str) -> bool:
    """Whether the figure grows through its year, so that it says nothing beside a target for the whole year."""
    return resets_each_year(period_kind) and grows(unit)


def grows(unit: str) -> bool:
    """Whether a figure to date can only grow: what it counts adds up, over nothing or over a fixed number of pupils."""
    return unit in (COUNT, POUNDS, PER_100)


def direction(kind: str, current: Decimal | None, previous: Decimal | None) -> Direction:
    """The word for a stored direction of travel, with the arrow of the movement itself."""
    word = _DIRECTION_WORDS.get(kind.lower(), "Not comparable")
    if word == "Not comparable" or current is None or previous is None:
        return Direction("Not comparable", "–")
    if word == "Same":
        return Direction(word, "→")
    return Direction(word, "↑" if current > previous else "↓")


def same_progress(stored: str) -> str:
    """The canonical rating for a stored one; anything unknown is not rated."""
    return next((name for name in PROGRESS_MEANING if name.lower() == stored.lower()), NOT_RATED)


def worst(progress: Iterable[str]) -> str:
    """The rating of a measure whose parts are rated so."""
    found = set(progress)
    return next((rating for rating in PROGRESS if rating in found), NOT_RATED)


def change_text(now: Decimal | None, before: Decimal | None, unit: str, decimals: int) -> str:
    """From one figure to another: ``39 to 42: 3 more (7.7%)``, ``91.0% to 91.4%: 0.4 points higher``.

    Amounts also in per cent of the earlier one, as they are shown. Empty where one of them is missing.
    """
    if now is None or before is None:
        return ""
    span = f"{figure_text(before, unit, decimals)} to {figure_text(now, unit, decimals)}"
    then, shown = round_half_up(before, decimals), round_half_up(now, decimals)
    if then == shown:
        return f"{span}: the same"
    gap = number_text(abs(shown - then), decimals)
    size = f"£{gap}" if unit == POUNDS else points_text(gap) if unit in DISTANCES else gap
    more, less = ("more", "fewer") if unit == COUNT else ("more", "less") if unit == POUNDS else ("higher", "lower")
    share = f" ({number_text(100 * abs((shown - then) / then), 1)}%)" if is_count(unit) and then else ""
    return f"{span}: {size} {more if shown > then else less}{share}"


def short_signal(signal: str) -> str:
    """Whether a change is more than chance, as a table's cell says it."""
    return _SIGNALS[signal]


def sentence(reading: Reading) -> str:
    """One or two sentences: the figure, against the same period last year, and against the target."""
    said = finding(reading)
    return f"{_subject(reading)} {said}" if said else ""


def finding(reading: Reading) -> str:
    """The sentence without its subject: ``92.4% in the academic year to 30 June 2025, 0.6 points higher than …``."""
    if reading.current is None:
        return ""
    clauses = [clause for clause in (_comparison(reading), _against_target(reading)) if clause]
    tail = f", {' and '.join(clauses)}" if clauses else ""
    when = _months_text(reading.covers) or period_text(reading.period_kind, reading.period_end)
    return f"{_spoken(reading.current, reading)} {when}{tail}.{_year_target(reading)}"


def chart_title(reading: Reading) -> str:
    """The finding in about ten words: ``Higher than a year ago, short of the target``."""
    if reading.current is None:
        return "This quarter is hidden" if reading.is_hidden else "No figure this quarter"
    opening, target = _opening(reading, reading.current), _target_words(reading)
    return f"{opening}, {target}" if target else opening


def _opening(reading: Reading, current: Decimal) -> str:
    now = figure_text(current, reading.unit, reading.decimals)
    if reading.previous is None:
        return f"{now} {_when_short(reading)}"
    if adds_up(reading.unit, reading.period_kind):
        before = figure_text(reading.previous, reading.unit, reading.decimals)
        return f"{now} so far this year, against {before} a year ago"
    return f"{_movement(reading)} a year ago"


def _subject(reading: Reading) -> str:
    """A plural title takes a colon, since 'Children entering care was 31' is not English."""
    first = reading.title.split()[0].lower()
    is_plural = first.endswith("s") or first in ("children", "young", "people")
    return f"{reading.title}:" if is_plural or is_count(reading.unit) else f"{reading.title} was"


def _spoken(value: Decimal, reading: Reading) -> str:
    text = figure_text(value, reading.unit, reading.decimals)
    if reading.unit in (PER_100, PER_10_000, PER_POST) and reading.unit.removeprefix("per ") not in reading.title:
        return f"{text} {reading.unit}"
    return text


def _months_text(covers: tuple[date, date] | None) -> str:
    """``in April 2021 to June 2021``, of a figure that counts other months than its indicator; else nothing."""
    return f"in {month_text(covers[0])} to {month_text(covers[1])}" if covers else ""


def _when_short(reading: Reading) -> str:
    if reading.covers:
        return _months_text(reading.covers)
    return "so far this year" if resets_each_year(reading.period_kind) else f"at {day_text(reading.period_end)}"


def _shown(value: Decimal, reading: Reading) -> Decimal:
    return round_half_up(value, reading.decimals)


def _gap(first: Decimal, second: Decimal, reading: Reading) -> str:
    """How far apart two figures are as shown; empty when they look the same."""
    gap = abs(_shown(first, reading) - _shown(second, reading))
    if not gap:
        return ""
    if reading.unit in DISTANCES:
        return points_text(number_text(gap, reading.decimals))
    return figure_text(gap, reading.unit, reading.decimals)


def _comparison(reading: Reading) -> str:
    if reading.current is None or reading.previous is None:
        return ""
    before = figure_text(reading.previous, reading.unit, reading.decimals)
    gap = _gap(reading.current, reading.previous, reading)
    if not gap:
        return f"the same as in the same period last year ({before})"
    more, less = {COUNT: ("more", "fewer"), POUNDS: ("more", "less")}.get(reading.unit, ("higher", "lower"))
    word = more if reading.current > reading.previous else less
    return f"{gap} {word} than in the same period last year ({before})"


def _movement(reading: Reading) -> str:
    if reading.current is None or reading.previous is None or not _gap(reading.current, reading.previous, reading):
        return "The same as"
    return "Higher than" if reading.current > reading.previous else "Lower than"


def _comparable_with_target(reading: Reading) -> bool:
    return reading.target is not None and not adds_up(reading.unit, reading.period_kind)


def _wants_high(reading: Reading) -> bool | None:
    if reading.target_kind == "ceiling" or (reading.polarity == "lower" and reading.target_kind != "floor"):
        return False
    return True if reading.target_kind == "floor" or reading.polarity == "higher" else None


def _target_words(reading: Reading) -> str:
    """``short of the target``, ``within the target``, ``above the target``: the relation without numbers."""
    current, target = reading.current, reading.target
    if current is None or target is None or not _comparable_with_target(reading):
        return ""
    if reading.target_upper is not None:
        is_within = target <= current <= reading.target_upper
        return "within the target" if is_within else "below the target" if current < target else "above the target"
    wants_high = _wants_high(reading)
    if current == target:
        return "equal to the target"
    if wants_high is False:
        return "above the target" if current > target else "within the target"
    below = "short of the target" if wants_high else "below the target"
    return below if current < target else "above the target"


def _against_target(reading: Reading) -> str:
    words = _target_words(reading)
    if not words or reading.current is None or reading.target is None:
        return ""
    limit = _limit(reading, reading.target)
    nearest = reading.target_upper if words.startswith("above") and reading.target_upper is not None else reading.target
    gap = _gap(reading.current, nearest, reading)
    if words.startswith(("equal", "within")):
        return f"{words} of {limit}"
    return f"{gap} {words} of {limit}" if gap else f"just {words} of {limit}, before rounding"


def _year_target(reading: Reading) -> str:
    """The second sentence of a measure that is still adding up."""
    if reading.target is None or _comparable_with_target(reading):
        return ""
    return f" The target for the whole year is {_limit(reading, reading.target)}."


def _limit(reading: Reading, target: Decimal) -> str:
    """``93.0%``, ``at most 105``, ``14.0 to 18.0``: what is aimed at."""
    if reading.target_upper is not None:
        return range_text(target, reading.target_upper, reading.unit, reading.decimals)
    shown = figure_text(target, reading.unit, reading.decimals)
    return f"at most {shown}" if _wants_high(reading) is False else shown


def range_text(low: Decimal, high: Decimal, unit: str, decimals: int) -> str:
    """``14.0 to 18.0``, from one figure to another."""
    return f"{figure_text(low, unit, decimals)} to {figure_text(high, unit, decimals)}"
