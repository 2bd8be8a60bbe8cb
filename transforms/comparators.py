"""Published values of other areas beside a council's figures: England, its region, its statistical neighbours.

The neighbours' figure is the plain mean of those that have a published value, as the national tool (LAIT) has it; rank
and quartile follow its rules too: 1 is best, equal values share the better rank, quartiles are cut through the values
of every authority, unrounded, and A is the best.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from transforms.indicators.indicator import Indicator, Polarity
from transforms.indicators.published import Published, published_period

VALUE_COLUMNS = ("series", "years", "area", "la_code", "region", "value")
NEIGHBOURS_NAME = "Statistical neighbours"
PERIODS = 6  # as many years as the longest trend shows, and one more
_NOT_A_NAME = str.maketrans(dict.fromkeys("()", " "))


class AreaKind(StrEnum):
    """What an area is to the council."""

    OWN = "own"
    NEIGHBOURS = "neighbours"
    NEIGHBOUR = "neighbour"
    REGION = "region"
    ENGLAND = "England"


@dataclass(frozen=True)
class Neighbours:
    """A list of statistical neighbours, by LA code, and the day from which it is in force."""

    from_day: date
    la_codes: tuple[str, ...]


@dataclass(frozen=True)
class Comparator:
    """A published value of one area and period.

    ``areas`` of ``areas_of`` have a value, for the neighbours' mean; ``median`` is theirs. ``rank`` among ``rank_of``
    authorities and ``quartile`` are the council's own, where higher or lower is better at all; ``best_quarter`` is the
    value from which an authority is among the best quarter, ``best`` that of the first. ``change`` is that from the
    year before, None unless that is published too. ``la_code`` is that of an authority, empty for other areas.
    """

    indicator_id: str
    series: str
    kind: AreaKind
    area_name: str
    period: str
    period_end: date
    value: float
    areas: int | None = None
    areas_of: int | None = None
    rank: int | None = None
    rank_of: int | None = None
    quartile: str = ""
    median: float | None = None
    best_quarter: float | None = None
    best: float | None = None
    change: float | None = None
    la_code: str = ""


def comparators(
    values: pd.DataFrame,
    indicators: Iterable[Indicator],
    la_code: str,
    region: str,
    neighbours: Neighbours | None,
    day: date,
) -> tuple[Comparator, ...]:
    """What is published of the areas that a council is compared with, up to a day, of the newest ``PERIODS``.

    ``values`` has ``VALUE_COLUMNS``, all of them texts as published; ``region`` is missing for regions and England.
    """
    found: list[Comparator] = []
    by_series = dict(iter(values.groupby("series")))
    for indicator in indicators:
        published = indicator.published
        if published is None or published.series not in by_series:
            continue
        series = _of_series(by_series[published.series], published, day)
        of_indicator: list[Comparator] = []
        for _, rows in series.groupby("period_end"):
            of_indicator += _of_period(rows, indicator, la_code, region, neighbours)
        found += _with_changes(of_indicator)
    return tuple(found)


def _with_changes(found: Sequence[Comparator]) -> Iterable[Comparator]:
    """Each with its change from the year before. Years that lie further apart are not compared."""
    values = {(each.kind, each.area_name, each.period_end.year): each.value for each in found}
    for each in found:
        before = values.get((each.kind, each.area_name, each.period_end.year - 1))
        yield each if before is None else replace(each, change=round(each.value - before, 6))


def rank(values: pd.Series, own: float, polarity: str) -> int | None:
    """The place of a value among those of every authority: 1 is best, and ties share the better place."""
    if polarity == Polarity.NEUTRAL:
        return None
    better = values > own if polarity == Polarity.HIGHER else values < own
    return int(better.sum()) + 1


def quartile(values: pd.Series, own: float, polarity: str) -> str:
    """A (best) to D: the quarter of all authorities that a value is in. One at a cut is in the lower-valued quarter."""
    if polarity == Polarity.NEUTRAL:
        return ""
    cuts = np.quantile(values.to_numpy(), (0.25, 0.5, 0.75))
    band = int((own > cuts).sum())
    return ("DCBA" if polarity == Polarity.HIGHER else "ABCD")[band]


def _of_series(values: pd.DataFrame, published: Published, day: date) -> pd.DataFrame:
    """A series' values as numbers, with the period that each stands for, of the newest periods by a day."""
    periods = {text: published_period(published.stands, text) for text in values["years"].unique()}
    known = {text: period for text, period in periods.items() if period}
    numbers = pd.to_numeric(values["value"], errors="coerce")
    rows = values.assign(
        number=100 - numbers if published.complement else numbers,
        period=values["years"].map({text: period.title for text, period in known.items()}),
        period_end=pd.to_datetime(values["years"].map({text: period.end for text, period in known.items()})),
    )
    rows = rows[rows["number"].notna() & (rows["period_end"] <= pd.Timestamp(day))]
    newest = rows["period_end"].drop_duplicates().nlargest(PERIODS)
    rows = rows[rows["period_end"].isin(newest)]
    # An area keeps its code where one file writes its name otherwise than another.
    is_revised = rows.assign(place=rows["la_code"].fillna(rows["area"])).duplicated(
        ["place", "period_end"], keep="last"
    )
    return rows[~is_revised]


def _of_period(
    rows: pd.DataFrame, indicator: Indicator, la_code: str, region: str, neighbours: Neighbours | None
) -> list[Comparator]:
    series = rows["series"].iloc[0]
    period, end = rows["period"].iloc[0], rows["period_end"].iloc[0].date()
    authorities, wider = rows[rows["region"].notna()], rows[rows["region"].isna()]
    by_code = dict(
        zip(authorities["la_code"], zip(authorities["area"], authorities["number"], strict=True), strict=True)
    )
    by_words = {_words(area): (area, number) for area, number in zip(wider["area"], wider["number"], strict=True)}

    def comparator(kind: AreaKind, name: str, value: float) -> Comparator:
        return Comparator(indicator.id, series, kind, name, period, end, round(float(value), 6))

    found: list[Comparator] = []
    if la_code in by_code:
        own = replace(comparator(AreaKind.OWN, *by_code[la_code]), la_code=la_code)
        found.append(_ranked(own, authorities["number"].round(6), indicator))
    codes = [code for code in (neighbours.la_codes if neighbours else ()) if code in by_code]
    others = [by_code[code] for code in codes]
    if neighbours and others:
        values = [value for _, value in others]
        mean = comparator(AreaKind.NEIGHBOURS, NEIGHBOURS_NAME, float(np.mean(values)))
        median = round(float(np.median(values)), 6)
        found.append(replace(mean, areas=len(others), areas_of=len(neighbours.la_codes), median=median))
    found += [replace(comparator(AreaKind.NEIGHBOUR, *by_code[code]), la_code=code) for code in codes]
    for kind, words in ((AreaKind.REGION, _region(region, by_words)), (AreaKind.ENGLAND, _words("England"))):
        if words in by_words:
            found.append(comparator(kind, *by_words[words]))
    return found


def _ranked(own: Comparator, every: pd.Series, indicator: Indicator) -> Comparator:
    place = rank(every, own.value, indicator.polarity)
    if place is None:
        return own
    is_higher = indicator.polarity == Polarity.HIGHER
    return replace(
        own,
        rank=place,
        rank_of=len(every),
        quartile=quartile(every, own.value, indicator.polarity),
        best_quarter=round(float(every.quantile(0.75 if is_higher else 0.25)), 6),
        best=float(every.max() if is_higher else every.min()),
    )


def _region(region: str, known: Collection[frozenset[str]]) -> frozenset[str]:
    """A part of London that has no value of its own is compared with London."""
    words = _words(region)
    return frozenset({"london"}) if words not in known and "london" in words else words


def _words(name: str) -> frozenset[str]:
    """An area's name without case, brackets and the order of its words: "Inner London" is "London (Inner)"."""
    return frozenset(name.casefold().translate(_NOT_A_NAME).split())
