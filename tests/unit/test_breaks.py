"""Breaks in series: which are a measure's, and between which quarters they lie."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.unit.test_performance import COMPLETE, COUNT, NOW, TOTAL, council, figures, measure, target
from transforms.breaks import break_between, breaks_of, words_of
from transforms.council_types import SeriesBreak
from transforms.performance import performance_row
from transforms.quarters import Quarter

ANOTHER_SYSTEM = SeriesBreak("PED06 01", date(2024, 10, 1), "Another system counts them.")
OF_ALL = SeriesBreak("", date(2023, 4, 1), "All records were moved.")
OF_ANOTHER = SeriesBreak("PED06 02", date(2024, 4, 1), "It is counted otherwise.")
MADE_UP = replace(council(), breaks=(ANOTHER_SYSTEM, OF_ANOTHER, OF_ALL))


def test_a_measure_has_its_own_breaks_and_those_of_all() -> None:
    assert breaks_of(MADE_UP, "PED06 01") == (OF_ALL, ANOTHER_SYSTEM)
    assert breaks_of(MADE_UP, "PED01 01") == (OF_ALL,)


def test_an_authority_that_took_over_an_area_breaks_with_what_was_before() -> None:
    cumberland = replace(council(), la_code="942", name="Cumberland", synthetic=False)
    (found,) = breaks_of(cumberland, "PED06 01")
    assert found.first_day == date(2023, 4, 1)
    assert words_of(found) == (
        "Figures before 1 April 2023 are not like those after it. "
        "Cumberland began then; its area had been part of Cumbria."
    )
    assert breaks_of(replace(cumberland, la_code="876", name="Halton"), "PED06 01") == ()
    assert breaks_of(replace(cumberland, synthetic=True), "PED06 01") == ()


@pytest.mark.parametrize(
    ("earlier", "later", "found"),
    [
        (Quarter(2024, 2), Quarter(2024, 3), ANOTHER_SYSTEM),
        (Quarter(2024, 1), Quarter(2024, 2), None),  # to 30 September
        (Quarter(2024, 3), Quarter(2025, 3), None),
        (Quarter(2022, 4), Quarter(2025, 1), ANOTHER_SYSTEM),  # the newest of two
        (Quarter(2022, 4), Quarter(2023, 1), OF_ALL),
    ],
)
def test_a_break_lies_between_two_quarters_from_its_first_day(
    earlier: Quarter, later: Quarter, found: SeriesBreak | None
) -> None:
    assert break_between(breaks_of(MADE_UP, "PED06 01"), earlier, later) == found


def test_nothing_is_compared_across_a_break_in_series() -> None:
    values = {"2024-25-Q1": 20, "2024-25-Q4": 100, "2025-26-Q1": 30}
    broken = SeriesBreak("PED06 01", date(2025, 4, 1), "Another system counts them.")
    of = council(target(110, "ceiling")), measure(forecast="share"), TOTAL, COUNT, NOW, COMPLETE
    joined = performance_row(figures(COUNT, values), *of)
    apart = performance_row(figures(COUNT, values), replace(of[0], breaks=(broken,)), *of[1:])
    assert (joined.direction, joined.forecast) == ("Worse", 150)
    assert (apart.direction, apart.forecast) == ("Not comparable", Fraction(30 * 365, 91))
    assert apart.direction_reason == (
        "Figures before 1 April 2025 are not like those after it. Another system counts them."
    )
    assert apart.progress_reason.startswith("Too early to say: too few earlier years")
    assert (apart.same_period_last_year, apart.last_year) == (20, 100), "both are facts, and stay"
    to_come = replace(of[0], breaks=(replace(broken, first_day=date(2025, 7, 1)),))
    assert performance_row(figures(COUNT, values), to_come, *of[1:]) == joined, "a break to come changes nothing yet"


def test_a_change_is_not_measured_from_a_figure_across_a_break() -> None:
    values = {"2024-25-Q4": 100, "2025-26-Q1": 30}
    broken = SeriesBreak("PED06 01", date(2025, 4, 1), "Another system counts them.")
    of = council(target(-10, "change")), measure(), TOTAL, COUNT, NOW, COMPLETE
    joined = performance_row(figures(COUNT, values), *of).target
    apart = performance_row(figures(COUNT, values), replace(of[0], breaks=(broken,)), *of[1:]).target
    assert joined is not None
    assert apart is not None
    assert (joined.kind, joined.value, apart.kind) == ("level", 90, "change")
