"""What arrived, what did not, and which figures therefore cannot be given.

Nothing is imputed, and an old figure never stands in for a current one. A figure is given when what it needs arrived
for at least the council's minimum share (of pupils where schools supply it, of suppliers otherwise).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from transforms.council_types import Council
from transforms.figures import rounded
from transforms.indicators.indicator import Indicator
from transforms.periods import counts_from
from transforms.quarters import Quarter
from transforms.sentences import day_text

LOADED, REJECTED, MISSING = "loaded", "rejected", "missing"


@dataclass(frozen=True)
class SliceState:
    """What became of one supplier's delivery for one span of time, from its ``first`` day to that its data run to."""

    extract: str
    supplier: str
    supplier_title: str
    covers: str
    first: date
    data_to: date
    state: str
    reason: str = ""
    batch_id: int | None = None
    rows_received: int = 0
    rows_loaded: int = 0
    rows_held: int = 0
    rows_duplicate: int = 0
    rows_released: int = 0

    def serves(self, quarter: Quarter) -> bool:
        """Whether it should hold rows of a quarter."""
        return self.first <= quarter.end and self.data_to >= quarter.start


@dataclass(frozen=True)
class Coverage:
    """How complete the supply behind a figure is. ``reason`` is empty when the figure may be given.

    ``behind`` says whose data end before the quarter does: the reason why, where there is no figure all the same.
    """

    text: str
    share: Fraction
    reason: str
    behind: str = ""


def coverage_of(indicator: Indicator, quarter: Quarter, slices: Sequence[SliceState], council: Council) -> Coverage:
    """Coverage of an indicator in a quarter: the suppliers expected for it, and any rejected slice of its time."""
    lost = [s for s in slices_behind(indicator, quarter, slices) if s.state == REJECTED]
    expected = [s for s in slices if s.extract in indicator.needs and s.serves(quarter)]
    absent = [s for s in expected if s.state != LOADED]
    bad = {(s.extract, s.supplier): s for s in (*lost, *absent)}
    share = 1 - _share_lost(bad.values(), expected, council)
    reason = "" if share >= Fraction(str(council.minimum_coverage)) else _reason(list(bad.values()))
    return Coverage(_text(expected, bad, share, council), share, reason, _behind(indicator, quarter, expected))


def without_gaps(
    values: pd.DataFrame, indicators: Sequence[Indicator], slices: Sequence[SliceState], council: Council
) -> pd.DataFrame:
    """The computed counts less those quarters of an indicator whose supply is too incomplete to give a figure."""
    pairs = values[["indicator_id", "quarter"]].drop_duplicates()
    by_id = {indicator.id: indicator for indicator in indicators}
    is_gap = [
        bool(coverage_of(by_id[indicator_id], Quarter.parse(quarter), slices, council).reason)
        for indicator_id, quarter in zip(pairs["indicator_id"], pairs["quarter"], strict=True)
    ]
    gaps = pairs[pd.Series(is_gap, index=pairs.index, dtype="bool")]
    keys = pd.MultiIndex.from_frame(values[["indicator_id", "quarter"]])
    return values[~keys.isin(pd.MultiIndex.from_frame(gaps))]


def slices_behind(indicator: Indicator, quarter: Quarter, slices: Sequence[SliceState]) -> list[SliceState]:
    """The slices that a figure of the quarter rests on, by their extract and their time."""
    first = counts_from(indicator.period, quarter)
    is_served = any(s.extract in indicator.needs and s.serves(quarter) for s in slices)
    extracts = (*indicator.needs, *indicator.uses, *(() if is_served else indicator.instead))
    return [s for s in slices if s.extract in extracts and s.first <= quarter.end and s.data_to >= first]


def _behind(indicator: Indicator, quarter: Quarter, expected: Sequence[SliceState]) -> str:
    for extract in indicator.needs:
        newest = max((s for s in expected if s.extract == extract), key=lambda s: s.data_to, default=None)
        if newest and newest.data_to < quarter.end:
            return f"{newest.supplier_title}: the data received run only to {day_text(newest.data_to)}"
    return ""


def _share_lost(bad: Iterable[SliceState], expected: Sequence[SliceState], council: Council) -> Fraction:
    """The share of pupils (or of suppliers, where suppliers are not schools) whose data are missing."""
    pupils = {urn: school.headcount for school in council.schools for urn in school.every_urn}
    every = sum(school.headcount for school in council.schools)
    lost = Fraction(0)
    for each in bad:
        if each.supplier in pupils:
            lost += Fraction(pupils[each.supplier], every)
        else:
            lost += Fraction(1, max(1, len({s.supplier for s in expected if s.extract == each.extract})))
    return min(lost, Fraction(1))


def _reason(bad: Sequence[SliceState]) -> str:
    """Who, and the first sentence of what is wrong: members read it. The whole stands with the data's quality."""
    first = bad[0]
    more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
    sentence = first.reason.split(". ")[0].rstrip(".")
    return f"{first.supplier_title}: {sentence}{more}" if sentence else f"{first.supplier_title}{more}"


def _text(
    expected: Sequence[SliceState], bad: Mapping[tuple[str, str], SliceState], share: Fraction, council: Council
) -> str:
    suppliers = {(s.extract, s.supplier) for s in expected}  # a quarter may hold days of two terms
    complete = len(suppliers - set(bad))
    if not suppliers:
        return ""
    if len(suppliers) == 1:
        return "Complete" if complete else "Nothing received"
    if {supplier for _, supplier in suppliers} <= council.school_urns:
        return f"{complete} of {len(suppliers)} schools, {rounded(share * 100, 1)}% of pupils"
    return f"{complete} of {len(suppliers)} sources"
