"""The figures as open data by the Department for Education's standards: a data file and its metadata per kind of year.

Years of different kinds may not share a file, nor may quarters and whole years. Its list of periods has quarters of the
financial year alone, so that figures of academic and calendar years are named by the month that they run to, and
figures made once a year by the reporting year. Ratings, directions and signals are words, which no indicator may be:
they have a plain file of their own.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.report.model import WHOLE, Figure, MeasurePart, MeasureSection, Report, TrendPoint
from flows.report.tables import NOT_AVAILABLE, Number, of_figure, unit_words
from flows.report.wording import (
    COUNT,
    NO_TARGET,
    PER_10_000,
    PER_100,
    PER_POST,
    PERCENT,
    PERCENT_OF_POSTS,
    POINTS,
    POUNDS,
)
from transforms.areas import local_authorities
from transforms.indicators.indicator import HUNDREDTHS, IN_HUNDREDTHS, MADE_ONCE_A_YEAR, Period, Unit
from transforms.quarters import Quarter

FILTER = "measure_part"
RATINGS = "ratings.csv"
SYMBOLS = ("z", "x", "c", "low", "u")
META = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
_GEOGRAPHY = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
_REGIONS = {
    "North East": "E12000001", "North West": "E12000002", "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004", "West Midlands": "E12000005", "East of England": "E12000006", "London": "E12000007",
    "South East": "E12000008", "South West": "E12000009", "Inner London": "E13000001", "Outer London": "E13000002",
}  # fmt: skip
_TYPES = {
    PERCENT: "percent", PERCENT_OF_POSTS: "percent", COUNT: "count", POUNDS: "pounds", PER_100: "per_100",
    PER_10_000: "per_10000", PER_POST: "per_post", POINTS: "percentage_points",
}  # fmt: skip
_UNITS = {PERCENT: "%", PERCENT_OF_POSTS: "%", POUNDS: "£", POINTS: "pp"}
_WITHOUT_COUNTS = (COUNT, POUNDS, POINTS)
_FIGURE, _NUMERATOR, _DENOMINATOR = "figure", "numerator", "denominator"
_COUNTS = (_NUMERATOR, _DENOMINATOR)
_LONGEST_NAME = 50
_LONGEST_LABEL = 100
# What the screening takes for a filter or a variable of its own when it stands in an indicator's name.
_TAKEN_OTHERWISE = re.compile(
    "male|asian|chinese|indian|pakistani|bangladeshi|black|african|caribbean|white|roma|irish|english|british|scottish"
    "|welsh|arab|ethnic|phase|sen_|primary_need|secondary_need|establishment_type|provider_type|school_type"
)
_WOULD_COUNT = ("=", "+", "-", "@", "\t", "\r")
Row = dict[str, str]


@dataclass(frozen=True)
class Years:
    """A kind of year that has a file of its own."""

    name: str
    periods: tuple[Period, ...]

    def of(self, point: TrendPoint) -> tuple[str, str]:
        """Period and identifier of a quarter: ``202526``, ``Financial year Q1``."""
        quarter = Quarter.parse(point.quarter)
        if self is FINANCIAL:
            return quarter.financial_year.replace("-", ""), f"Financial year Q{quarter.number}"
        return str(quarter.end.year), "Reporting year" if self is REPORTING else f"{quarter.end:%B}"


ACADEMIC = Years("academic", (Period.ACADEMIC_YEAR,))
CALENDAR = Years("calendar", (Period.CALENDAR_YEAR,))
REPORTING = Years("reporting", MADE_ONCE_A_YEAR)
_ELSEWHERE = (*ACADEMIC.periods, *CALENDAR.periods, *REPORTING.periods)
FINANCIAL = Years("financial", tuple(each for each in Period if each not in _ELSEWHERE))
YEARS = (FINANCIAL, ACADEMIC, CALENDAR, REPORTING)


@dataclass(frozen=True)
class _Indicator:
    """A column: parts of one measure that have a unit in common. ``kind``: the figure, or one of its counts."""

    name: str
    label: str
    grouping: str
    unit: str
    decimals: int
    kind: str
    parts: Mapping[str, MeasurePart]


def open_data_files(report: Report) -> dict[str, bytes]:
    """Data and metadata of each kind of year that has figures, and the ratings, by file name.

    No column may say that a copy is a draft, so the names of its files do.
    """
    files = {}
    for years in YEARS:
        indicators = _indicators(report, years)
        if indicators:
            rows = _rows(report, years, indicators)
            has_parts = len({row[FILTER] for row in rows}) > 1
            filters = (FILTER,) if has_parts else ()
            columns = (*_GEOGRAPHY, *filters, *(each.name for each in indicators))
            files[f"data-{years.name}.csv"] = _csv(columns, rows)
            files[f"data-{years.name}.meta.csv"] = _csv(META, _meta(indicators, has_parts=has_parts))
    files[RATINGS] = _csv(tuple(_RATING_COLUMNS), (_rating(report, *each) for each in _parts(report)))
    mark = report.cover.mark.lower()
    return {f"{mark}-{name}" if mark else name: content for name, content in files.items()}


def _parts(report: Report) -> Iterator[tuple[str, MeasureSection, MeasurePart]]:
    for objective in report.objectives:
        for measure in objective.measures:
            for part in measure.parts:
                yield f"{objective.ref} {objective.title}", measure, part


def _indicators(report: Report, years: Years) -> list[_Indicator]:
    """Three columns for a rate of a measure, one for an amount."""
    found: dict[tuple[str, ...], list[tuple[str, MeasureSection, MeasurePart]]] = defaultdict(list)
    for grouping, measure, part in _parts(report):
        if part.trend and Period(part.period_kind) in years.periods:
            found[measure.ref, part.unit, part.period_kind].append((grouping, measure, part))
    names: set[str] = set()
    return [column for group in found.values() for column in _columns(group, names)]


def _columns(group: Sequence[tuple[str, MeasureSection, MeasurePart]], names: set[str]) -> Iterator[_Indicator]:
    """A part that is alone of its unit is no breakdown: it is the whole of a column, which is named after it."""
    grouping, measure, first = group[0]
    is_alone = len(group) == 1
    title = f"{measure.title}: {first.title}" if is_alone and first.title != WHOLE else measure.title
    parts = {WHOLE: first} if is_alone else {part.title: part for _, _, part in group}
    endings = {_FIGURE: _TYPES.get(first.unit, "value")}
    if first.unit not in _WITHOUT_COUNTS:
        endings |= {kind: kind for kind in _COUNTS}
    stem = _cut(_snake(title), _LONGEST_NAME - 1 - max(map(len, endings.values())))
    for kind, ending in endings.items():
        is_figure = kind == _FIGURE
        words = unit_words(first.unit) if is_figure else kind
        yield _Indicator(
            name=_free_name(stem, measure.ref, ending, names),
            label=_short(f"{measure.ref} {title}", f", {first.period_kind} ({words})"),
            grouping=grouping,
            unit=_UNITS.get(first.unit, "") if is_figure else "",
            decimals=max(part.decimals for part in parts.values()) if is_figure else _decimals(first.unit, kind),
            kind=kind,
            parts=parts,
        )


def _decimals(unit: str, kind: str) -> int:
    """Of a count; posts are counted in hundredths."""
    return 2 if kind in IN_HUNDREDTHS.get(Unit(unit), ()) else 0


def _free_name(stem: str, ref: str, ending: str, names: set[str]) -> str:
    """``overall_attendance_percent``; by the reference where that is taken, or would be taken for something else."""
    by_ref = f"measure_{_snake(ref)}_{ending}"
    name, number = stem if stem.endswith(f"_{ending}") else f"{stem}_{ending}", 1
    if not stem[:1].isalpha() or _TAKEN_OTHERWISE.search(name):
        name = by_ref
    while name in names:
        name = by_ref if number == 1 else f"{by_ref}_{number}"
        number += 1
    names.add(name)
    return name


def _snake(words: str) -> str:
    return re.sub("[^a-z0-9]+", "_", re.sub("['’,]", "", words.lower())).strip("_")


def _cut(words: str, room: int) -> str:
    """Cut between words."""
    return words if len(words) <= room else words[: room + 1].rpartition("_")[0]


def _short(words: str, ending: str) -> str:
    room = _LONGEST_LABEL - len(ending)
    return (words if len(words) <= room else words[: room - 1].rstrip() + "…") + ending


def _rows(report: Report, years: Years, indicators: Sequence[_Indicator]) -> list[Row]:
    """A row for each period and part; every one of them, so that none is left out of the whole."""
    periods: dict[tuple[str, str], set[str]] = defaultdict(set)
    for indicator in indicators:
        for part in indicator.parts.values():
            for point in part.trend:
                periods[years.of(point)].add(point.quarter)
    titles = dict.fromkeys([WHOLE, *(title for indicator in indicators for title in indicator.parts)])
    place = _place(report)
    return [
        {
            "time_period": period[0],
            "time_identifier": period[1],
            **place,
            FILTER: _harmless(title),
            **{each.name: _value(each, title, quarters) for each in indicators},
        }
        for period, quarters in sorted(periods.items(), key=lambda item: max(item[1]))
        for title in titles
    ]


def _place(report: Report) -> Row:
    area = report.area
    known = local_authorities().get(area.la_code)
    return {
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": _REGIONS.get(area.region, "z"),
        "region_name": area.region,
        "old_la_code": area.la_code,
        "new_la_code": area.gss_code,
        "la_name": known.name if known else report.cover.council,
    }


def _value(indicator: _Indicator, title: str, quarters: set[str]) -> str:
    """A number as it is shown, or why there is none: ``z`` where the measure has no such part."""
    part = indicator.parts.get(title)
    if part is None:
        return "z"
    points = [point for point in part.trend if point.quarter in quarters]
    if not points:
        return "x"
    newest = max(points, key=lambda point: point.quarter)
    if indicator.kind == _FIGURE or newest.figure.value is None:
        return _figure(newest.figure)
    counted = newest.numerator if indicator.kind == _NUMERATOR else newest.denominator
    if counted is None or not newest.counts:
        return "x"
    return str(Decimal(counted) / HUNDREDTHS) if indicator.decimals else str(counted)


def _figure(figure: Figure) -> str:
    cell = of_figure(figure)
    if isinstance(cell, Number):
        return str(cell.value)
    bare = str(cell).strip("[]")
    return bare if bare in SYMBOLS else NOT_AVAILABLE.strip("[]")


def _meta(indicators: Sequence[_Indicator], *, has_parts: bool) -> Iterator[Row]:
    empty = dict.fromkeys(META, "")
    if has_parts:
        hint = "Total is the measure as a whole"
        yield empty | {"col_name": FILTER, "col_type": "Filter", "label": "Part of the measure", "filter_hint": hint}
    for each in indicators:
        yield empty | {
            "col_name": each.name,
            "col_type": "Indicator",
            "label": each.label,
            "indicator_grouping": each.grouping,
            "indicator_unit": each.unit,
            "indicator_dp": str(each.decimals),
        }


_RATING_COLUMNS = (
    "quarter", "council", "new_la_code", "objective", "measure_ref", "measure", "part", "unit", "period_kind",
    "last_year", "same_period_last_year", "target", "target_upper", "current", "forecast", "direction_of_travel",
    "significance", "progress", "progress_reason", "rated_by", "data_status", "coverage", "no_figure_reason", "officer",
    "publication", "status", "audience",
)  # fmt: skip


def _rating(report: Report, objective: str, measure: MeasureSection, part: MeasurePart) -> Row:
    cover = report.cover
    target, upper = part.target_band or (part.target, Figure(None, NO_TARGET))
    figures = (part.last_year, part.same_period, target, upper, part.current, part.forecast)
    texts = (
        cover.quarter, cover.council, report.area.gss_code, objective, measure.ref, measure.title, part.title,
        unit_words(part.unit), part.period_kind,
    )  # fmt: skip
    words = (
        part.direction.word, part.signal, part.progress, part.progress_reason, part.rated_by, part.data_status,
        part.coverage, part.no_figure_reason, measure.officer, str(cover.publication), cover.status, cover.audience,
    )  # fmt: skip
    cells = (*map(_harmless, texts), *map(_figure, figures), *map(_harmless, words))
    return dict(zip(_RATING_COLUMNS, cells, strict=True))


def _harmless(words: str) -> str:
    """A text that no spreadsheet takes for a formula when the file is opened in one."""
    return f"'{words}" if words.startswith(_WOULD_COUNT) else words


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
