"""Which disclosure class a published value gets, and whether it is marked as revised."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from flows.council import read_council
from flows.settings import get_settings
from flows.warehouse.facts import data_status, disclosure_classes, level_of
from transforms.council_types import Council, Measure, Part, Target


@pytest.fixture(scope="module")
def council() -> Council:
    return read_council(get_settings().repository / "samples" / "merebridge")


def _measure(disclosure: str) -> Measure:
    parts = (Part("Total", "attendance_rate"),)
    return Measure("M1", "PED01", "Attendance", "AT", parts, disclosure, "HB")


@pytest.mark.parametrize(
    ("classes", "given"),
    [
        (["none"], "none"),
        (["none", "1 to 5"], "1 to 5"),
        (["internal", "none"], "internal"),
        ([], "internal"),  # no measure shows the indicator, so nobody approved showing it
    ],
)
def test_a_value_gets_the_strictest_class_of_the_measures_that_show_it(
    classes: list[str], given: str, council: Council
) -> None:
    council = replace(council, measures=tuple(_measure(each) for each in classes))
    values = pd.DataFrame({"indicator_id": ["attendance_rate"], "school_urn": [""]})
    assert disclosure_classes(values, council) == [given]


def test_a_schools_own_value_is_internal_whatever_its_measure_says(council: Council) -> None:
    council = replace(council, measures=(_measure("none"),))
    values = pd.DataFrame({"indicator_id": ["attendance_rate"], "school_urn": ["900001"]})
    assert disclosure_classes(values, council) == ["internal"]


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("level", 93.5, "93.500000"),
        ("ceiling", 4, "4.000000"),
        ("level", Fraction(100, 3), "33.333333"),  # a change from a third of last year
        ("change", -2, None),  # from a figure that is not known
        ("benchmark", 0, None),
        ("none", 0, None),
    ],
)
def test_what_figures_are_held_against(kind: str, value: float | Fraction, kept: str | None) -> None:
    assert level_of(Target("M1", "Total", "2025-26", value, kind, "Board", date(2025, 4, 1))) == kept


PLACE = {"indicator_key": [1], "quarter_key": [20251], "school_key": [-1], "breakdown_key": [1]}


def valued(numerator: int | None, denominator: int | None, value: float, said: str = "") -> pd.DataFrame:
    counts = {"numerator": [numerator], "denominator": [denominator]}
    frame = pd.DataFrame({**PLACE, **counts, "value": [value], "said": [said]})
    return frame.astype(dict.fromkeys(counts, "Int64"))


@pytest.mark.parametrize(
    ("now", "before", "status"),
    [
        (valued(36, 1000, 3.6), valued(36, 1000, 3.6), "provisional"),
        (valued(36, 1000, 3.6), valued(72, 2000, 3.6), "revised"),
        (valued(None, None, 3.6), valued(None, None, 3.6), "provisional"),
        (valued(None, None, 3.6), valued(None, None, 3.7), "revised"),
        (valued(36, 1000, 3.6), valued(None, None, 3.6), "revised"),  # its counts became known
        (valued(None, None, 3.6), valued(36, 1000, 3.6).iloc[:0], "provisional"),
        (valued(None, None, 3.6, "final"), valued(36, 1000, 3.6).iloc[:0], "final"),
        (valued(36, 1000, 3.6, "final"), valued(36, 1000, 3.6), "final"),
        (valued(37, 1000, 3.7, "final"), valued(36, 1000, 3.6), "revised"),
    ],
)
def test_a_value_is_revised_where_it_was_issued_otherwise(now: pd.DataFrame, before: pd.DataFrame, status: str) -> None:
    assert data_status(now, before.drop(columns="said")) == [status]


def test_a_value_of_a_quarter_that_was_made_final_is_final_while_it_is_the_same() -> None:
    said, moved, not_issued = valued(36, 1000, 3.6), valued(37, 1000, 3.7), valued(36, 1000, 3.6).iloc[:0]
    for before, finals, status in (
        (said, {20251}, "final"),
        (said, {20244}, "provisional"),
        (moved, {20251}, "revised"),
        (not_issued, {20251}, "provisional"),
    ):
        assert data_status(said, before.drop(columns="said"), finals) == [status]
