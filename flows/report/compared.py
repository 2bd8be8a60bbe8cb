"""What is published elsewhere, beside a measure: a table of areas, and lines for its chart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flows.report.model import ComparedArea, Comparison, OtherLine, TrendPoint
from flows.report.read import Row, Rows
from flows.report.wording import figure, number_text, round_half_up
from transforms.ambition import Way, way_to
from transforms.comparators import AreaKind
from transforms.figures import points_text
from transforms.indicators.indicator import DISTANCES, Polarity
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
_YEARS_AHEAD = 3  # for which a place among the best is reckoned, where the council names no year
_MAY_WIDEN = 2  # a line that would more than double the span of a chart flattens what the chart is about,
_IS_NEAR = 3  # unless all of it lies within a third of the largest value


def by_indicator(comparators: Rows) -> ByIndicator:
    """Published values by the key of their indicator."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in comparators:
        found[row["indicator_key"]].append(row)
    return found


def comparison(title: str, row: Row, published: Sequence[Row], by: int | None = None) -> Comparison | None:
    """The newest published figure of each area, in the unit of a measure's part. None where nothing is published.

    ``by`` is the year for which the way to a place among the best is reckoned; three years on without one.
    """
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
    named = tuple(_area(each, row) for each in neighbours)
    return Comparison(title, areas, named, source, tuple(_ways(row, published, by)))


def _ways(row: Row, published: Sequence[Row], by: int | None) -> Iterator[str]:
    """What it would take to be among the best quarter of authorities, and the first of them."""
    own = sorted((each for each in published if each["area_kind"] == AreaKind.OWN), key=lambda each: each["period_end"])
    if not own or own[-1]["best_quarter"] is None:
        return
    figures = [(each["period_end"].year, float(each["value"])) for each in own]
    is_higher = row["polarity"] == Polarity.HIGHER
    for name, place in (
        ("best_quarter", "among the best 25% of authorities"),
        ("best", "the first of all authorities"),
    ):
        aim = float(own[-1][name])
        way = way_to(figures, aim, higher_is_better=is_higher, by=by or figures[-1][0] + _YEARS_AHEAD)
        if way is not None:
            yield _way_words(way, place, row)


def _way_words(way: Way, place: str, row: Row) -> str:
    aim = figure(Decimal(str(way.aim)), row["unit"], row["decimals"]).text
    if way.is_there:
        return f"It is {place} ({aim})."
    needed = f"To be {place} ({aim}) by {way.year}, it would have to {_moves(way.needed, row)} a year"
    if way.trend is None or way.gets_there is None:
        return f"{needed}. Too few years are published to see a trend."
    reach = "which gets there" if way.gets_there else "which does not get there"
    went = f"it went {_moves(way.trend, row, went=True)} a year" if way.trend else "it stayed as it was"
    return f"{needed}; over {way.years} published years {went}, {reach}."


def _moves(change: float, row: Row, *, went: bool = False) -> str:
    size = number_text(Decimal(str(abs(change))), row["decimals"] + 1)
    by = f"by {points_text(size) if row['unit'] in DISTANCES else size}"
    if went:
        return f"{'up' if change > 0 else 'down'} {by}"
    return f"{'rise' if change > 0 else 'fall'} {by}"


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
    return ComparedArea(
        name, published["period"], shown, _beside(published, row), _change(published, row), published["area_kind"]
    )


def _median(published: Row, row: Row) -> str:
    if published["median"] is None:
        return ""
    return f"; their median is {figure(published['median'], row['unit'], row['decimals']).text}"


def _change(published: Row, row: Row) -> str:
    """How far it is from the year before, as shown; a dash where that is not published."""
    change = published["change"]
    if change is None:
        return "–"
    sign = {1: "+", -1: "−", 0: ""}[
        (round_half_up(change, row["decimals"]) > 0) - (round_half_up(change, row["decimals"]) < 0)
    ]
    return sign + number_text(abs(change), row["decimals"])


def _beside(published: Row, row: Row) -> str:
    if published["areas"] is not None:
        of = f" of {published['areas_of']}" if published["areas"] != published["areas_of"] else ""
        return f"Mean of {published['areas']}{of}{_median(published, row)}"
    if published["national_rank"] is not None:
        place = f"{_ordinal(published['national_rank'])} of {published['national_rank_of']} authorities"
        return f"{place}, in {_QUARTILES[published['quartile']]}"
    return ""


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
