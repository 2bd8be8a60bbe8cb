"""Rules of figures that officers return for any indicator: what an indicator may be given, and what it speaks for."""

from collections.abc import Callable

import pandas as pd

from transforms.indicators import INDICATORS
from transforms.indicators.breakdown import TOTAL
from transforms.indicators.indicator import AMOUNTS, FOR_DATES, PERCENTAGES, Indicator, Period
from transforms.periods import counts_from
from transforms.quarters import Quarter
from transforms.rules.makers import approval_rules, given_later_rule
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity

_LAYOUT = "Layout of docs/returns.md: figures that officers return"


def _ids(chosen: Callable[[Indicator], bool]) -> frozenset[str]:
    return frozenset(indicator.id for indicator in INDICATORS if chosen(indicator))


_KNOWN = frozenset(indicator.id for indicator in INDICATORS)
_AMOUNTS = _ids(lambda indicator: indicator.unit in AMOUNTS)
_BOUNDED = _ids(lambda indicator: indicator.unit in PERCENTAGES and not indicator.may_exceed_whole)
_BREAKDOWNS = frozenset((each.id, name) for each in INDICATORS for name in each.breakdowns)


def _of_unknown_indicator(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["indicator_id"].notna() & ~rows["indicator_id"].isin(_KNOWN)


def _of_unknown_item(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for a breakdown that the indicator has not, and where only one of breakdown and item says that it is all."""
    breakdown, item = rows["breakdown"], rows["item"]
    is_whole = breakdown.eq(TOTAL) & item.eq(TOTAL)
    pairs = pd.Series(list(zip(rows["indicator_id"], breakdown, strict=True)), index=rows.index, dtype="object")
    is_part = pairs.isin(_BREAKDOWNS) & item.ne(TOTAL)
    is_said = rows["indicator_id"].isin(_KNOWN) & breakdown.notna() & item.notna()
    return is_said & ~is_whole & ~is_part


def _counts_and_value(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True unless exactly one is given: what was counted, or the value alone."""
    return rows["numerator__given"].eq(rows["value__given"]) | (rows["denominator__given"] & rows["value__given"])


def _without_whole(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for the counts of a rate without what they are divided by, or with nought."""
    is_rate = rows["indicator_id"].isin(_KNOWN - _AMOUNTS)
    return is_rate & rows["numerator"].notna() & ~is_set(rows["denominator"].gt(0))


def _amount_as_rate(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["indicator_id"].isin(_AMOUNTS) & (rows["denominator"].notna() | rows["value"].notna())


def _negative(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set(rows["numerator"].lt(0)) | is_set(rows["denominator"].lt(0)) | is_set(rows["value"].lt(0))


def _above_whole(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_above = is_set(rows["numerator"].gt(rows["denominator"])) | is_set(rows["value"].gt(100))
    return rows["indicator_id"].isin(_BOUNDED) & is_above


def _span_turned(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["covers_to"] < rows["covers_from"]


def _rolling_without_span(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for a figure of twelve months that does not say which."""
    rolling = _ids(lambda indicator: indicator.period is Period.ROLLING_YEAR)
    return rows["indicator_id"].isin(rolling) & (rows["covers_from"].isna() | rows["covers_to"].isna())


def _of_another_span(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the months that a figure covers are not those that its indicator counts up to the quarter's end."""
    quarter = Quarter.containing(context.data_to)
    starts = {
        each.id: pd.Timestamp(counts_from(each.period, quarter)) for each in INDICATORS if each.period not in FOR_DATES
    }
    own = pd.to_datetime(rows["indicator_id"].map(starts))
    starts_else = rows["covers_from"].notna() & _months(rows["covers_from"]).ne(_months(own))
    ends_else = rows["covers_to"].notna() & _months(rows["covers_to"]).ne(quarter.end.year * 12 + quarter.end.month)
    return own.notna() & (starts_else | ends_else)


def _months(days: pd.Series) -> pd.Series:
    return days.dt.year * 12 + days.dt.month


FIGURES_RULES = (
    Rule(
        id="figures-unknown-indicator",
        severity=Severity.HOLD,
        columns=("indicator_id",),
        mask=_of_unknown_indicator,
        message="There is no indicator of this id.",
        fix="Write an id of the list of indicators, docs/reference/indicators.md.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-unknown-item",
        severity=Severity.HOLD,
        columns=("indicator_id", "breakdown", "item"),
        mask=_of_unknown_item,
        message="The indicator is not broken down so.",
        fix="Write Total for both, or a breakdown that the indicator has and its item.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-counts-and-value",
        severity=Severity.HOLD,
        columns=("numerator", "denominator", "value"),
        mask=_counts_and_value,
        message="It gives counts and a value, or neither.",
        fix="Fill in numerator and denominator where both are known; else the value alone.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-rate-without-whole",
        severity=Severity.HOLD,
        columns=("indicator_id", "numerator", "denominator"),
        mask=_without_whole,
        message="The figure is a rate, and its counts lack what they are divided by.",
        fix="Fill in the denominator, or give the value alone.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-amount-as-rate",
        severity=Severity.HOLD,
        columns=("indicator_id", "denominator", "value"),
        mask=_amount_as_rate,
        message="The figure is a count or an amount, and is given as a rate is.",
        fix="Write it as the numerator, and leave denominator and value empty.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-negative",
        severity=Severity.HOLD,
        columns=("numerator", "denominator", "value"),
        mask=_negative,
        message="A figure is below zero.",
        fix="Check it with the officer who gave it.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-above-whole",
        severity=Severity.HOLD,
        columns=("indicator_id", "numerator", "denominator", "value"),
        mask=_above_whole,
        message="The share is more than the whole.",
        fix="Check the counts, or the percentage.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-span-turned",
        severity=Severity.HOLD,
        columns=("covers_from", "covers_to"),
        mask=_span_turned,
        message="The figure's last day lies before its first.",
        fix="Check covers_from and covers_to.",
        source=_LAYOUT,
    ),
    Rule(
        id="figures-span-not-said",
        severity=Severity.FLAG,
        columns=("indicator_id", "covers_from", "covers_to"),
        mask=_rolling_without_span,
        message="The figure is one of twelve months, and does not say which it covers.",
        fix="Fill in covers_from and covers_to: the first and the last day that were counted.",
        source="Own rule: a quarter's count was given for twelve months' before",
    ),
    Rule(
        id="figures-another-span",
        severity=Severity.FLAG,
        columns=("indicator_id", "covers_from", "covers_to"),
        mask=_of_another_span,
        message="The figure covers other months than those that the indicator counts.",
        fix="Ask for the figure of the months that the indicator counts; until then it is compared with none of those.",
        source="Own rule: a quarter's count was given for twelve months' before",
    ),
    given_later_rule("figures"),
    *approval_rules("figures"),
)
