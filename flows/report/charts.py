"""Trend charts as SVG text: small, without script, the same bytes for the same chart, alike in HTML, PDF and Word.

One series, labelled at the line, and thin grey ones of other areas where there is room. A measure that starts again
each year is drawn as one line per year, never joined across the reset, with the same quarter of each year marked and
named, since only those compare like with like.
Every text carries its own colour and size, because the picture must stand alone outside the page.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from statistics import mean

from flows.report.model import Chart, OtherLine, TrendPoint
from flows.report.wording import figure_text, grows, month_text

SERIES = "#12436D"
EARLIER = "#4A7BA6"
TARGET = "#801650"
OTHER = "#6B757D"
GRID = "#D9DEE3"
AXIS = "#4B5660"
LABEL = "#3D4751"
PAPER = "#FFFFFF"
BAND = "#EEF2F6"
FONTS = "Arial, Helvetica, sans-serif"

# Advance widths of Arial in thousandths of the type size; anything else is as wide as a digit.
_NARROW, _SLIM, _WIDE, _CAPITAL, _DIGIT = 290, 380, 950, 725, 556
_WIDTHS = dict.fromkeys("ijl.,:;|'!/ ", _NARROW) | dict.fromkeys("frt()-–[]", _SLIM) | dict.fromkeys("mwMW%@", _WIDE)
_WIDTHS |= dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", _CAPITAL)
_WIDER = 1.16  # than Arial: the widest of the fonts that stand in where it is missing (DejaVu Sans, Verdana)


@dataclass(frozen=True)
class Size:
    """A drawing's outer size, the type size that fits it, and whether it has room for every label and other areas."""

    name: str
    width: float
    height: float
    text: float
    is_roomy: bool


WIDE = Size("wide", 680, 250, 13, True)
BRIEF = Size("brief", 440, 210, 13, True)  # for few points
SMALL = Size("small", 440, 230, 13, False)
NARROW = Size("narrow", 340, 250, 13, False)


@dataclass(frozen=True)
class _Label:
    """Text to the right of the plot, at the height of what it names."""

    y: float
    text: str
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class _Plot:
    """Where values fall on the paper."""

    chart: Chart
    size: Size
    ticks: tuple[float, ...]
    left: float
    right: float
    top: float = 18

    @property
    def bottom(self) -> float:
        return self.size.height - 2 * self.size.text - 18

    def x(self, index: int) -> float:
        steps = max(len(self.chart.points) - 1, 1)
        return self.left + 24 + (self.right - self.left - 36) * index / steps

    def y(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.bottom - share * (self.bottom - self.top)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide the text is at most, in Arial or in what stands in for it."""
    units = sum(_WIDTHS.get(character, _DIGIT) for character in text)
    return units / 1000 * size * _WIDER * (1.08 if bold else 1.0)


def text_lines(text: str, size: float, room: float) -> int:
    """How many lines the text takes at most where there is ``room`` for so much width."""
    return sum(max(1, math.ceil(text_width(line, size) / room)) for line in text.splitlines() or [""])


def svg(chart: Chart, size: Size = WIDE, fonts: str = FONTS) -> str:
    """The chart as one ``<svg>`` element with its title (the full alternative text) inside."""
    plot = _plan(chart, size)
    identity = f"{chart.anchor}-{size.name}"
    width, height = _n(size.width), _n(size.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-{size.name}" role="img" aria-labelledby="{identity}" '
        f'viewBox="0 0 {width} {height}" font-family="{fonts}" font-size="{_n(size.text)}">'
    )
    title = f'<title id="{identity}">{escape(chart.alt)}</title>'
    paper = f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    body = [*_expected(plot), *_grid(plot), *_year_axis(plot), *_target_line(plot), *_other_lines(plot), *_breaks(plot)]
    body += _series(plot)
    body += _end_labels(plot)
    return "\n".join([opening, title, paper, *body, "</svg>"])


def alt_text(chart: Chart) -> str:
    """What a person who cannot see the chart needs: what it is, start, now, lowest, highest, target."""
    known = [point for point in chart.points if point.figure.value is not None]
    if not known:
        return f"Trend chart. {chart.subtitle}. There are no figures to draw."
    lowest, highest = min(known, key=_value), max(known, key=_value)
    parts = [f"Trend chart. {chart.subtitle}.", f"First {_named(known[0])}, latest {_named(known[-1])}."]
    parts.append(f"Lowest {_named(lowest)}, highest {_named(highest)}.")
    if missing := len(chart.points) - len(known):
        parts.append(f"{missing} of {len(chart.points)} quarters have no figure and are left as gaps.")
    if chart.resets:
        parts.append("The count starts again each year, so each year is a line of its own.")
    if chart.target:
        parts.append(f"Target {chart.target.text}.")
    if chart.expected:
        low, high = (figure_text(end, chart.unit, chart.decimals) for end in chart.expected)
        parts.append(f"Expected range {low} to {high}.")
    parts += [f"The series breaks before {month_text(chart.points[place].period_end)}." for place in chart.breaks]
    for other in chart.others:
        when = month_text(chart.points[other.points[-1][0]].period_end)
        parts.append(f"{other.title} as published, latest {other.latest.text} ({when}).")
    return " ".join(parts)


def nice_ticks(low: float, high: float, zero_based: bool, finest: float, count: int = 4) -> tuple[float, ...]:
    """Round numbers that span low to high: steps of 1, 2 or 5 times a power of ten, none finer than ``finest``."""
    if low == high:
        low, high = low - finest, high + finest
    low = 0.0 if zero_based else low
    raw = max((high - low) / count, finest)
    power = 10 ** math.floor(math.log10(raw) + 1e-9)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * index, 10) for index in range(first, max(last, first + 1) + 1))


def _value(point: TrendPoint) -> Decimal:
    return point.figure.value if point.figure.value is not None else Decimal(0)


def _named(point: TrendPoint) -> str:
    return f"{point.figure.text} ({month_text(point.period_end)})"


def _n(number: float) -> str:
    """A coordinate, short and without a needless point."""
    return f"{number:.1f}".removesuffix(".0")


def _text(
    x: float, y: float, words: str, colour: str, anchor: str = "start", bold: bool = False, halo: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    weight += f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"' if halo else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {place} stroke="{colour}" stroke-width="{_n(width)}"{dashes}/>'


def _dot(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" stroke="{stroke}" stroke-width="2"/>'


def _plan(chart: Chart, size: Size) -> _Plot:
    """Margins from the words that must fit in them, and an axis that holds all values and the target."""
    values = [float(point.figure.value) for point in chart.points if point.figure.value is not None]
    values += _aims(chart)
    values += [float(end) for end in chart.expected or ()]
    values += [float(value) for other in _others(chart, size) for _, value in other.points]
    low, high = min(values, default=0.0), max(values, default=1.0)
    ticks = nice_ticks(low, high, chart.zero_based, finest=10.0**-chart.decimals)
    left = max(text_width(_tick_text(chart, tick, ticks), size.text) for tick in ticks) + 10
    ends = [label.text for label in _end_words(chart, size)]
    right = size.width - max((text_width(text, size.text, bold=True) for text in ends), default=0) - 16
    return _Plot(chart, size, ticks, left, right)


def _tick_text(chart: Chart, tick: float, ticks: tuple[float, ...]) -> str:
    step = ticks[1] - ticks[0]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return figure_text(Decimal(str(tick)), chart.unit, decimals)


def _expected(plot: _Plot) -> list[str]:
    """A band where chance alone may take the line, named inside it."""
    if plot.chart.expected is None:
        return []
    low, high = (plot.y(float(end)) for end in plot.chart.expected)
    place = f'x="{_n(plot.left)}" y="{_n(high)}" width="{_n(plot.right - plot.left)}" height="{_n(max(low - high, 1))}"'
    band = f'<rect {place} fill="{BAND}"/>'
    name = _text(plot.left + 6, high + plot.size.text, "Expected range", LABEL) if plot.size.is_roomy else ""
    return [band, name] if name else [band]


def _grid(plot: _Plot) -> list[str]:
    marks: list[str] = []
    for tick in plot.ticks:
        y = plot.y(tick)
        base = tick == plot.ticks[0]
        marks.append(_line(plot.left, y, plot.right, y, AXIS if base else GRID))
        words = _tick_text(plot.chart, tick, plot.ticks)
        marks.append(_text(plot.left - 8, y + plot.size.text * 0.35, words, LABEL, "end"))
    return marks


def _years(plot: _Plot) -> list[tuple[str, int, int]]:
    """Each year with its first and last point."""
    years: list[tuple[str, int, int]] = []
    for index, point in enumerate(plot.chart.points):
        if years and years[-1][0] == point.year:
            years[-1] = (point.year, years[-1][1], index)
        else:
            years.append((point.year, index, index))
    return years


def _year_axis(plot: _Plot) -> list[str]:
    """Months under the axis, years under the months, a fine line between years."""
    marks: list[str] = []
    line = plot.size.text + 4
    for index, point in enumerate(plot.chart.points):
        if plot.size.is_roomy or _is_same_quarter(plot, index):
            words = f"{point.period_end:%b}"
            marks.append(_text(plot.x(index), plot.bottom + line, words, LABEL, "middle"))
    for year, first, last in _years(plot):
        if first:
            x = (plot.x(first - 1) + plot.x(first)) / 2
            marks.append(_line(x, plot.top, x, plot.bottom + 2 * line, GRID))
        marks += _year_name(plot, year, first, last)
    return marks


def _year_name(plot: _Plot, year: str, first: int, last: int) -> list[str]:
    """The year below its own quarters, if there is room without touching the next."""
    step = plot.x(1) - plot.x(0) if len(plot.chart.points) > 1 else plot.right - plot.left
    room = (last - first + 1) * step
    words = next((text for text in (year, year[2:]) if text_width(text, plot.size.text) + 4 <= room), "")
    centre = (plot.x(first) + plot.x(last)) / 2
    if not words and last == len(plot.chart.points) - 1:
        words = year
        centre = max(centre, plot.x(first) - step / 2 + 4 + text_width(year, plot.size.text) / 2)
    y = plot.bottom + 2 * (plot.size.text + 4)
    return [_text(centre, y, words, LABEL, "middle", bold=True)] if words else []


def _is_same_quarter(plot: _Plot, index: int) -> bool:
    return plot.chart.points[index].period_end.month == plot.chart.points[-1].period_end.month


def _target_line(plot: _Plot) -> list[str]:
    """A line at the target, or one at each end of a band."""
    heights = [plot.y(aim) for aim in _aims(plot.chart)]
    return [_line(plot.left, y, plot.right, y, TARGET, 2, "7 5") for y in heights]


def _aims(chart: Chart) -> list[float]:
    """What is aimed at: nothing, a value, or both ends of a band."""
    if chart.target_band is not None:
        return [float(end) for end in chart.target_band]
    return [float(chart.target.value)] if chart.target and chart.target.value is not None else []


def _others(chart: Chart, size: Size) -> tuple[OtherLine, ...]:
    return chart.others if size.is_roomy else ()


def _other_lines(plot: _Plot) -> list[str]:
    marks: list[str] = []
    for other in _others(plot.chart, plot.size):
        places = [(plot.x(index), plot.y(float(value))) for index, value in other.points]
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in places)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{OTHER}" stroke-width="1.2"/>')
        marks += [f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.2" fill="{OTHER}"/>' for x, y in places]
    return marks


def _breaks(plot: _Plot) -> list[str]:
    """A dashed line where the series breaks, and the word beside it."""
    marks: list[str] = []
    for place in plot.chart.breaks:
        x = (plot.x(place - 1) + plot.x(place)) / 2
        marks.append(_line(x, plot.top - 6, x, plot.bottom, AXIS, 1.5, "2 4"))
        marks.append(_text(x + 4, plot.top, "Break", LABEL, halo=True))
    return marks


def _segments(plot: _Plot) -> list[list[int]]:
    """Runs of points that a line may join: no missing quarter, no reset and no break in the series between them."""
    runs: list[list[int]] = []
    for index, point in enumerate(plot.chart.points):
        if point.figure.value is None:
            continue
        joined = runs and runs[-1][-1] == index - 1
        starts_again = plot.chart.resets and plot.chart.points[index - 1].year != point.year
        if joined and not starts_again and index not in plot.chart.breaks:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _series(plot: _Plot) -> list[str]:
    marks: list[str] = []
    for run in _segments(plot):
        marks += _run(plot, run)
    return marks


def _run(plot: _Plot, run: list[int]) -> list[str]:
    chart = plot.chart
    current_year = chart.points[run[-1]].year == chart.points[-1].year
    colour = SERIES if current_year or not chart.resets else EARLIER
    where = {index: (plot.x(index), plot.y(float(_value(chart.points[index])))) for index in run}
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in where.values())
    marks = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>']
    for index, (x, y) in where.items():
        marks.append(_mark(plot, index, x, y, colour))
        if chart.resets and _is_same_quarter(plot, index) and index != len(chart.points) - 1:
            height = _label_height(plot, y, where.get(index - 1, (0, y))[1])
            marks.append(_text(x, height, chart.points[index].figure.text, LABEL, "middle", halo=True))
    return marks


def _label_height(plot: _Plot, y: float, before: float) -> float:
    """Above the point; below it where the line comes down to it and there is room."""
    below = y + plot.size.text + 6
    return below if before < y and below < plot.bottom - 3 else max(y - 11, plot.size.text)


def _mark(plot: _Plot, index: int, x: float, y: float, colour: str) -> str:
    if index == len(plot.chart.points) - 1:
        return _dot(x, y, 6, SERIES, PAPER)
    if plot.chart.resets and _is_same_quarter(plot, index):
        return _dot(x, y, 4.5, colour, PAPER)
    return _dot(x, y, 2.5 if plot.chart.resets else 3, PAPER if plot.chart.resets else colour, colour)


def _end_words(chart: Chart, size: Size, plot: _Plot | None = None) -> list[_Label]:
    """What is named at the right-hand edge: the latest figure, or that there is none, the target, other areas."""
    last = chart.points[-1].figure if chart.points else None
    place = plot.y if plot else float
    labels: list[_Label] = []
    if last and last.value is not None:
        labels.append(_Label(place(float(last.value)), f"Now {last.text}", SERIES, bold=True))
    else:
        labels.append(_Label((plot.top + plot.bottom) / 2 if plot else 0, "No figure", LABEL, bold=True))
    if aims := _aims(chart):
        labels.append(_Label(place(sum(aims) / len(aims)), _target_label(chart), TARGET, bold=True))
    others = _others(chart, size)
    labels += [_Label(place(float(o.points[-1][1])), f"{o.title} {o.latest.text}", OTHER) for o in others]
    return labels


def _target_label(chart: Chart) -> str:
    """A count that is still growing is aimed at the year's end, and the label says so."""
    whole_year = chart.resets and grows(chart.unit)
    return f"{'Year’s target' if whole_year else 'Target'} {chart.target.text if chart.target else ''}"


def _end_labels(plot: _Plot) -> list[str]:
    """The labels, pushed apart so that none covers another, inside the drawing."""
    labels = sorted(_end_words(plot.chart, plot.size, plot), key=lambda label: label.y)
    wanted = [label.y for label in labels]
    heights = apart(wanted, plot.size.text + 3, plot.top - plot.size.text / 2, plot.bottom)
    return [
        _text(plot.right + 8, height + plot.size.text * 0.35, label.text, label.colour, bold=label.bold)
        for label, height in zip(labels, heights, strict=True)
    ]


def apart(wanted: Sequence[float], pitch: float, low: float, high: float) -> list[float]:
    """Heights in order, at least ``pitch`` from one another, each as near to the wanted one as can be, low to high.

    Labels that would touch are moved as one block, to the middle of where they want to be.
    """
    blocks: list[list[float]] = []
    for index, height in enumerate(wanted):
        blocks.append([height - index * pitch])
        while len(blocks) > 1 and mean(blocks[-2]) > mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    lowest, highest = low, max(low, high - (len(wanted) - 1) * pitch)
    places = [min(max(mean(block), lowest), highest) for block in blocks for _ in block]
    return [place + index * pitch for index, place in enumerate(places)]
