"""Figures as series: one by indicator, quarter and breakdown item, for the whole council."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pandas as pd

from transforms.compute import VALUE_COLUMNS
from transforms.council_types import Part, SeriesBreak
from transforms.figures import exact_value
from transforms.indicators.indicator import Indicator
from transforms.periods import annual_scale
from transforms.quarters import Quarter

COUNTED, RETURNED, RETURNED_VALUE = "counted", "returned with counts", "returned value"
DIFFERENCE = "difference"
PROVISIONAL, FINAL = "provisional", "final"

# Counts, and what else a figure may be: a value without counts, returned by an officer or one figure less another, how
# it came about, the days that it covers where that was said, who stands behind it, and how settled they say it is.
FIGURE_COLUMNS = (*VALUE_COLUMNS, "value", "basis", "covers_from", "covers_to", "words", "status")


@dataclass(frozen=True)
class Figure:
    """A figure of one quarter: its counts and its exact value (None where a rate has no denominator).

    ``basis`` is how it came about; a returned value and a difference have no counts. ``covers``: the days that it
    counts, where an officer said so. ``words``: who returned it. ``status``: provisional or final, where they said so.
    """

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    basis: str = COUNTED
    covers: tuple[date, date] | None = None
    words: str = ""
    status: str = ""

    @property
    def is_returned(self) -> bool:
        return self.basis in (RETURNED, RETURNED_VALUE)


def as_counted(values: pd.DataFrame) -> pd.DataFrame:
    """Counts as ``FIGURE_COLUMNS``: counted ones, where nothing else is said of them."""
    if "basis" in values:
        return values
    return values.assign(
        value=pd.array([None] * len(values), dtype="Float64"),
        basis=pd.Series(COUNTED, index=values.index, dtype="str"),
        covers_from=pd.Series(pd.NaT, index=values.index, dtype="datetime64[us]"),
        covers_to=pd.Series(pd.NaT, index=values.index, dtype="datetime64[us]"),
        words=pd.Series("", index=values.index, dtype="str"),
        status=pd.Series("", index=values.index, dtype="str"),
    )


def figure_of(
    numerator: int | None, denominator: int | None, value: float | None, indicator: Indicator, quarter: Quarter
) -> Figure:
    """The figure of some counts, or of a value that was returned without any: it is taken exactly as it was written."""
    counts = [None if pd.isna(each) else int(each) for each in (numerator, denominator)]
    if counts[0] is not None:
        scale = annual_scale(indicator.period, quarter)
        return Figure(counts[0], counts[1], exact_value(counts[0], counts[1], indicator.unit, scale))
    return Figure(None, None, None if pd.isna(value) else Fraction(str(value)))


class Figures:
    """Figures looked up by indicator, quarter and breakdown item for the whole council."""

    def __init__(self, values: pd.DataFrame) -> None:
        """``values`` are ``FIGURE_COLUMNS``, or counts alone."""
        self._whole = as_counted(values[values["school_urn"] == ""])
        keys = zip(*(self._whole[name] for name in ("indicator_id", "quarter", "breakdown", "item")), strict=True)
        names = ("numerator", "denominator", "value", "basis", "covers_from", "covers_to", "words", "status")
        rows = zip(*(self._whole[name] for name in names), strict=True)
        self._found = dict(zip(keys, rows, strict=True))

    def at(self, indicator: Indicator, quarter: Quarter, part: Part) -> Figure | None:
        """The figure of a part in a quarter; None when there is none."""
        found = self._found.get((indicator.id, str(quarter), part.breakdown, part.item))
        if found is None:
            return None
        numerator, denominator, value, basis, first, last, words, status = found
        covers = None if pd.isna(first) or pd.isna(last) else (first.date(), last.date())
        figure = figure_of(numerator, denominator, value, indicator, quarter)
        return replace(figure, basis=basis, covers=covers, words=words, status=status)

    def alike(self, breaks: tuple[SeriesBreak, ...], quarter: Quarter) -> "Figures":
        """Those that may be compared with a quarter's: none from before a break in series."""
        days = [each.first_day for each in breaks if each.first_day <= quarter.end]
        if not days:
            return self
        ends = self._whole["quarter"].map({name: Quarter.parse(name).end for name in self._whole["quarter"].unique()})
        return Figures(self._whole[ends >= max(days)])

    def value(self, indicator: Indicator, quarter: Quarter, part: Part) -> Fraction | None:
        """The exact value of a part in a quarter; None when there is none."""
        figure = self.at(indicator, quarter, part)
        return figure.value if figure else None
