"""The objectives and measures of a report, from a publication's rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from flows.report.charts import alt_text
from flows.report.compared import ByIndicator, by_indicator, comparison, other_lines
from flows.report.model import (
    WHOLE,
    Chart,
    Comment,
    Definition,
    Figure,
    MeasurePart,
    MeasureSection,
    ObjectiveSection,
    OtherLine,
    Reading,
    TrendPoint,
    WithheldMeasure,
)
from flows.report.ratings import ratings_before
from flows.report.read import PublicationRows, Row, Rows
from flows.report.wording import (
    BENCHMARK_YEAR,
    CHANGE_FROM_UNKNOWN,
    NO_FIGURE,
    NO_TARGET,
    NOT_AVAILABLE,
    POUNDS,
    change_text,
    chart_title,
    counts_text,
    direction,
    figure,
    finding,
    is_count,
    month_text,
    range_text,
    resets_each_year,
    same_progress,
    sentence,
    worst,
    year_text,
)
from transforms.breaks import words_of
from transforms.council_types import BENCHMARK, CHANGE, Commentary, Council, SeriesBreak
from transforms.direction import NOT_COMPARABLE
from transforms.disclosure import HIDDEN
from transforms.indicators.indicator import MADE_ONCE_A_YEAR, Period
from transforms.national_disclosure import INTERNAL, NATIONAL_PRACTICE, NONE
from transforms.periods import year_name
from transforms.quarters import Quarter, quarter_range
from transforms.sentences import day_text

TREND_QUARTERS = 13  # three years and the quarter that they are compared with
_ALIKE_EACH_QUARTER = (Period.SNAPSHOT, Period.ROLLING_YEAR, Period.QUARTER, Period.YEAR_END, Period.ANNUALISED)
_WITHOUT_LEVEL = {BENCHMARK: BENCHMARK_YEAR, CHANGE: CHANGE_FROM_UNKNOWN}
_GOOD = {"higher": "Higher is better", "lower": "Lower is better"}
TrendRows = Mapping[tuple[int, int], Sequence[Row]]


def objective_sections(
    rows: PublicationRows, council: Council, commentary: Sequence[Commentary], sources: Mapping[str, Sequence[str]]
) -> tuple[ObjectiveSection, ...]:
    """The council's objectives in its own order, with their measures; objectives without any measure are left out.

    ``sources``: for an indicator, sentences on the deliveries it rests on.
    """
    trend = _by_series(rows.trend)
    published = by_indicator(rows.comparators)
    breaks = _by_measure(rows.breaks)
    ratings = ratings_before(rows)
    comments = _comments(council, commentary, str(rows.publication["quarter"]))
    measures: dict[str, list[MeasureSection]] = defaultdict(list)
    for ref, parts in groupby(rows.performance, key=lambda row: row["measure_ref"]):
        section = _measure(list(parts), rows.publication, council, trend, published, sources, breaks[ref])
        measures[section.objective_ref].append(
            replace(section, comments=comments.get(ref, ()), rated_before=ratings.get(ref, ""))
        )
    withheld: dict[str, list[WithheldMeasure]] = defaultdict(list)
    for row in rows.withheld:
        withheld[row["objective_ref"]].append(WithheldMeasure(row["measure_ref"], row["title"]))
    return tuple(
        ObjectiveSection(ref, title, anchor(ref), tuple(measures[ref]), tuple(withheld[ref]))
        for ref, title in _objective_titles(rows, council).items()
        if measures[ref] or withheld[ref]
    )


def anchor(*words: str) -> str:
    """An id for a link: ``ped01-02-primary``."""
    letters = "".join(character if character.isalnum() else " " for character in " ".join(words).lower())
    return "-".join(letters.split())


def officer_name(council: Council, who: str) -> str:
    """The officer's name for their initials; what was written, where it is a name already."""
    return next((officer.name for officer in council.officers if officer.initials == who), who)


def _objective_titles(rows: PublicationRows, council: Council) -> dict[str, str]:
    """In the council's order; objectives that only the publication knows come last."""
    published = {row["objective_ref"]: row["objective_title"] for row in (*rows.performance, *rows.withheld)}
    known = {objective.ref: published.get(objective.ref, objective.title) for objective in council.objectives}
    return known | published


def _by_series(trend: Rows) -> TrendRows:
    series: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in trend:
        series[row["indicator_key"], row["breakdown_key"]].append(row)
    return series


def _by_measure(breaks: Rows) -> defaultdict[str, list[SeriesBreak]]:
    found: defaultdict[str, list[SeriesBreak]] = defaultdict(list)
    for row in breaks:
        found[row["measure_ref"]].append(SeriesBreak(row["measure_ref"], row["first_day"], row["reason"]))
    return found


def _comments(council: Council, commentary: Sequence[Commentary], quarter: str) -> dict[str, tuple[Comment, ...]]:
    written: dict[str, list[Comment]] = defaultdict(list)
    for item in sorted(commentary, key=lambda item: (item.measure, item.written_on, item.officer)):
        if item.quarter == quarter and not item.is_milestone:
            paragraphs = tuple(part.strip() for part in item.text.split("\n\n") if part.strip())
            who = officer_name(council, item.officer)
            written[item.measure].append(Comment(who, day_text(item.written_on), paragraphs))
    return {measure: tuple(comments) for measure, comments in written.items()}


def _measure(
    rows: Rows,
    publication: Row,
    council: Council,
    trend: TrendRows,
    published: ByIndicator,
    sources: Mapping[str, Sequence[str]],
    breaks: Sequence[SeriesBreak],
) -> MeasureSection:
    first = rows[0]
    several = len(rows) > 1
    parts = tuple(
        _judged(_part(row, publication, council, trend, _published(row, published), several, breaks), row)
        for row in rows
    )
    shown = [each for each in breaks if any(_places([each], part.trend) for part in parts)]
    compared = (comparison(row["part"], row, _published(row, published), council.ambition_year) for row in rows)
    return MeasureSection(
        ref=first["measure_ref"],
        title=first["title"],
        anchor=anchor(first["measure_ref"]),
        objective_ref=first["objective_ref"],
        officer=first["owners"] or officer_name(council, first["officer"]),
        progress=worst(part.progress for part in parts),
        definition=_definition(first, _polarity(first, council)),
        parts=parts,
        comments=(),
        sources=tuple(dict.fromkeys(words for row in rows for words in _rests_on(row, sources, council))),
        compared=tuple(each for each in compared if each),
        breaks=tuple(words_of(each) for each in shown),
    )


def _rests_on(row: Row, sources: Mapping[str, Sequence[str]], council: Council) -> Sequence[str]:
    """What a part's figure rests on: the officer who returned it, or the deliveries that it was counted from."""
    said = (row["returned_by"],) if row["returned_by"] else sources.get(row["indicator_id"], ())
    return (*said, *_small_numbers(row, council))


def _small_numbers(row: Row, council: Council) -> Sequence[str]:
    """What is done about small numbers, and who approved that, of a measure that is not open as it is."""
    measure = next((measure for measure in council.measures if measure.ref == row["measure_ref"]), None)
    if measure is None or row["disclosure"] == NONE:
        return ()
    kept = (
        "It is not shown to the public" if row["disclosure"] == INTERNAL else "Small numbers are hidden from the public"
    )
    by = measure.disclosure_approved_by
    return (f"{kept}, as {f'{officer_name(council, by)} approved' if by else f'{NATIONAL_PRACTICE} has it'}.",)


def _published(row: Row, published: ByIndicator) -> Sequence[Row]:
    """What is published of a part: of an indicator's whole alone, not of the items of a breakdown."""
    return published.get(row["indicator_key"], ()) if row["item"] == WHOLE else ()


def _definition(row: Row, polarity: str) -> Definition:
    return Definition(
        counted=row["numerator_definition"] or "",
        out_of=row["denominator_definition"] or "",
        period=row["period_kind"],
        good=_GOOD.get(polarity, "Neither higher nor lower is better in itself"),
        national=row["national_definition"] or "",
    )


def _polarity(row: Row, council: Council) -> str:
    """The council may see a measure's good direction otherwise than the indicator does."""
    own = next((measure.polarity for measure in council.measures if measure.ref == row["measure_ref"]), "")
    return own or row["polarity"]


def _part(
    row: Row,
    publication: Row,
    council: Council,
    trend: TrendRows,
    published: Sequence[Row],
    several: bool,
    breaks: Sequence[SeriesBreak],
) -> MeasurePart:
    unit, decimals = row["unit"], row["decimals"]
    reading = _reading(row, publication, _polarity(row, council), several)
    points = _points(row, publication["quarter"], trend)
    part_anchor = anchor(row["measure_ref"], row["part"])
    withheld = f"[{row['symbol']}]" if row["symbol"] in ("c", "z") else NO_FIGURE
    current = figure(row["current_value"], unit, decimals, withheld)
    target = _target(row)
    others = other_lines(row, published, points)
    places = tuple(sorted({*_places(breaks, points), *_changed_months(row, points, trend)}))
    return MeasurePart(
        title=row["part"],
        anchor=part_anchor,
        last_year=figure(row["last_year_actual"], unit, decimals, _in_place_of(row, "last_year_actual")),
        same_period=figure(row["same_period_last_year"], unit, decimals, _in_place_of(row, "same_period_last_year")),
        target=target,
        current=current,
        forecast=figure(row["forecast"], unit, decimals),
        direction=direction(row["direction_of_travel"] or "", row["current_value"], row["same_period_last_year"]),
        progress=same_progress(row["progress"] or ""),
        progress_reason=row["progress_reason"] or "",
        no_figure_reason=row["no_figure_reason"] or "",
        counts=counts_text(row["numerator"], row["denominator"], unit),
        coverage=row["coverage"] or "",
        data_status=(row["data_status"] or "").capitalize(),
        sentence=sentence(reading),
        finding=finding(reading),
        trend=points,
        chart=_chart(part_anchor, reading, points, target, council.name, others, places, _expected(row)),
    )


def _target(row: Row) -> Figure:
    """A target as shown; of a band there is no one value."""
    unit, decimals = row["unit"], row["decimals"]
    if row["target_upper"] is None:
        return figure(row["target"], unit, decimals, _WITHOUT_LEVEL.get(row["target_kind"], NO_TARGET))
    return Figure(None, range_text(row["target"], row["target_upper"], unit, decimals))


def _in_place_of(row: Row, column: str) -> str:
    return f"[{HIDDEN}]" if column in row.get("hidden_columns", ()) else NOT_AVAILABLE


def _judged(part: MeasurePart, row: Row) -> MeasurePart:
    """The part with what is said of it beside its rating: chance, an officer's word, money, its indicator's kind."""
    return replace(
        part,
        unit=row["unit"],
        decimals=row["decimals"],
        period_kind=row["period_kind"],
        signal=row["significance"] or "",
        signal_reason=row["significance_reason"] or "",
        rated_by=row["rated_by"] or "",
        reward=_pounds(row["reward"]),
        reward_expected=_pounds(row["reward_expected"]),
        since_year=_since_year(row),
        since_quarter=_since_quarter(row, part),
        target_band=_band(row),
    )


def _band(row: Row) -> tuple[Figure, Figure] | None:
    ends = row["target"], row["target_upper"]
    if ends[1] is None:
        return None
    lower, upper = (figure(end, row["unit"], row["decimals"]) for end in ends)
    return lower, upper


def _since_year(row: Row) -> str:
    if row["direction_of_travel"] == NOT_COMPARABLE:
        return ""
    return change_text(row["current_value"], row["same_period_last_year"], row["unit"], row["decimals"])


def _since_quarter(row: Row, part: MeasurePart) -> str:
    """What grows through its year is not compared with the quarter before, nor is anything across a break."""
    points = part.trend
    is_alike = not resets_each_year(row["period_kind"]) and Period(row["period_kind"]) in _ALIKE_EACH_QUARTER
    if not is_alike or len(points) < 2 or (part.chart and len(points) - 1 in part.chart.breaks):
        return ""
    return change_text(row["current_value"], points[-2].figure.value, row["unit"], row["decimals"])


def _ends(reading: Reading) -> tuple[Decimal, Decimal] | None:
    lower, upper = reading.target, reading.target_upper
    return None if lower is None or upper is None else (lower, upper)


def _expected(row: Row) -> tuple[Decimal, Decimal] | None:
    low, high = row["expected_low"], row["expected_high"]
    return None if low is None or high is None else (low, high)


def _pounds(value: Decimal | None) -> Figure | None:
    return None if value is None else figure(value, POUNDS, 0)


def _places(breaks: Sequence[SeriesBreak], points: Sequence[TrendPoint]) -> tuple[int, ...]:
    """The first point after each break that has figures on both sides."""
    known = [place for place, point in enumerate(points) if point.figure.value is not None]
    ends = [point.period_end for point in points]
    after = [next((place for place, end in enumerate(ends) if end >= each.first_day), len(ends)) for each in breaks]
    return tuple(sorted({place for place in after if known and known[0] < place <= known[-1]}))


def _changed_months(row: Row, points: Sequence[TrendPoint], trend: TrendRows) -> tuple[int, ...]:
    """The points at which figures begin or cease to cover other months than their indicator counts."""
    own = trend.get((row["indicator_key"], row["breakdown_key"]), ())
    others = {point["quarter"] for point in own if point["covers_from"] is not None}
    known = [place for place, point in enumerate(points) if point.figure.value is not None]
    return tuple(
        later
        for earlier, later in pairwise(known)
        if (points[earlier].quarter in others) != (points[later].quarter in others)
    )


def _reading(row: Row, publication: Row, polarity: str, several: bool) -> Reading:
    is_apart = row["direction_of_travel"] == NOT_COMPARABLE  # a break in series lies between
    return Reading(
        title=f"{row['title']} ({row['part']})" if several and row["part"] != WHOLE else row["title"],
        unit=row["unit"],
        decimals=row["decimals"],
        polarity=polarity,
        period_kind=row["period_kind"],
        period_end=publication["end_date"],
        current=row["current_value"],
        previous=None if is_apart else row["same_period_last_year"],
        target=row["target"],
        target_kind=row["target_kind"] or "",
        covers=(row["covers_from"], row["covers_to"]) if row["covers_from"] else None,
        is_hidden=row["symbol"] == HIDDEN,
        target_upper=row["target_upper"],
    )


def _points(row: Row, quarter: str, trend: TrendRows) -> tuple[TrendPoint, ...]:
    """Every quarter up to the reported one, so that a quarter without a figure is a gap that can be seen.

    A figure that is made once a year has its own quarters alone.
    """
    known = {point["quarter"]: point for point in trend.get((row["indicator_key"], row["breakdown_key"]), ())}
    if Period(row["period_kind"]) in MADE_ONCE_A_YEAR:
        return tuple(_point(row, Quarter.parse(name), known[name]) for name in sorted(known))
    last = Quarter.parse(quarter)
    first = max(min((Quarter.parse(name) for name in known), default=last), last.plus(1 - TREND_QUARTERS))
    return tuple(_point(row, each, known.get(str(each))) for each in quarter_range(first, last))


def _point(row: Row, quarter: Quarter, found: Row | None) -> TrendPoint:
    year = year_name(Period(row["period_kind"]), quarter)
    symbol = (found["symbol"] if found else "") or "x"
    return TrendPoint(
        quarter=str(quarter),
        period_end=quarter.end,
        year=year_text(year),
        figure=figure(found["value"] if found else None, row["unit"], row["decimals"], f"[{symbol}]"),
        counts=counts_text(found["numerator"], found["denominator"], row["unit"]) if found else "",
        numerator=found["numerator"] if found else None,
        denominator=found["denominator"] if found else None,
    )


def _chart(
    part_anchor: str,
    reading: Reading,
    points: tuple[TrendPoint, ...],
    target: Figure,
    place: str,
    others: tuple[OtherLine, ...],
    breaks: tuple[int, ...],
    expected: tuple[Decimal, Decimal] | None,
) -> Chart | None:
    """A trend needs two figures at least; one is in the table already."""
    values = [point.figure.value for point in points if point.figure.value is not None]
    if len(values) < 2:
        return None
    resets = resets_each_year(reading.period_kind)
    span = f"{month_text(points[0].period_end)} to {month_text(points[-1].period_end)}"
    chart = Chart(
        anchor=part_anchor,
        title=chart_title(reading),
        subtitle=f"{reading.title}, {reading.period_kind.lower()}, {place}, {span}",
        alt="",
        unit=reading.unit,
        decimals=reading.decimals,
        points=points,
        target=target if target.value is not None or reading.target_upper is not None else None,
        resets=resets,
        zero_based=is_count(reading.unit) and (resets or min(values) * 2 <= max(values)),
        others=() if resets else others,
        breaks=breaks,
        expected=expected,
        target_band=_ends(reading),
    )
    return replace(chart, alt=alt_text(chart))
