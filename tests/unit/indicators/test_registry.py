"""What every entry of the registry promises."""

from pathlib import Path

import pytest

from tests.oracle import Town
from tests.staged import SCHOOLS, staged_of
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.indicators.indicator import MADE_ONCE_A_YEAR, Indicator, Window
from transforms.quarters import Quarter

WINDOW = Window(Quarter(2025, 1))
NOTHING = staged_of(Town(phases=SCHOOLS, population={2024: 30_000}))


def test_ids_are_told_apart() -> None:
    assert len({indicator.id for indicator in INDICATORS}) == len(INDICATORS)


def test_an_id_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        indicator_by_id("cla_height")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_an_indicator_has_a_drawn_test_of_its_own(indicator: Indicator) -> None:
    tests = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py")]
    assert any(f'"{indicator.id}"' in text for text in tests)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_nothing_received_is_no_figure(indicator: Indicator) -> None:
    assert indicator.prepare(NOTHING, WINDOW) is None


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_what_is_made_once_a_year_says_in_which_quarter(indicator: Indicator) -> None:
    assert (len(indicator.quarters) == 1) == (indicator.period in MADE_ONCE_A_YEAR)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_what_has_ended_says_why(indicator: Indicator) -> None:
    assert (indicator.until is not None) == indicator.ended_because.endswith(".")
