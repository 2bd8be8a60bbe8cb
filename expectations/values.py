"""What values must be before they are published: whole, plausible, and adding up."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from expectations.suite import Expected, Suite
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import AMOUNTS, PERCENTAGES
from transforms.rules.rule import Check, Rule, Severity
from transforms.series import COUNTED, DIFFERENCE, as_counted

_KEY = ["indicator_id", "quarter", "school_urn", "breakdown", "item"]


@dataclass(frozen=True)
class GateCheck:
    """A check on what is to be published: how many fail, in words, and the mask where it is about single values.

    ``counted`` says what fails, ``fix`` what to do, where that is not the same for all checks.
    """

    id: str
    failed: int
    message: str
    mask: pd.Series | None
    stops: bool = True
    counted: str = "values"
    fix: str = ""


def gate_checks(values: pd.DataFrame) -> tuple[GateCheck, ...]:
    """Every check on figures (``transforms.series.FIGURE_COLUMNS``), or on counts alone."""
    values = as_counted(values)
    counts = {indicator.id for indicator in INDICATORS if indicator.unit in AMOUNTS}
    shares = {each.id for each in INDICATORS if each.unit in PERCENTAGES and not each.may_exceed_whole}
    numerator, denominator, value = values["numerator"], values["denominator"], values["value"]
    is_share = values["indicator_id"].isin(shares)
    masks = (
        ("value-key-repeated", "Two values have the same place", values.duplicated(_KEY, keep=False)),
        ("numerator-missing", "A value has no numerator, and was not returned", numerator.isna() & value.isna()),
        ("value-and-counts", "A value was returned beside its counts", numerator.notna() & value.notna()),
        ("numerator-negative", "A numerator is below nought", numerator < 0),
        ("denominator-negative", "A denominator is below nought", denominator < 0),
        ("above-whole", "A numerator is above its denominator", is_share & (numerator > denominator)),
        ("value-impossible", "A returned value is below nought, or above 100%", _impossible(values, is_share)),
        ("count-divided", "A count has a denominator", values["indicator_id"].isin(counts) & denominator.notna()),
        ("parts-not-whole", "The parts of a count do not add up to its total", _parts_not_whole(values, counts)),
    )
    return tuple(_check(name, message, mask) for name, message, mask in masks)


def _impossible(values: pd.DataFrame, is_share: pd.Series) -> pd.Series:
    """True for a value that cannot be; a difference of two shares may lie on either side of nought."""
    value, is_difference = values["value"], values["basis"].eq(DIFFERENCE)
    return (value < 0) & ~is_difference | is_share & (value > 100) | is_difference & (value.abs() > 100)


def suite_for_values(values: pd.DataFrame, checks: Sequence[GateCheck]) -> Suite:
    """The suite that Great Expectations reads of the same values."""
    masks = {check.id: check.mask for check in checks if check.mask is not None}
    expected = tuple(
        Expected(_as_rule(check), Check.MASK, (check.id,), check.failed) for check in checks if check.mask is not None
    )
    return Suite("values", pd.DataFrame(index=values.index), pd.DataFrame(masks, index=values.index), expected)


def _check(name: str, message: str, mask: pd.Series) -> GateCheck:
    whole = mask.fillna(False).astype(bool)
    return GateCheck(name, int(whole.sum()), message, whole)


def _parts_not_whole(values: pd.DataFrame, counts: set[str]) -> pd.Series:
    """True for the parts of a breakdown of a count that sum to another number than its total, or have none.

    Officers may return some parts and not others.
    """
    rows = values[values["indicator_id"].isin(counts) & values["basis"].eq(COUNTED)]
    place = ["indicator_id", "quarter", "school_urn"]
    totals = rows[rows["breakdown"] == "Total"].set_index(place)["numerator"]
    parts = rows[rows["breakdown"] != "Total"]
    if parts.empty or not totals.index.is_unique:
        return pd.Series(False, index=values.index)
    sums = parts.groupby([*place, "breakdown"])["numerator"].transform("sum")
    whole = totals.reindex(pd.MultiIndex.from_frame(parts[place])).to_numpy()
    return (sums != whole).fillna(True).reindex(values.index, fill_value=False)


def _as_rule(check: GateCheck) -> Rule:
    return Rule(
        id=check.id,
        severity=Severity.STOP,
        columns=(),
        mask=lambda rows, _: rows[check.id],
        message=check.message,
        fix="",
        source="Own rule: what a publication promises",
    )
