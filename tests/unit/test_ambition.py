"""The way to a place among the best: what it takes a year, and whether the trend gets there."""

import pytest

from transforms.ambition import way_to

RISING = [(2021, 50.0), (2022, 52.0), (2023, 54.0), (2024, 56.0), (2025, 58.0)]


@pytest.mark.parametrize(
    ("own", "aim", "higher", "needed", "is_there", "gets_there"),
    [
        (RISING, 64.0, True, 2.0, False, True),  # two a year is what it rises by
        (RISING, 64.3, True, 2.1, False, False),
        (RISING, 57.0, True, -1 / 3, True, True),
        (RISING, 52.0, False, -2.0, False, False),  # down is good, and it rises
        (RISING, 59.0, False, 1 / 3, True, False),  # there, and about to leave
        (RISING[-2:], 64.0, True, 2.0, False, None),  # two years are no trend
    ],
)
def test_the_needed_change_a_year_and_whether_the_trend_gets_there(
    own: list[tuple[int, float]], aim: float, higher: bool, needed: float, is_there: bool, gets_there: bool | None
) -> None:
    way = way_to(own, aim, higher_is_better=higher, by=2028)
    assert way is not None
    assert (way.needed, way.is_there, way.gets_there) == (pytest.approx(needed), is_there, gets_there)


def test_the_trend_is_the_nearest_straight_line_whatever_the_order_and_the_gaps() -> None:
    uneven = [(2025, 10.0), (2019, 4.0), (2021, 6.0)]
    way = way_to(uneven, 20.0, higher_is_better=True, by=2030)
    assert way is not None
    assert (way.trend, way.years) == (pytest.approx(1.0), 3)


@pytest.mark.parametrize("by", [2024, 2025])
def test_a_year_that_is_past_has_no_way(by: int) -> None:
    assert way_to(RISING, 64.0, higher_is_better=True, by=by) is None
    assert way_to([], 64.0, higher_is_better=True, by=2028) is None
