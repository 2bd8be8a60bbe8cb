"""Rules of lists 10 and 11 of Annex A that their columns alone cannot say."""

import pandas as pd

from transforms.rules.annex_a_shared import LISTS, age_rule, later_dates_rule
from transforms.rules.masks import before, given_without, out_of_order
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity

_TO_ADOPTION = ("entered_care_date", "decided_date", "ordered_date", "matched_date", "placed_date", "adopted_date")
_STAGES = ("enquired_date", "stage_1_start_date", "stage_1_end_date", "stage_2_start_date", "stage_2_end_date")
_TO_PLACEMENT = ("enquired_date", "approved_date", "matched_date", "placed_date", "adopted_date")


def _adopters_out_of_order(rows: pd.DataFrame, context: Context) -> pd.Series:
    return out_of_order(_STAGES)(rows, context) | out_of_order(_TO_PLACEMENT)(rows, context)


def _impossible_number(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where children were placed on no day, or none on a day, or fewer than none."""
    some, none = is_set(rows["children_placed"].gt(0)), is_set(rows["children_placed"].le(0))
    return (some & ~rows["placed_date__given"]) | (none & rows["placed_date"].notna())


LIST_10_RULES = (
    later_dates_rule(10, (*_TO_ADOPTION, "reversed_date", "fostered_first_date")),
    Rule(
        id="list_10-out-of-order",
        severity=Severity.FLAG,
        columns=_TO_ADOPTION,
        mask=out_of_order(_TO_ADOPTION),
        message="The steps to adoption are not in their order: care, decision, order, match, placement, adoption.",
        fix="Check the dates.",
        source=f"{LISTS}, list 10",
    ),
    Rule(
        id="list_10-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "entered_care_date"),
        mask=before("entered_care_date", "date_of_birth"),
        message="The child came into care before birth.",
        fix="Check both dates.",
        source=f"{LISTS}, list 10",
    ),
    Rule(
        id="list_10-adopted-and-reversed",
        severity=Severity.FLAG,
        columns=("adopted_date", "reversed_date"),
        mask=lambda rows, _: rows["adopted_date"].notna() & rows["reversed_date"].notna(),
        message="The child was adopted, and should not be adopted any more.",
        fix="Clear the date that is wrong.",
        source=f"{LISTS}, list 10",
    ),
    Rule(
        id="list_10-reversed-without-reason",
        severity=Severity.FLAG,
        columns=("reversed_date", "reversed_reason"),
        mask=given_without("reversed_date", "reversed_reason"),
        message="The child should not be adopted any more, and nothing says why.",
        fix="Fill in the reason.",
        source=f"{LISTS}, list 10",
    ),
    Rule(
        id="list_10-reason-without-reversal",
        severity=Severity.FLAG,
        columns=("reversed_date", "reversed_reason"),
        mask=lambda rows, _: rows["reversed_reason"].notna() & ~rows["reversed_date__given"],
        message="There is a reason why the child should not be adopted, and no date.",
        fix="Fill in the date of the decision, or clear the reason.",
        source=f"{LISTS}, list 10",
    ),
    age_rule(10),
)

LIST_11_RULES = (
    later_dates_rule(11, (*_STAGES, "applied_date", *_TO_PLACEMENT[1:], "left_date")),
    Rule(
        id="list_11-out-of-order",
        severity=Severity.FLAG,
        columns=(*_STAGES, *_TO_PLACEMENT[1:]),
        mask=_adopters_out_of_order,
        message="The adopter's steps are not in their order: enquiry, stages, approval, match, placement, adoption.",
        fix="Check the dates.",
        source=f"{LISTS}, list 11",
    ),
    Rule(
        id="list_11-impossible-number",
        severity=Severity.FLAG,
        columns=("placed_date", "children_placed"),
        mask=_impossible_number,
        message="The number of children placed does not agree with the date on which they were.",
        fix="Check the number and the date.",
        source=f"{LISTS}, list 11",
    ),
    Rule(
        id="list_11-left-without-reason",
        severity=Severity.FLAG,
        columns=("left_date", "left_reason"),
        mask=given_without("left_date", "left_reason"),
        message="The adopter left the process, and nothing says why.",
        fix="Fill in the reason.",
        source=f"{LISTS}, list 11",
    ),
    Rule(
        id="list_11-reason-without-leaving",
        severity=Severity.FLAG,
        columns=("left_date", "left_reason"),
        mask=lambda rows, _: rows["left_reason"].notna() & ~rows["left_date__given"],
        message="There is a reason why the adopter left the process, and no date.",
        fix="Fill in the date, or clear the reason.",
        source=f"{LISTS}, list 11",
    ),
)
