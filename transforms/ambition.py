"""The way to a place among all authorities: how much a year it takes, and whether the trend gets there.

Aims are published values of other authorities in the newest year: they move too, so this is the least that it takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_LEAST_YEARS = 3  # below, a slope is the difference of two figures


@dataclass(frozen=True)
class Way:
    """From the newest own figure to an aim, in the figure's unit a year.

    ``needed`` and ``trend`` are changes a year, negative downwards. ``trend`` and ``gets_there`` are None where too few
    years are published to tell. ``is_there``: the newest figure is as good as the aim.
    """

    aim: float
    year: int
    needed: float
    trend: float | None
    years: int
    is_there: bool
    gets_there: bool | None


def way_to(own: Sequence[tuple[int, float]], aim: float, *, higher_is_better: bool, by: int) -> Way | None:
    """The way from an authority's figures, each with its year, to an aim by a year; None for a year that is past."""
    figures = sorted(own)
    if not figures or by <= figures[-1][0]:
        return None
    newest, value = figures[-1]
    ahead = by - newest
    trend = _slope(figures) if len(figures) >= _LEAST_YEARS else None
    sign = 1 if higher_is_better else -1
    reached = None if trend is None else sign * (value + trend * ahead - aim) >= 0
    return Way(aim, by, (aim - value) / ahead, trend, len(figures), sign * (value - aim) >= 0, reached)


def _slope(figures: Sequence[tuple[int, float]]) -> float:
    """Change a year along the straight line that lies nearest to all the figures (least squares)."""
    years, values = np.array([year for year, _ in figures], dtype=float), np.array([value for _, value in figures])
    from_mean = years - years.mean()
    return float((from_mean * (values - values.mean())).sum() / (from_mean**2).sum())
