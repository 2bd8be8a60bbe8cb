"""Rules of the children in need census about what follows a referral: assessments, enquiries and plans.

Numbers are those of the census's published validation rules, as in ``transforms.rules.cin``.
"""

import pandas as pd

from transforms.rules.makers import OWN_FUTURE
from transforms.rules.masks import after_data_to, any_after_data_to, before, out_of_use
from transforms.rules.related import beside, is_set, looked_up, overlapping
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.working_days import first_day, working_days_between

GUIDE = "Children in need census, guide to submitting data"
_NO_FACTORS = "21"
_ASSESSMENT_WORKING_DAYS, _CONFERENCE_WORKING_DAYS = 45, 15


def before_referral(name: str) -> Mask:
    """Mask of what happened before the referral of its case."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        return rows[name] < looked_up(rows["referral_number"], context, "referrals", "referral_date")

    return beside("referrals", mask)


def _after_nfa(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for what follows a referral that is said to have led to no further action."""
    return is_set(looked_up(rows["referral_number"], context, "referrals", "is_nfa"))


def _overdue(start: str, is_open: Mask, working_days: int) -> Mask:
    """Mask of what is still open more than so many working days after its start."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        # What began before the table of bank holidays begins is long overdue by any count.
        known_from = pd.Timestamp(first_day())
        starts = rows[start].mask(rows[start] < known_from, known_from)
        until = pd.Series(pd.Timestamp(context.data_to), index=rows.index)
        return is_open(rows, context) & is_set(working_days_between(starts, until) > working_days)

    return mask


def _is_unauthorised(rows: pd.DataFrame, _: Context) -> pd.Series:
    return ~rows["authorised_date__given"]


def _awaits_conference(rows: pd.DataFrame, _: Context) -> pd.Series:
    return ~rows["conference_date__given"] & rows["conference_not_required"].eq(False).fillna(False).astype(bool)


def _of_open_assessment(rows: pd.DataFrame, context: Context) -> pd.Series:
    is_known = rows["assessment_number"].isin(context.tables["assessments"]["assessment_number"])
    return is_known & looked_up(rows["assessment_number"], context, "assessments", "authorised_date").isna()


def _no_factors_and_another(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for factor 21 where the same assessment found another as well."""
    is_none = rows["factor"].eq(_NO_FACTORS).fillna(False).astype(bool)
    return is_none & rows["assessment_number"].isin(rows.loc[~is_none & rows["factor"].notna(), "assessment_number"])


def _conference_twice(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["conference_date"].eq(looked_up(rows["referral_number"], context, "referrals", "conference_date"))


def _beside_need_plan(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a child protection plan that shares a day with a child in need plan of the same case."""
    need_plans = context.tables["cin_plans"][["referral_number", "start_date", "end_date"]]
    placed = rows[["referral_number", "plan_start", "plan_end"]].assign(place=range(len(rows)))
    pairs = placed.dropna(subset=["referral_number"]).merge(need_plans, on="referral_number")
    starts_before_end = (pairs["plan_start"] < pairs["end_date"]) | pairs["end_date"].isna()
    ends_after_start = (pairs["plan_end"] > pairs["start_date"]) | pairs["plan_end"].isna()
    together = pairs.loc[starts_before_end & ends_after_start, "place"]
    return pd.Series(pd.RangeIndex(len(rows)).isin(together), index=rows.index)


def _review_by_the_start(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["review_date"] <= looked_up(rows["plan_number"], context, "protection_plans", "plan_start")


def case_unknown(table: str) -> Rule:
    """The rule that a record of a table belongs to a referral that is kept."""
    return Rule(
        id=f"{table}-referral-unknown",
        severity=Severity.HOLD,
        columns=("referral_number",),
        mask=lambda rows, context: not_in_table(rows["referral_number"], context, "referrals"),
        message="The referral that this belongs to is held, or is not in the file.",
        fix="Put the referral right.",
        source=f"{GUIDE}, each module belongs to a referral",
    )


def follows_nfa(table: str, what: str, source: str) -> Rule:
    """The rule that a referral with no further action is followed by nothing."""
    return Rule(
        id=f"{table}-after-no-further-action",
        severity=Severity.FLAG,
        columns=("referral_number",),
        mask=beside("referrals", _after_nfa),
        message=f"{what} follows a referral that is marked as one with no further action.",
        fix="Check ReferralNFA, or whether the record belongs to another referral.",
        source=source,
    )


ASSESSMENTS_RULES = (
    case_unknown("assessments"),
    follows_nfa("assessments", "An assessment", f"{GUIDE}, rule 8831"),
    Rule(
        id="assessments-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date", "authorised_date"),
        mask=any_after_data_to(("start_date", "authorised_date")),
        message="The assessment began or was authorised after the date that the data run to.",
        fix="Check both dates, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="assessments-authorised-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "authorised_date"),
        mask=before("authorised_date", "start_date"),
        message="The assessment was authorised before it began.",
        fix="Check both dates.",
        source=f"{GUIDE}, rule 8608",
        waivable=True,
    ),
    Rule(
        id="assessments-before-referral",
        severity=Severity.FLAG,
        columns=("referral_number", "start_date"),
        mask=before_referral("start_date"),
        message="The assessment began before the referral.",
        fix="Check AssessmentActualStartDate and CINreferralDate.",
        source=f"{GUIDE}, rule 1103",
    ),
    Rule(
        id="assessments-overdue",
        severity=Severity.FLAG,
        columns=("start_date", "authorised_date"),
        mask=_overdue("start_date", _is_unauthorised, _ASSESSMENT_WORKING_DAYS),
        message="The assessment began more than 45 working days ago and is not authorised.",
        fix="Fill in AssessmentAuthorisationDate if the assessment is done.",
        source=f"{GUIDE}, rule 8670Q",
    ),
    Rule(
        id="assessments-overlap",
        severity=Severity.FLAG,
        columns=("referral_number", "start_date", "authorised_date"),
        mask=overlapping("referral_number", "start_date", "authorised_date"),
        message="The assessment began while an earlier one of the same case went on.",
        fix="Authorise the earlier one, or join them.",
        source=f"{GUIDE}, rule 8863",
    ),
)

ASSESSMENT_FACTORS_RULES = (
    Rule(
        id="assessment_factors-assessment-unknown",
        severity=Severity.HOLD,
        columns=("assessment_number",),
        mask=lambda rows, context: not_in_table(rows["assessment_number"], context, "assessments"),
        message="The assessment that found the factor is held, or is not in the file.",
        fix="Put the assessment right.",
        source=f"{GUIDE}, factors belong to an assessment",
    ),
    Rule(
        id="assessment_factors-of-open-assessment",
        severity=Severity.FLAG,
        columns=("assessment_number",),
        mask=beside("assessments", _of_open_assessment),
        message="A factor is recorded for an assessment that is not authorised.",
        fix="Fill in AssessmentAuthorisationDate, or leave the factors out until then.",
        source=f"{GUIDE}, rule 8614",
    ),
    Rule(
        id="assessment_factors-none-and-another",
        severity=Severity.FLAG,
        columns=("assessment_number", "factor"),
        mask=_no_factors_and_another,
        message="The assessment found no factors (21), and others as well.",
        fix="Take out 21, or the others.",
        source=f"{GUIDE}, rule 8869",
    ),
    Rule(
        id="assessment_factors-retired-code",
        severity=Severity.FLAG,
        columns=("factor",),
        mask=out_of_use(("factor",), "assessment_factor"),
        message="AssessmentFactors uses a code of another census year (18A and 19A were withdrawn).",
        fix="Use the code list of the census year: 18B or 18C, 19B or 19C.",
        source=f"{GUIDE}, rule 8897",
    ),
)

CIN_PLANS_RULES = (
    case_unknown("cin_plans"),
    follows_nfa("cin_plans", "A child in need plan", f"{GUIDE}, rule 4000"),
    Rule(
        id="cin_plans-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The plan begins after the date that the data run to.",
        fix="Check CINPlanStartDate, or the date that the delivery is filed under.",
        source=f"{GUIDE}, rule 4010",
    ),
    Rule(
        id="cin_plans-end-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "end_date"),
        mask=before("end_date", "start_date"),
        message="The plan ended before it began.",
        fix="Check both dates.",
        source=f"{GUIDE}, rule 4011",
        waivable=True,
    ),
    Rule(
        id="cin_plans-before-referral",
        severity=Severity.FLAG,
        columns=("referral_number", "start_date"),
        mask=before_referral("start_date"),
        message="The plan began before the referral.",
        fix="Check CINPlanStartDate and CINreferralDate.",
        source=f"{GUIDE}, rule 4015",
    ),
    Rule(
        id="cin_plans-overlap",
        severity=Severity.FLAG,
        columns=("referral_number", "start_date", "end_date"),
        mask=overlapping("referral_number", "start_date", "end_date"),
        message="The plan began while an earlier one of the same case went on.",
        fix="End the earlier one on the day that this one begins.",
        source=f"{GUIDE}, rule 4014",
    ),
)

SECTION47_RULES = (
    case_unknown("section47"),
    follows_nfa("section47", "An enquiry under section 47", f"{GUIDE}, rule 8831"),
    Rule(
        id="section47-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date", "conference_date"),
        mask=any_after_data_to(("start_date", "conference_date")),
        message="The enquiry began, or its conference was held, after the date that the data run to.",
        fix="Check both dates, or the date that the delivery is filed under.",
        source=f"{GUIDE}, rule 8715",
    ),
    Rule(
        id="section47-conference-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "conference_date"),
        mask=before("conference_date", "start_date"),
        message="The conference was held before the enquiry began.",
        fix="Check both dates.",
        source=f"{GUIDE}, rule 8615",
        waivable=True,
    ),
    Rule(
        id="section47-before-referral",
        severity=Severity.FLAG,
        columns=("referral_number", "start_date"),
        mask=before_referral("start_date"),
        message="The enquiry began before the referral.",
        fix="Check S47ActualStartDate and CINreferralDate.",
        source=f"{GUIDE}, rule 2889",
    ),
    Rule(
        id="section47-conference-overdue",
        severity=Severity.FLAG,
        columns=("start_date", "conference_date", "conference_not_required"),
        mask=_overdue("start_date", _awaits_conference, _CONFERENCE_WORKING_DAYS),
        message="The enquiry began more than 15 working days ago; no conference was held, nor said to be unneeded.",
        fix="Fill in DateOfInitialCPC, or ICPCnotRequired.",
        source=f"{GUIDE}, rule 8675Q",
    ),
    Rule(
        id="section47-conference-at-weekend",
        severity=Severity.FLAG,
        columns=("conference_date",),
        mask=lambda rows, _: rows["conference_date"].dt.day_of_week >= 5,
        message="The conference was held on a Saturday or Sunday.",
        fix="Check DateOfInitialCPC.",
        source=f"{GUIDE}, rule 8875",
    ),
    Rule(
        id="section47-conference-twice",
        severity=Severity.FLAG,
        columns=("referral_number", "conference_date"),
        mask=beside("referrals", _conference_twice),
        message="The conference is recorded with the enquiry and with the referral as well.",
        fix="Leave DateOfInitialCPC out of CINdetails: it is for conferences without an enquiry.",
        source=f"{GUIDE}, rule 2884",
    ),
)

PROTECTION_PLANS_RULES = (
    case_unknown("protection_plans"),
    follows_nfa("protection_plans", "A child protection plan", f"{GUIDE}, rule 8832"),
    Rule(
        id="protection_plans-after-data-to",
        severity=Severity.HOLD,
        columns=("plan_start",),
        mask=after_data_to("plan_start"),
        message="The plan begins after the date that the data run to.",
        fix="Check CPPstartDate, or the date that the delivery is filed under.",
        source=f"{GUIDE}, rule 8720",
    ),
    Rule(
        id="protection_plans-end-before-start",
        severity=Severity.HOLD,
        columns=("plan_start", "plan_end"),
        mask=before("plan_end", "plan_start"),
        message="The plan ended before it began.",
        fix="Check both dates.",
        source=f"{GUIDE}, rule 8925",
        waivable=True,
    ),
    Rule(
        id="protection_plans-same-day",
        severity=Severity.HOLD,
        columns=("plan_start", "plan_end"),
        mask=lambda rows, _: rows["plan_start"].eq(rows["plan_end"]),
        message="The plan began and ended on one day, which is no plan.",
        fix="Take it out if it was recorded by mistake, or put its dates right.",
        source=f"{GUIDE}, rule 8840",
        waivable=True,
    ),
    Rule(
        id="protection_plans-previous-negative",
        severity=Severity.HOLD,
        columns=("previous_plans",),
        mask=lambda rows, _: is_set(rows["previous_plans"].lt(0)),
        message="The number of plans that the child had before is below zero.",
        fix="Check NumberOfPreviousCPP.",
        source=f"{GUIDE}, data item NumberOfPreviousCPP",
    ),
    Rule(
        id="protection_plans-before-referral",
        severity=Severity.FLAG,
        columns=("referral_number", "plan_start"),
        mask=before_referral("plan_start"),
        message="The plan began before the referral.",
        fix="Check CPPstartDate and CINreferralDate.",
        source=f"{GUIDE}, rule 1105",
    ),
    Rule(
        id="protection_plans-overlap",
        severity=Severity.FLAG,
        columns=("child", "plan_start", "plan_end"),
        mask=overlapping("child", "plan_start", "plan_end"),
        message="The plan began while an earlier one of the same child went on.",
        fix="End the earlier one, or join them.",
        source=f"{GUIDE}, rules 8935 and 8940",
    ),
    Rule(
        id="protection_plans-beside-need-plan",
        severity=Severity.FLAG,
        columns=("referral_number", "plan_start", "plan_end"),
        mask=beside("cin_plans", _beside_need_plan),
        message="A child in need plan runs at the same time as the child protection plan.",
        fix="End the child in need plan on the day that the child protection plan begins.",
        source=f"{GUIDE}, rules 4001, 4016 and 4017",
    ),
)

REVIEWS_RULES = (
    Rule(
        id="reviews-plan-unknown",
        severity=Severity.HOLD,
        columns=("plan_number",),
        mask=lambda rows, context: not_in_table(rows["plan_number"], context, "protection_plans"),
        message="The child protection plan that was reviewed is held, or is not in the file.",
        fix="Put the plan right.",
        source=f"{GUIDE}, reviews belong to a plan",
    ),
    Rule(
        id="reviews-not-after-start",
        severity=Severity.FLAG,
        columns=("plan_number", "review_date"),
        mask=beside("protection_plans", _review_by_the_start),
        message="The review was held on the day that the plan began, or before.",
        fix="Check CPPreviewDate and CPPstartDate.",
        source=f"{GUIDE}, rule 8841",
    ),
)
