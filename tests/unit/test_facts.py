"""Which disclosure class a published value gets."""

from dataclasses import replace

import pandas as pd
import pytest

from flows.council import read_council
from flows.settings import get_settings
from flows.warehouse.facts import disclosure_classes
from transforms.council_types import Council, Measure, Part


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
