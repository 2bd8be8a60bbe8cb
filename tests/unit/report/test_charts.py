"""Trend charts: nothing joined that should not be, nothing outside the drawing, everything said in words too."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from flows.report import charts
from flows.report.model import Chart, Figure, TrendPoint
from flows.report.wording import figure
from tests.unit.report.report_factory import sample_report
from transforms.quarters import Quarter, quarter_range

SIZES = [charts.WIDE, charts.SMALL, charts.NARROW]
SVG = "{http://www.w3.org/2000/svg}"


def chart(values: str, resets: bool = False, target: str = "", unit: str = "count", academic: bool = False) -> Chart:
    """A chart of values for the quarters up to 2025-26-Q1; a dash is a quarter without a figure."""
    numbers = [None if text == "-" else Decimal(text) for text in values.split()]
    last = Quarter(2025, 1)
    quarters = quarter_range(last.plus(1 - len(numbers)), last)
    points = tuple(
        TrendPoint(str(q), q.end, q.academic_year if academic else q.financial_year, figure(n, unit, 0), "")
        for q, n in zip(quarters, numbers, strict=True)
    )
    aim = figure(Decimal(target), unit, 0) if target else None
    return Chart("measure", "Title", "Children looked after", "Alternative", unit, 0, points, aim, resets, False)


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)


def lines(drawing: str) -> list[int]:
    """How many points each line joins."""
    return [len(line.attrib["points"].split()) for line in parsed(drawing).iter(f"{SVG}polyline")]


def test_a_quarter_without_a_figure_is_a_gap() -> None:
    assert lines(charts.svg(chart("10 11 - 12 13 14"))) == [2, 3]


@pytest.mark.parametrize(("academic", "expected"), [(False, [4, 4, 1]), (True, [1, 4, 4])])
def test_a_measure_that_resets_is_a_line_for_each_of_its_years(academic: bool, expected: list[int]) -> None:
    assert lines(charts.svg(chart("24 49 71 98 26 52 80 103 31", resets=True, academic=academic))) == expected


def test_a_break_in_the_series_is_marked_and_no_line_crosses_it() -> None:
    broken = replace(chart("10 11 12 20 21"), breaks=(3,))
    assert lines(charts.svg(broken)) == [3, 2]
    assert ">Break<" in charts.svg(broken)
    assert "The series breaks before March 2025." in charts.alt_text(broken)
    assert ">Break<" not in charts.svg(chart("10 11 12 20 21"))


def test_the_expected_range_is_a_band_behind_the_line_that_the_axis_holds() -> None:
    drawing = charts.svg(replace(chart("10 11 12 11"), expected=(Decimal(2), Decimal(25))))
    bands = [rect.attrib for rect in parsed(drawing).iter(f"{SVG}rect") if rect.attrib["fill"] == charts.BAND]
    assert len(bands) == 1
    assert float(bands[0]["y"]) >= 0
    assert "Expected range" in drawing
    assert "Expected range 2 to 25." in charts.alt_text(replace(chart("10 11"), expected=(Decimal(2), Decimal(25))))


def test_a_snapshot_is_one_line_across_years() -> None:
    assert lines(charts.svg(chart("10 11 12 13 14 15 16 17 18"))) == [9]


def test_the_same_quarter_of_earlier_years_is_named_where_the_count_resets() -> None:
    words = [text.text for text in parsed(charts.svg(chart("24 49 71 98 31", resets=True))).iter(f"{SVG}text")]
    assert "24" in words
    assert "49" not in words


def test_an_old_figure_is_never_called_now() -> None:
    drawing = charts.svg(chart("10 11 12 -"))
    assert "No figure" in drawing
    assert "Now" not in drawing


def test_a_target_for_the_year_says_so_where_the_count_is_still_growing() -> None:
    assert "Year’s target 105" in charts.svg(chart("98 31", resets=True, target="105"))
    assert ">Target 105<" in charts.svg(chart("98 99", target="105"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize(
    "drawn",
    [
        chart("10 11"),
        chart("10 10 10", target="10"),
        chart("0 0 0"),
        chart("1234567 1234568 2345678", target="123456789"),
        chart("24 49 71 98 26 52 80 103 27 55 79 101 31", resets=True, target="105"),
        chart("93 93 92 94 93 92 - 91 90 -", unit="percent", target="95", resets=True, academic=True),
        chart("-5 -4 3", target="-6"),
    ],
    ids=["two", "flat", "noughts", "millions", "resets", "gaps", "negative"],
)
def test_no_text_leaves_the_drawing_and_no_two_end_labels_touch(drawn: Chart, size: charts.Size) -> None:
    svg = parsed(charts.svg(drawn, size))
    boxes = [_box(text, size) for text in svg.iter(f"{SVG}text")]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert right <= size.width
        assert top >= 0
        assert bottom <= size.height
    ends = [box for box, text in zip(boxes, svg.iter(f"{SVG}text"), strict=True) if _is_end_label(text)]
    for above, below in pairwise(ends):
        assert abs(below[1] - above[1]) >= size.text


def _box(text: ET.Element, size: charts.Size) -> tuple[float, float, float, float]:
    width = charts.text_width(text.text or "", size.text, text.get("font-weight") == "bold")
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]] * width
    return left, y - size.text * 0.75, left + width, y + size.text * 0.25


def _is_end_label(text: ET.Element) -> bool:
    return bool(re.match(r"Now|Target|Year’s|No figure", text.text or ""))


def test_the_alternative_text_says_what_the_chart_shows() -> None:
    drawn = chart("24 49 - 98 31", resets=True, target="105")
    assert charts.alt_text(drawn) == (
        "Trend chart. Children looked after. First 24 (June 2024), latest 31 (June 2025). Lowest 24 (June 2024), "
        "highest 98 (March 2025). 1 of 5 quarters have no figure and are left as gaps. The count starts again each "
        "year, so each year is a line of its own. Target 105."
    )


def test_a_drawing_names_itself_to_a_screen_reader() -> None:
    svg = parsed(charts.svg(chart("10 11")))
    title = next(svg.iter(f"{SVG}title"))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == title.attrib["id"]
    assert title.text == "Alternative"


def test_words_from_the_council_cannot_break_the_drawing() -> None:
    drawn = chart("10 11")
    hostile = Chart(**{**vars(drawn), "alt": "<script>&</script>", "target": Figure(Decimal(12), "<b>")})
    assert "<script>" not in charts.svg(hostile)
    assert "<b>" not in charts.svg(hostile)


@pytest.mark.parametrize(
    ("low", "high", "zero", "ticks"),
    [
        (24, 105, True, (0, 50, 100, 150)),
        (91.8, 94.0, False, (91, 92, 93, 94)),
        (31, 33, False, (31, 32, 33)),
        (5, 5, False, (4, 5, 6)),
        (0, 0, True, (0, 1)),
    ],
)
def test_axes_have_round_numbers_that_span_the_values(
    low: float, high: float, zero: bool, ticks: tuple[float, ...]
) -> None:
    found = charts.nice_ticks(low, high, zero, finest=1)
    assert found[0] <= low
    assert found[-1] >= high
    assert found[: len(ticks)] == ticks


def test_every_measure_with_a_history_has_a_chart() -> None:
    report = sample_report()
    parts = [part for objective in report.objectives for measure in objective.measures for part in measure.parts]
    assert all(part.chart for part in parts)
    assert all(len(part.chart.points) == 13 for part in parts if part.chart)
