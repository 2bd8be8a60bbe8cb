"""What every entry of the registry promises."""

from pathlib import Path

import pytest

from tests.staged import at_school, looked_after
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.indicators.indicator import COUNT_COLUMNS, Indicator, Unit, Window
from transforms.quarters import Quarter

WINDOW = Window(Quarter(2025, 1))
CHILDREN = looked_after("child | placement\nAnn | K2", population={2024: 30_000})
PUPILS = at_school("pupil | code\nAnn | /")


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
def test_counts_have_the_shape_that_the_entry_says(indicator: Indicator) -> None:
    staged = CHILDREN if "ssda903" in indicator.needs else PUPILS
    prepared = indicator.prepare(staged, WINDOW)
    counts = indicator.count(prepared, staged, WINDOW)
    assert tuple(counts.columns) == COUNT_COLUMNS
    assert set(counts["breakdown"]) == {"Total", *indicator.breakdowns}
    assert set(counts.dtypes[["numerator", "denominator"]].astype(str)) == {"Int64"}
    assert counts["numerator"].notna().all()
    assert not counts.duplicated(["school_urn", "breakdown", "item"]).any()
    has_denominator = counts.loc[counts["breakdown"] == "Total", "denominator"].notna()
    assert has_denominator.all() if indicator.unit is not Unit.COUNT else not has_denominator.any()


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_nothing_received_is_no_figure(indicator: Indicator) -> None:
    nothing = PUPILS if "ssda903" in indicator.needs else CHILDREN
    assert indicator.prepare(nothing, WINDOW) is None
