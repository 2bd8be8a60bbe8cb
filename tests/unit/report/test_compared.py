"""Published figures of other areas beside a measure and on its chart."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.report.charts import apart
from flows.report.compared import comparison, other_lines
from flows.report.model import Figure, TrendPoint
from tests.tables import table
from transforms.quarters import Quarter, quarter_range

PART = {"unit": "percent", "decimals": 1, "polarity": "higher"}
PUBLISHED = """
area_kind  | area_name              | period  | period_end | value | areas | national_rank
own        | Merebridge             | 2023-24 | 2024-03-31 | 51.04 |       | 2
own        | Merebridge             | 2024-25 | 2025-03-31 | 50    |       | 11
neighbours | Statistical neighbours | 2023-24 | 2024-03-31 | 52    | 10    |
neighbours | Statistical neighbours | 2024-25 | 2025-03-31 | 52.05 | 9     |
neighbour  | Aldermoor              | 2024-25 | 2025-03-31 | 53    |       |
neighbour  | Birchester             | 2023-24 | 2024-03-31 | 40    |       |
England    | England                | 2023-24 | 2024-03-31 | 54    |       |
"""

FURTHER = """
area_kind  | period_end | median | change | best_quarter | best
own        | 2024-03-31 |        |        | 55           | 80
own        | 2025-03-31 |        | -1.04  | 56           | 80
neighbours | 2024-03-31 | 51     |        |              |
neighbours | 2025-03-31 | 51.5   | 0.05   |              |
"""


def published(picture: str = PUBLISHED) -> list[dict[str, Any]]:
    further = {(row["area_kind"], row["period_end"]): row for row in table(FURTHER).fillna("").to_dict("records")}
    rows = table(picture).astype("object").where(table(picture).notna(), None).to_dict("records")
    return [
        {str(name): cell for name, cell in row.items()}
        | {
            "period_end": date.fromisoformat(row["period_end"]),
            "value": Decimal(row["value"]),
            "areas": int(row["areas"]) if row["areas"] else None,
            "areas_of": 10 if row["areas"] else None,
            "national_rank": int(row["national_rank"]) if row["national_rank"] else None,
            "national_rank_of": 31,
            "quartile": "B",
        }
        | {
            name: _number(further.get((row["area_kind"], row["period_end"]), {}).get(name))
            for name in ("median", "change", "best_quarter", "best")
        }
        | {
            "source": "Department for Education: CareLeaverEET",
        }
        for row in rows
    ]


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def points(values: str, last: Quarter) -> list[TrendPoint]:
    figures = [None if value == "-" else Decimal(value) for value in values.split()]
    quarters = quarter_range(last.plus(1 - len(figures)), last)
    return [
        TrendPoint(str(quarter), quarter.end, "", Figure(value, str(value)), "")
        for quarter, value in zip(quarters, figures, strict=True)
    ]


def test_the_newest_figure_of_each_area_is_shown() -> None:
    shown = comparison("Total", PART, published())
    assert shown is not None
    assert [(each.area, each.period, each.figure.text, each.change, each.beside) for each in shown.areas] == [
        ("Merebridge, as published", "2024-25", "50.0%", "−1.0", "11th of 31 authorities, in the second 25%"),
        ("Statistical neighbours", "2024-25", "52.1%", "+0.1", "Mean of 9 of 10; their median is 51.5%"),
        ("England", "2023-24", "54.0%", "–", ""),
    ]
    assert [each.area for each in shown.neighbours] == ["Aldermoor"], "of the same year as their mean"
    assert comparison("Total", PART, []) is None


def test_what_a_place_among_the_best_would_take_is_said_with_the_trend() -> None:
    own = [row for row in published() if row["area_kind"] == "own"]
    earlier = [own[0] | {"period_end": date(year, 3, 31), "value": Decimal(value)} for year, value in ((2023, 52),)]
    shown = comparison("Total", PART, [*earlier, *own], by=2028)
    assert shown is not None
    went = "over 3 published years it went down by 1.00 points a year, which does not get there."
    assert shown.ways == (
        f"To be among the best 25% of authorities (56.0%) by 2028, it would have to rise by 2.00 points a year; {went}",
        f"To be the first of all authorities (80.0%) by 2028, it would have to rise by 10.00 points a year; {went}",
    )
    two_years = comparison("Total", PART, own)
    assert two_years is not None
    assert two_years.ways[0].endswith("by 2.00 points a year. Too few years are published to see a trend.")
    there = comparison("Total", PART, [own[-1] | {"best_quarter": Decimal(49)}])
    assert there is not None
    assert there.ways[0] == "It is among the best 25% of authorities (49.0%)."
    level = [row | {"value": Decimal(50)} for row in (*earlier, *own)]
    still = comparison("Total", PART | {"unit": "percent of posts"}, level, by=2028)
    assert still is not None
    assert still.ways[0].endswith(
        "it would have to rise by 2.00 points a year; over 3 published years it stayed as it was, which does not get"
        " there."
    )
    neither = comparison("Total", PART, [own[-1] | {"best_quarter": None}])
    assert neither is not None
    assert neither.ways == ()


@pytest.mark.parametrize(("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (12, "12th"), (22, "22nd")])
def test_places_are_written_as_people_say_them(number: int, words: str) -> None:
    rows = [row | {"national_rank": number} for row in published() if row["area_kind"] == "own"]
    shown = comparison("Total", PART, rows)
    assert shown is not None
    assert shown.areas[0].beside.startswith(f"{words} of 31")


def test_lines_stand_at_the_quarter_in_which_their_year_ended() -> None:
    neighbours, england = other_lines(PART, published(), points("48 49 50 51 50", Quarter(2024, 4)))
    assert (neighbours.title, neighbours.points, neighbours.latest.text) == (
        "Neighbours",
        ((0, Decimal(52)), (4, Decimal("52.05"))),
        "52.1%",
    )
    assert (england.title, england.points) == ("England", ((0, Decimal(54)),))


def test_a_line_that_would_flatten_the_trend_is_left_to_the_table() -> None:
    rows = [row | {"value": Decimal(90)} for row in published()]
    assert other_lines(PART, rows, points("48 49 50 51 50", Quarter(2024, 4))) == ()
    assert len(other_lines(PART, rows, points("10 49 50 90 50", Quarter(2024, 4)))) == 2
    assert other_lines(PART, published(), points("- -", Quarter(2024, 4))) == ()


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6).map(sorted))
def test_labels_keep_their_order_and_distance_inside_the_drawing(wanted: list[int]) -> None:
    heights = apart(wanted, 16, 10, 250)
    assert all(below - above >= 16 - 1e-9 for above, below in pairwise(heights))
    assert min(heights) >= 10 - 1e-9
    assert max(heights) <= 250 + 1e-9


def test_labels_that_touch_move_as_one_and_others_stay() -> None:
    assert apart([40, 44, 200], 16, 10, 250) == [34, 50, 200]
    assert apart([5, 249, 250], 16, 10, 250) == [10, 234, 250]
