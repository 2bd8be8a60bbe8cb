"""What rows that are held back could do to a figure, if all of them had been valid.

The range takes each held row for one more case that the figure does not know. Of each it is open whether it would count
at all, and, where the figure is a share, whether above the line as well as below it. From none of them counting to all
of them, every possibility lies within the range, and its ends can be reached; so it says no less than is known, and no
more. What it leaves out is said with it: a held row that would have changed a case which counts already (an end date,
a decision that was taken back) can move the figure either way.

Where a row is no case (a count of sessions, an amount of money), there is no honest range, and none is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transforms.coverage import LOADED, SliceState, slices_behind
from transforms.extracts import extract_by_id
from transforms.figures import exact_value, shown
from transforms.indicators.indicator import AMOUNTS, Indicator, Period, Unit
from transforms.quarters import Quarter

_NO_MORE = (Unit.PER_100, Unit.PER_10_000)  # their denominators are populations, which no delivery brings


@dataclass(frozen=True)
class HeldRange:
    """The least and the most that a figure could be, exactly."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class AtStake:
    """One figure, and how many held rows lie behind it. ``reach`` is None where no honest range can be given."""

    figure: str
    held: int
    reach: HeldRange | None
    words: str


def held_range(
    numerator: int, denominator: int | None, held: int, unit: Unit, scale: Fraction = Fraction(1)
) -> HeldRange | None:
    """The range of a figure of which ``held`` cases are not known. None for money, and where nothing is divided by.

    ``scale`` as in ``transforms.figures.exact_value``.
    """
    if unit is Unit.POUNDS:
        return None
    if unit in AMOUNTS:
        ends = [(numerator, None), (numerator + held, None)]
    elif unit in _NO_MORE:
        ends = [(numerator, denominator), (numerator + held, denominator)]
    else:
        below = (denominator or 0) + held
        ends = [(numerator, denominator), (numerator, below), (numerator + held, below)]
    values = [value for top, bottom in ends if (value := exact_value(top, bottom, unit, scale)) is not None]
    return HeldRange(min(values), max(values)) if values else None


def at_stake(
    indicator: Indicator,
    numerator: int,
    denominator: int | None,
    scale: Fraction,
    quarter: Quarter,
    slices: Sequence[SliceState],
) -> AtStake:
    """A published figure, and what the rows that are held behind it could do to it."""
    behind = held_behind(indicator, quarter, slices)
    held = sum(each.rows_held for each in behind)
    value = exact_value(numerator, denominator, indicator.unit, scale)
    figure = "no figure" if value is None else shown(value, indicator.unit, indicator.decimals)
    if not held:
        return AtStake(figure, 0, None, "no row behind it is held")
    rows = f"{held:,} held rows" if held > 1 else "1 held row"
    are_cases = all(extract_by_id(each.extract).rows_are_cases for each in behind if each.rows_held)
    reach = None
    if indicator.rows_are_cases and are_cases:
        reach = held_range(numerator, denominator, held, indicator.unit, scale)
    if reach is None:
        return AtStake(figure, held, None, f"{rows} behind it, none of which is one case: no range can be given")
    condition = "if it were valid" if held == 1 else f"if all {held:,} were valid"
    return AtStake(figure, held, reach, f"{rows} behind it; {condition}, {_between(reach, figure, indicator)}")


def held_behind(indicator: Indicator, quarter: Quarter, slices: Sequence[SliceState]) -> tuple[SliceState, ...]:
    """The slices whose rows a figure counts. Of a snapshot, the newest of each supplier's alone."""
    behind = [each for each in slices_behind(indicator, quarter, slices) if each.state == LOADED]
    if indicator.period is not Period.SNAPSHOT:
        return tuple(behind)
    newest = {(each.extract, each.supplier): each for each in sorted(behind, key=lambda each: each.data_to)}
    return tuple(newest.values())


def _between(reach: HeldRange, figure: str, indicator: Indicator) -> str:
    """``between 3.4% and 3.9%``; where both look like the figure itself, that it stays."""
    least, most = (shown(end, indicator.unit, indicator.decimals) for end in (reach.least, reach.most))
    if least == most:
        return f"still {figure}" if least == figure else f"it would be {least}"
    return f"between {least} and {most}"
