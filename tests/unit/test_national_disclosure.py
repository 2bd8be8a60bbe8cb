"""What national practice hides of each indicator."""

import pytest

from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Unit
from transforms.national_disclosure import INTERNAL, KEPT_INSIDE, NONE, ONE_TO_FIVE, OPEN, national_class


@pytest.mark.parametrize(
    ("indicators", "kind"),
    [
        (["cin_rate"], ONE_TO_FIVE),
        (["cla_number"], ONE_TO_FIVE),
        (["ehc_plans"], NONE),
        (["permanent_exclusions"], NONE),
        (["attendance_rate"], NONE),
        (["independent_placements_forecast"], NONE),
        (["agency_worker_rate"], NONE),
        (["exploitation_cse"], INTERNAL),
        (["ehc_plans", "cla_number"], ONE_TO_FIVE),
        (["cla_number", "exploitation_cce"], INTERNAL),
        (["one that is new"], ONE_TO_FIVE),
    ],
)
def test_a_measure_has_the_strictest_class_of_its_indicators(indicators: list[str], kind: str) -> None:
    assert national_class(indicators) == kind


def test_the_lists_name_indicators_that_there_are_and_each_once() -> None:
    listed = [name for names in (*OPEN.values(), *KEPT_INSIDE.values()) for name in names]
    assert len(listed) == len(set(listed))
    assert set(listed) <= {indicator.id for indicator in INDICATORS}


def test_money_is_open() -> None:
    assert {national_class([each.id]) for each in INDICATORS if each.unit is Unit.POUNDS} == {NONE}
