"""Figures that are one indicator's less another's: nothing is counted for them, and they have no counts of their own.

The two that they are made of keep theirs, so that anybody can open them; where either has no figure there is none.
"""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from transforms.indicators.indicator import Indicator
from transforms.quarters import Quarter
from transforms.series import DIFFERENCE, FIGURE_COLUMNS, as_counted, figure_of

_PLACE = ["quarter", "school_urn", "breakdown", "item"]
Place = tuple[str, str, str, str]


def with_differences(figures: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Figures, and those that are differences of two of them: ``FIGURE_COLUMNS``.

    One that an officer returned stands where the two are not there.
    """
    by_id = {indicator.id: indicator for indicator in indicators}
    made = [_made(indicator, *indicator.less, by_id, figures) for indicator in indicators if indicator.less]
    rows = pd.concat(made, ignore_index=True) if made else pd.DataFrame()
    if rows.empty:
        return as_counted(figures)
    places = ["indicator_id", *_PLACE]
    taken = pd.MultiIndex.from_frame(figures[places]).isin(pd.MultiIndex.from_frame(rows[places]))
    return pd.concat([as_counted(figures)[~taken], rows], ignore_index=True)


def _made(
    indicator: Indicator, whole: str, less: str, by_id: dict[str, Indicator], figures: pd.DataFrame
) -> pd.DataFrame:
    first, second = _values(by_id[whole], figures), _values(by_id[less], figures)
    places = [place for place in first if place in second and indicator.is_made_in(Quarter.parse(place[0]))]
    rows = [(indicator.id, *place, pd.NA, pd.NA, float(first[place] - second[place])) for place in places]
    frame = pd.DataFrame(rows, columns=["indicator_id", *_PLACE, "numerator", "denominator", "value"])
    types = {**dict.fromkeys(("indicator_id", *_PLACE), "str"), "numerator": "Int64", "denominator": "Int64"}
    counted = as_counted(frame.drop(columns="value").astype(types))
    return counted.assign(value=frame["value"].astype("Float64"), basis=DIFFERENCE)[list(FIGURE_COLUMNS)]


def _values(indicator: Indicator, figures: pd.DataFrame) -> dict[Place, Fraction]:
    """The exact values of an indicator, by place."""
    own = as_counted(figures[figures["indicator_id"].eq(indicator.id)])
    names = (*_PLACE, "numerator", "denominator", "value")
    found: dict[Place, Fraction] = {}
    for quarter, urn, breakdown, item, numerator, denominator, given in zip(
        *(own[name] for name in names), strict=True
    ):
        value = figure_of(numerator, denominator, given, indicator, Quarter.parse(quarter)).value
        if value is not None:
            found[quarter, urn, breakdown, item] = value
    return found
