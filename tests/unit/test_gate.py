"""The gate before publishing: each check finds its forgery, Great Expectations agrees, and one failure stops all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from expectations.runner import validate
from expectations.values import gate_checks, suite_for_values
from flows.steps.gate import gate
from tests.staged import at_school, looked_after
from transforms.compute import compute
from transforms.coverage import SliceState
from transforms.errors import CypError, DataRejected
from transforms.indicators import INDICATORS
from transforms.people import MATCHES, MatchRate
from transforms.quarters import Quarter
from transforms.series import DIFFERENCE, RETURNED_VALUE, as_counted

STAGED = at_school("pupil | code | sessions\nAnn | / | 9\nAnn | I | 1")
SLICE = SliceState(
    "ssda903", "case-system", "Case system", "2025-26", date(2025, 4, 1), date(2025, 6, 30), "loaded",
    rows_received=10, rows_loaded=7, rows_held=2, rows_duplicate=1,
)  # fmt: skip


@pytest.fixture
def values() -> pd.DataFrame:
    """True values of a quarter: rates, and counts with their parts."""
    staged = looked_after("child | sex\nAnn | F\nBob | M", population={2024: 30_000})
    care = {name: staged.rows(name) for name in ("core.cla_child", "core.cla_episode")}
    whole = replace(STAGED, tables={**STAGED.tables, **care}, population=staged.population)
    return as_counted(compute(whole, INDICATORS, [Quarter(2025, 1)]))


def place(values: pd.DataFrame, indicator: str, item: str = "Total") -> int:
    """The row of the whole council's figure."""
    is_it = values["indicator_id"].eq(indicator) & values["school_urn"].eq("") & values["item"].eq(item)
    return int(values.index[is_it][0])


def forged(values: pd.DataFrame, indicator: str, column: str, value: int | None, item: str = "Total") -> pd.DataFrame:
    changed = values.copy()
    changed.loc[place(values, indicator, item), column] = value
    return changed


def returned(values: pd.DataFrame, indicator: str, value: float) -> pd.DataFrame:
    """A value without counts in the place of counted ones."""
    changed = values.copy()
    names = ["numerator", "denominator", "value", "basis"]
    changed.loc[place(values, indicator), names] = [pd.NA, pd.NA, value, RETURNED_VALUE]
    return changed


def difference(values: pd.DataFrame, value: float) -> pd.DataFrame:
    """A value made of two others in the place of counted ones."""
    return returned(values, "cla_rate", value).assign(
        basis=lambda changed: changed["basis"].mask(changed["value"].notna(), DIFFERENCE)
    )


def twice(values: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([values, values.loc[[place(values, "cla_rate")]]], ignore_index=True)


Forge = Callable[[pd.DataFrame], pd.DataFrame]
FORGERIES: dict[str, tuple[Forge, dict[str, int]]] = {
    "value-key-repeated": (twice, {"value-key-repeated": 2}),
    "numerator-missing": (
        lambda values: forged(values, "cla_independent_fostering", "numerator", None),
        {"numerator-missing": 1},
    ),
    "numerator-negative": (
        lambda values: forged(values, "cla_residential", "numerator", -1),
        {"numerator-negative": 1},
    ),
    "denominator-negative": (
        lambda values: forged(values, "cla_rate", "denominator", -30_000),
        {"denominator-negative": 1},
    ),
    "above-whole": (lambda values: forged(values, "attendance_rate", "numerator", 11), {"above-whole": 1}),
    "count-divided": (lambda values: forged(values, "cla_residential", "denominator", 2), {"count-divided": 1}),
    "value-and-counts": (
        lambda values: forged(values, "persistent_absence_rate", "value", 9),
        {"value-and-counts": 1},
    ),
    "value-impossible": (
        lambda values: returned(values, "severe_absence_rate", 100.1),
        {"value-impossible": 1},
    ),
    "parts-not-whole": (
        lambda values: forged(values, "cla_number", "numerator", 3, item="Female"),
        {"parts-not-whole": 3},  # each part of the breakdown by sex
    ),
}


def failed(values: pd.DataFrame) -> dict[str, int]:
    return {check.id: check.failed for check in gate_checks(values) if check.failed}


def test_true_values_pass(values: pd.DataFrame) -> None:
    checks = gate(values, [SLICE])
    assert {check.failed for check in checks} == {0}
    assert {check.id for check in checks} == {*FORGERIES, "control-totals"}


@pytest.mark.parametrize("name", FORGERIES)
def test_each_check_finds_its_forgery_alone(values: pd.DataFrame, name: str) -> None:
    forge, expected = FORGERIES[name]
    assert failed(forge(values)) == expected


@pytest.mark.parametrize(("value", "is_wrong"), [(-12.5, False), (100, False), (-100.5, True)])
def test_a_difference_may_lie_on_either_side_of_nought(values: pd.DataFrame, value: float, is_wrong: bool) -> None:
    assert failed(difference(values, value)) == ({"value-impossible": 1} if is_wrong else {})


def test_great_expectations_finds_the_same(values: pd.DataFrame) -> None:
    for forge, _ in FORGERIES.values():
        values = forge(values)
    checks = gate_checks(values)
    verdict = validate(suite_for_values(values, checks))
    assert set(verdict.failed) == {check.id for check in checks if check.failed} == set(FORGERIES)


def test_great_expectations_that_counts_otherwise_is_a_fault_of_ours(values: pd.DataFrame) -> None:
    checks = [replace(check, failed=check.failed + 1) for check in gate_checks(values)]
    with pytest.raises(CypError, match="fault of ours"):
        validate(suite_for_values(values, checks))


def test_a_wrong_value_stops_the_publication(values: pd.DataFrame) -> None:
    with pytest.raises(DataRejected) as stopped:
        gate(forged(values, "attendance_rate", "numerator", 11), [SLICE])
    assert "A numerator is above its denominator (1 values)" in str(stopped.value)


def test_rows_that_got_lost_stop_the_publication(values: pd.DataFrame) -> None:
    with pytest.raises(DataRejected, match="Rows received are not loaded, held or duplicates"):
        gate(values, [SLICE, replace(SLICE, rows_loaded=6)])


@pytest.mark.parametrize(
    ("found", "own", "is_stopped"),
    [
        (5, {}, False),
        (4, {}, True),
        (4, {MATCHES[0].id: 0.4}, False),
        (3, {MATCHES[0].id: 0.4}, True),
        (0, {MATCHES[0].id: 0.0}, False),
    ],
)
def test_files_of_other_people_stop_the_publication(
    values: pd.DataFrame, found: int, own: dict[str, float], is_stopped: bool
) -> None:
    rate = MatchRate(MATCHES[0], found, 10)
    if not is_stopped:
        assert {check.failed for check in gate(values, [SLICE], [rate], tuple(own.items()))} == {0}
        return
    with pytest.raises(DataRejected) as stopped:
        gate(values, [SLICE], [rate], tuple(own.items()))
    assert f"{found} of 10 people were found" in stopped.value.message
    assert f"({10 - found} people missed)" in stopped.value.message
    assert '"people-of-ssda903-in-cin" lower under [matching]' in stopped.value.fix


def test_control_totals_are_of_what_was_loaded(values: pd.DataFrame) -> None:
    checks = gate(values, [replace(SLICE, state="rejected", rows_loaded=0)])
    assert {check.failed for check in checks} == {0}


def test_parts_without_a_total_do_not_pass(values: pd.DataFrame) -> None:
    without_total = values.drop(index=place(values, "cla_entries"))
    assert "parts-not-whole" in failed(without_total)


def test_no_values_pass() -> None:
    assert {check.failed for check in gate(compute(looked_after("child"), INDICATORS, []), [])} == {0}
