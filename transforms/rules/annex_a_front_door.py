"""Rules of lists 1 to 5 of Annex A that their columns alone cannot say."""

import pandas as pd

from transforms.rules.annex_a_shared import (
    LISTS,
    OWN_LISTS,
    age_rule,
    future_rule,
    later_dates_rule,
    negative_rule,
    on_list,
    said,
)
from transforms.rules.masks import before
from transforms.rules.rule import Context, Rule, Severity


def _plan_without_list_7(rows: pd.DataFrame, context: Context) -> pd.Series:
    if "list_7" not in context.later:
        return pd.Series(False, index=rows.index)
    return rows["child"].notna() & said(rows, "led_to_plan", "Yes") & ~on_list(rows, context.later["list_7"])


LIST_1_RULES = (
    future_rule(1, "contact_date", "The contact lies after the date that the data run to."),
    age_rule(1),
)

LIST_2_RULES = (
    future_rule(2, "start_date", "The assessment begins after the date that the data run to."),
    Rule(
        id="list_2-completed-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "completed_date"),
        mask=before("completed_date", "start_date"),
        message="The assessment was completed before it began.",
        fix="Check both dates.",
        source=f"{LISTS}, list 2",
        waivable=True,
    ),
    later_dates_rule(2, ("completed_date",)),
    age_rule(2),
)

LIST_3_RULES = (
    future_rule(3, "referral_date", "The referral lies after the date that the data run to."),
    negative_rule(3, "referrals"),
    age_rule(3),
)

LIST_4_RULES = (
    future_rule(4, "start_date", "The assessment begins after the date that the data run to."),
    Rule(
        id="list_4-authorised-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "authorised_date"),
        mask=before("authorised_date", "start_date"),
        message="The assessment was authorised before it began.",
        fix="Check both dates.",
        source=f"{LISTS}, list 4",
        waivable=True,
    ),
    later_dates_rule(4, ("authorised_date",)),
    age_rule(4),
)

LIST_5_RULES = (
    future_rule(5, "start_date", "The enquiry begins after the date that the data run to."),
    later_dates_rule(5, ("conference_date",)),
    Rule(
        id="list_5-conference-before-start",
        severity=Severity.FLAG,
        columns=("start_date", "conference_date"),
        mask=before("conference_date", "start_date"),
        message="The initial conference was held before the strategy discussion that it follows.",
        fix="Check both dates.",
        source=f"{LISTS}, list 5",
    ),
    Rule(
        id="list_5-unnecessary-and-held",
        severity=Severity.FLAG,
        columns=("conference_unnecessary", "conference_date"),
        mask=lambda rows, _: said(rows, "conference_unnecessary", "Yes") & rows["conference_date"].notna(),
        message="An initial conference that is said to be unnecessary has a date.",
        fix="Check the answer and the date.",
        source=f"{LISTS}, list 5",
    ),
    Rule(
        id="list_5-plan-without-conference",
        severity=Severity.FLAG,
        columns=("conference_date", "led_to_plan"),
        mask=lambda rows, _: said(rows, "led_to_plan", "Yes") & ~rows["conference_date__given"],
        message="A conference that has no date is said to have led to a child protection plan.",
        fix="Fill in the date of the conference.",
        source=f"{LISTS}, list 5",
    ),
    Rule(
        id="list_5-plan-not-on-list-7",
        severity=Severity.FLAG,
        columns=("child", "led_to_plan"),
        mask=_plan_without_list_7,
        message="The conference led to a child protection plan, and list 7 does not have the child.",
        fix="Check the answer, or add the child's plan to list 7.",
        source=OWN_LISTS,
    ),
    negative_rule(5, "enquiries"),
    negative_rule(5, "conferences"),
    age_rule(5),
)
