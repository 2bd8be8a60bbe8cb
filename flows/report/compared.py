"""What is published elsewhere, beside a measure: a table of areas, and lines for its chart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from flows.report.model import ComparedArea, Comparison, OtherLine, TrendPoint
from flows.report.read import Row, Rows
from flows.report.wording import figure
from transforms.comparators import AreaKind
from transforms.quarters import Quarter

ByIndicator = Mapping[int, Sequence[Row]]
_IN_THE_TABLE = (AreaKind.OWN, AreaKind.NEIGHBOURS, AreaKind.REGION, AreaKind.ENGLAND)
_ON_THE_CHART = {AreaKind.NEIGHBOURS: "Neighbours", AreaKind.ENGLAND: "England"}
_QUARTILES = {
    "A": "the best 25%",
    "B": "the second 25%",
    "C": "the third 25%",
    "D": "the last 25%",
}  # a quarter is a time
_MAY_WIDEN = 2  # a line that would more than double the span of a chart flattens what the chart is about,
_IS_NEAR = 3  # unless all of it lies within a third of the largest value


def by_indicator(comparators: Rows) -> ByIndicator:
    """Published values by the key of their indicator."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in comparators:
        found[row["indicator_key"]].append(row)
    return found


def comparison(title: str, row: Row, published: Sequence[Row]) -> Comparison | None:
    """The newest published figure of each area, in the unit of a measure's part. None where nothing is published."""
    newest: dict[tuple[str, str], Row] = {}
    for each in sorted(published, key=lambda each: each["period_end"], reverse=True):
        name = each["area_name"] if each["area_kind"] == AreaKind.NEIGHBOUR else ""
        newest.setdefault((each["area_kind"], name), each)
    areas = tuple(_area(newest[kind, ""], row) for kind in _IN_THE_TABLE if (kind, "") in newest)
    mean = newest.get((AreaKind.NEIGHBOURS, ""))
    neighbours = [
        each for (kind, _), each in sorted(newest.items()) if kind == AreaKind.NEIGHBOUR and _same_period(each, mean)
    ]
    if not areas:
        return None
    source = (mean or published[0])["source"]
    return Comparison(title, areas, tuple(_area(each, row) for each in neighbours), source)


def other_lines(row: Row, published: Sequence[Row], points: Sequence[TrendPoint]) -> tuple[OtherLine, ...]:
    """The neighbours' mean and England, at the quarters of a trend that their periods end in.

    One that lies so far away that it would flatten the trend is left to the table.
    """
    places = {point.quarter: index for index, point in enumerate(points)}
    own = [point.figure.value for point in points if point.figure.value is not None]
    lines = []
    for kind, title in _ON_THE_CHART.items():
        of_kind = sorted((each for each in published if each["area_kind"] == kind), key=lambda each: each["period_end"])
        found = [
            (places[quarter], each["value"])
            for each in of_kind
            if (quarter := str(Quarter.containing(each["period_end"]))) in places
        ]
        if found and own and _fits([value for _, value in found], own):
            lines.append(OtherLine(title, tuple(found), figure(found[-1][1], row["unit"], row["decimals"])))
    return tuple(lines)


def _fits(values: Sequence[Decimal], own: Sequence[Decimal]) -> bool:
    every = (*own, *values)
    return max(every) - min(every) <= max(_MAY_WIDEN * (max(own) - min(own)), max(map(abs, every)) / _IS_NEAR)


def _same_period(row: Row, mean: Row | None) -> bool:
    return mean is not None and row["period"] == mean["period"]


def _area(published: Row, row: Row) -> ComparedArea:
    name = (
        f"{published['area_name']}, as published" if published["area_kind"] == AreaKind.OWN else published["area_name"]
    )
    shown = figure(published["value"], row["unit"], row["decimals"])
    return ComparedArea(name, published["period"], shown, _beside(published))


def _beside(published: Row) -> str:
    if published["areas"] is not None:
        of = f" of {published['areas_of']}" if published["areas"] != published["areas_of"] else ""
        return f"Mean of {published['areas']}{of}"
    if published["national_rank"] is not None:
        place = f"{_ordinal(published['national_rank'])} of {published['national_rank_of']} authorities"
        return f"{place}, in {_QUARTILES[published['quartile']]}"
    return ""


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
