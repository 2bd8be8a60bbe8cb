"""Computed counts as series: a figure by indicator, quarter and breakdown item, for the whole council."""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from transforms.council_types import Part, SeriesBreak
from transforms.figures import exact_value
from transforms.indicators.indicator import Indicator
from transforms.periods import annual_scale
from transforms.quarters import Quarter


@dataclass(frozen=True)
class Figure:
    """A figure of one quarter: its counts and its exact value (None where a rate has no denominator)."""

    numerator: int
    denominator: int | None
    value: Fraction | None


class Figures:
    """Computed counts, looked up by indicator, quarter and breakdown item for the whole council."""

    def __init__(self, values: pd.DataFrame) -> None:
        self._whole = values[values["school_urn"] == ""]
        keys = zip(*(self._whole[name] for name in ("indicator_id", "quarter", "breakdown", "item")), strict=True)
        counts = zip(self._whole["numerator"], self._whole["denominator"], strict=True)
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
