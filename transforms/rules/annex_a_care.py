"""Rules of lists 8 and 9 of Annex A that their columns alone cannot say."""

import pandas as pd

from transforms.ages import ages_on
from transforms.rules.annex_a_shared import (
    LISTS,
    OWN_LISTS,
    age_rule,
    future_rule,
    later_dates_rule,
    negative_rule,
    on_list,
    open_twice,
    said,
)
from transforms.rules.masks import before, given_without
from transforms.rules.related import beside, is_set
from transforms.rules.rule import Context, Rule, Severity

_ADULT = 18
_FIRST_AGE, _LAST_AGE = 16, 25  # duties to care leavers begin and end
_NOT_YET_ADULT = ("Relevant", "Eligible")
_ELIGIBILITY = "annex_a_eligibility"
_OTHER_DATES = (
    "legal_status_date",
    "last_review_date",
    "last_visit_date",
    "last_officer_visit_date",
    "last_health_date",
    "last_dental_date",
    "ceased_date",
    "placement_date",
)
_LEAVING_CARE = "Children (Leaving Care) Act 2000"


def _in_care_and_status(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a child is in care, and list 6 has the child with another status only."""
    in_need = context.tables["list_6"]
    fits = said(in_need, "case_status", "Looked after child", "annex_a_case_status")
    return ~rows["ceased_date__given"] & on_list(rows, in_need) & ~on_list(rows, in_need[fits])


def _of_another_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a young person's age on the last day is outside that of the category, or of care leavers at all."""
    age = ages_on(rows["date_of_birth"], context.data_to)
    young = pd.Series(False, index=rows.index)
    for category in _NOT_YET_ADULT:
        young |= said(rows, "eligibility", category, _ELIGIBILITY)
    outside = (age < _FIRST_AGE) | (age > _LAST_AGE)
    former = said(rows, "eligibility", "Former relevant", _ELIGIBILITY)
    return is_set(outside | (young & (age >= _ADULT)) | (former & (age < _ADULT)))


def _former_in_care(rows: pd.DataFrame, context: Context) -> pd.Series:
    in_care = context.tables["list_8"]
    still = in_care[~in_care["ceased_date__given"]]
    return said(rows, "eligibility", "Former relevant", _ELIGIBILITY) & on_list(rows, still)


LIST_8_RULES = (
    future_rule(8, "started_date", "The child started to be looked after after the date that the data run to."),
    later_dates_rule(8, _OTHER_DATES),
    Rule(
        id="list_8-ceased-before-start",
        severity=Severity.HOLD,
        columns=("started_date", "ceased_date"),
        mask=before("ceased_date", "started_date"),
        message="The child ceased to be looked after before starting to be.",
        fix="Check both dates.",
        source=f"{LISTS}, list 8",
        waivable=True,
    ),
    Rule(
        id="list_8-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "started_date"),
        mask=before("started_date", "date_of_birth"),
        message="The child started to be looked after before birth.",
        fix="Check both dates.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-placement-before-start",
        severity=Severity.FLAG,
        columns=("started_date", "placement_date"),
        mask=before("placement_date", "started_date"),
        message="The last placement began before the child started to be looked after.",
        fix="Check both dates.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-ceased-without-reason",
        severity=Severity.FLAG,
        columns=("ceased_date", "ceased_reason"),
        mask=given_without("ceased_date", "ceased_reason"),
        message="The child ceased to be looked after, and nothing says why.",
        fix="Fill in the reason.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-reason-without-date",
        severity=Severity.FLAG,
        columns=("ceased_date", "ceased_reason"),
        mask=lambda rows, _: rows["ceased_reason"].notna() & ~rows["ceased_date__given"],
        message="There is a reason why the child ceased to be looked after, and no date.",
        fix="Fill in the date, or clear the reason.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-count-negative",
        severity=Severity.HOLD,
        columns=("missing_episodes", "absent_episodes"),
        mask=lambda rows, _: is_set(rows["missing_episodes"].lt(0)) | is_set(rows["absent_episodes"].lt(0)),
        message="A number of episodes is below zero.",
        fix="Check the numbers of episodes missing and absent.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-in-care-twice",
        severity=Severity.FLAG,
        columns=("child", "started_date", "ceased_date"),
        mask=open_twice("started_date", "ceased_date"),
        message="A child has several periods of care that have not ceased. The one that started last counts.",
        fix="Fill in the date on which the earlier one ceased.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-accepted-without-offer",
        severity=Severity.FLAG,
        columns=("interview_offered", "interview_accepted"),
        mask=lambda rows, _: said(rows, "interview_accepted", "Yes") & ~said(rows, "interview_offered", "Yes"),
        message="The child accepted a return interview that is not said to have been offered.",
        fix="Check both answers.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-missing-without-answer",
        severity=Severity.FLAG,
        columns=("missing_episodes", "interview_offered"),
        mask=lambda rows, _: is_set(rows["missing_episodes"].gt(0)) & rows["interview_offered"].isna(),
        message="The child was missing, and nothing is said of a return interview. It counts as none.",
        fix="Fill in whether an interview was offered.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-offered-without-missing",
        severity=Severity.FLAG,
        columns=("missing_episodes", "interview_offered"),
        mask=lambda rows, _: is_set(rows["missing_episodes"].eq(0)) & said(rows, "interview_offered", "Yes"),
        message="A return interview was offered to a child who was not missing.",
        fix="Check the number of episodes missing and the answer.",
        source=f"{LISTS}, list 8",
    ),
    Rule(
        id="list_8-status-disagrees",
        severity=Severity.FLAG,
        columns=("child", "ceased_date"),
        mask=beside("list_6", _in_care_and_status),
        message="The child is in care, and list 6 gives the child another case status.",
        fix="Check the case status in list 6, and the date on which the child ceased to be looked after.",
        source=OWN_LISTS,
    ),
    negative_rule(8, "placements"),
    age_rule(8),
)

LIST_9_RULES = (
    later_dates_rule(9, ("plan_reviewed_date", "last_contact_date")),
    Rule(
        id="list_9-age-and-category",
        severity=Severity.FLAG,
        columns=("date_of_birth", "eligibility"),
        mask=_of_another_age,
        message="The age is not one of the category: relevant and eligible at 16 and 17, former relevant at 18 to 25.",
        fix="Check the date of birth and the category.",
        source=_LEAVING_CARE,
    ),
    Rule(
        id="list_9-in-touch-without-answer",
        severity=Severity.FLAG,
        columns=("in_touch", "accommodation_kind", "activity"),
        mask=lambda rows, _: (
            said(rows, "in_touch", "YES", "in_touch") & (rows["accommodation_kind"].isna() | rows["activity"].isna())
        ),
        message="The council is in touch, and accommodation or activity is not filled in.",
        fix="Fill in where the young person lives, and what the young person does.",
        source=f"{LISTS}, list 9",
    ),
    Rule(
        id="list_9-suitability-of-nothing",
        severity=Severity.FLAG,
        columns=("accommodation_kind", "suitable"),
        mask=given_without("suitable", "accommodation_kind"),
        message="Accommodation is said to be suitable or not, and its type is not filled in.",
        fix="Fill in the type of accommodation.",
        source=f"{LISTS}, list 9",
    ),
    Rule(
        id="list_9-former-in-care",
        severity=Severity.FLAG,
        columns=("child", "eligibility"),
        mask=beside("list_8", _former_in_care),
        message="A former relevant young person is still in care on list 8.",
        fix="Check the category, and the date on which the young person ceased to be looked after.",
        source=OWN_LISTS,
    ),
    age_rule(9),
)
