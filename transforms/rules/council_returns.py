"""Rules of the council's own returns that their columns alone cannot say."""

import pandas as pd

from transforms import codelists
from transforms.rules.makers import approval_rules, given_later_rule
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity

_LAYOUT = "Council's agreed layout of its own returns"
_SHARE = "share"
_MAY_EXCEED = ("funded_two_year_olds", "funded_three_four_year_olds")  # places go to children of other areas as well


def _of_shares(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["return_id"].isin(codelists.group_on("council_return", _SHARE, context.data_to))


def _without_whole(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a share of nothing: what there is in all is not given, or nought."""
    return _of_shares(rows, context) & ~is_set(rows["out_of"].gt(0)) & ~(rows["out_of__given"] & rows["out_of"].isna())


def _above_whole(rows: pd.DataFrame, context: Context) -> pd.Series:
    is_bounded = _of_shares(rows, context) & ~rows["return_id"].isin(_MAY_EXCEED)
    return is_bounded & is_set(rows["amount"].gt(rows["out_of"]))


RETURNS_RULES = (
    Rule(
        id="returns-amount-negative",
        severity=Severity.HOLD,
        columns=("amount",),
        mask=lambda rows, _: is_set(rows["amount"].lt(0)),
        message="The amount is below zero.",
        fix="Check the amount with the officer who gave it.",
        source=_LAYOUT,
    ),
    Rule(
        id="returns-share-without-whole",
        severity=Severity.HOLD,
        columns=("return_id", "out_of"),
        mask=_without_whole,
        message="The figure is a share, and what it is a share of is not given.",
        fix="Fill in out_of: how many there are in all.",
        source=_LAYOUT,
    ),
    Rule(
        id="returns-above-whole",
        severity=Severity.FLAG,
        columns=("return_id", "amount", "out_of"),
        mask=_above_whole,
        message="The share is more than the whole.",
        fix="Check amount and out_of.",
        source=_LAYOUT,
    ),
    given_later_rule("returns"),
    Rule(
        id="returns-given-before",
        severity=Severity.FLAG,
        columns=("given_on",),
        mask=lambda rows, context: rows["given_on"] < pd.Timestamp(context.covers_from),
        message="The figure was given before the month that the return speaks for: it may be an earlier one.",
        fix="Ask the officer for the figure as it is now.",
        source="Own rule: an old figure would be shown as current",
    ),
    *approval_rules("returns"),
)
