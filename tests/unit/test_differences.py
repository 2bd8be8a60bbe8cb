"""Figures that are one indicator's less another's."""

import pandas as pd
import pytest

from transforms.compute import VALUE_COLUMNS
from transforms.differences import with_differences
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.series import COUNTED, DIFFERENCE, FIGURE_COLUMNS, RETURNED_VALUE, as_counted

GAP, OTHERS, IN_CARE = "attainment_gap", "other_attainment_standard_rate", "cla_attainment_standard_rate"
Counts = tuple[str, str, str, int, int | None]


def figures(*rows: Counts) -> pd.DataFrame:
    """Counts of the second quarter, in which results are told: indicator, school, item, and the two counts."""
    drawn = [
        (indicator, "2025-26-Q2", urn, "Total" if item == "Total" else "subject", item, numerator, denominator)
        for indicator, urn, item, numerator, denominator in rows
    ]
    frame = pd.DataFrame(drawn, columns=list(VALUE_COLUMNS))
    return as_counted(frame.astype({"numerator": "Int64", "denominator": "Int64"}))


def made(values: pd.DataFrame, indicator: str = GAP) -> dict[tuple[str, str], float]:
    found = with_differences(values, INDICATORS)
    assert tuple(found.columns) == FIGURE_COLUMNS
    own = found[found["indicator_id"].eq(indicator)]
    assert own["numerator"].isna().all()
    assert set(own["basis"]) <= {DIFFERENCE}
    return dict(zip(zip(own["school_urn"], own["item"], strict=True), own["value"], strict=True))


def test_a_gap_is_one_rate_less_another_at_each_place_that_both_have() -> None:
    values = figures(
        (OTHERS, "", "Total", 60, 80), (IN_CARE, "", "Total", 7, 20),
        (OTHERS, "", "KS2: Reading", 30, 40), (IN_CARE, "", "KS2: Reading", 4, 5),
        (OTHERS, "", "KS2: Writing", 30, 40), (IN_CARE, "", "KS2: Writing", 0, 0),
        (OTHERS, "", "KS2: Science", 30, 40),
    )  # fmt: skip
    assert made(values) == {("", "Total"): 40.0, ("", "KS2: Reading"): -5.0}


def test_without_one_of_the_two_there_is_none_and_what_an_officer_returned_stands() -> None:
    alone = figures((OTHERS, "", "Total", 60, 80))
    assert made(alone) == {}
    none = pd.array([pd.NA], dtype="Int64")
    returned = figures((GAP, "", "Total", 0, None)).assign(numerator=none, value=12.5, basis=RETURNED_VALUE)
    given = pd.concat([alone, returned], ignore_index=True)
    assert with_differences(given, INDICATORS)["basis"].tolist() == [COUNTED, RETURNED_VALUE]
    both = pd.concat([given, figures((IN_CARE, "", "Total", 7, 20))], ignore_index=True)
    assert made(both) == {("", "Total"): 40.0}


def test_at_a_school_too() -> None:
    aims = figures(("school_targets_beside_care_rate", "900001", "Total", 130, 200),
                   ("care_targets_at_standard_rate", "900001", "Total", 1, 2))  # fmt: skip
    later = aims.assign(quarter="2025-26-Q1")
    assert made(later, "care_targets_ambition_gap") == {("900001", "Total"): 15.0}


@pytest.mark.parametrize("indicator", [each for each in INDICATORS if each.less], ids=lambda each: each.id)
def test_a_difference_is_of_two_rates_alike_and_needs_what_they_need(indicator: object) -> None:
    gap = indicator_by_id(getattr(indicator, "id"))  # noqa: B009 - parametrised by the entry
    first, second = (indicator_by_id(each) for each in gap.less or ())
    for name in ("unit", "period", "quarters", "breakdowns", "decimals"):
        assert getattr(first, name) == getattr(second, name), name
    for name in ("period", "quarters", "breakdowns"):
        assert getattr(gap, name) == getattr(first, name), name
    assert set(gap.needs) == {*first.needs, *second.needs}
