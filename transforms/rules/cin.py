"""Rules of the children in need census about children and their referrals, beyond what the columns can say.

Numbers are those of the census's published validation rules; those that end in Q are queries there. A row is held where
its dates cannot be, or where what it belongs to is not there; whatever leaves the row usable is flagged.
"""

import pandas as pd

from transforms.rules.makers import OWN_FUTURE
from transforms.rules.masks import after_data_to, before, given_without, out_of_use, without_news
from transforms.rules.related import beside, is_set, looked_up, overlapping
from transforms.rules.rule import Context, Rule, Severity, not_in_table
from transforms.rules.upn import former_upn_rule, stands_elsewhere_too, upn_rules

_GUIDE = "Children in need census, guide to submitting data"
_LONGEST_PREGNANCY = pd.Timedelta(weeks=40)
_SCHOOL_AGE = 6  # by then a child has started school
_REASONS_AT_SCHOOL_AGE = ("UN2", "UN3", "UN4", "UN5", "UN6")
_NO_DISABILITY = "NONE"


def _unborn_with_sex(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["expected_birth"].notna() & rows["sex"].notna() & ~rows["sex"].isin(["U", "0"])


def _not_one_birth(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["date_of_birth__given"].eq(rows["expected_birth__given"])


def _none_and_another(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for NONE where the same child has a disability as well."""
    is_none = rows["disability"].eq(_NO_DISABILITY).fillna(False).astype(bool)
    return is_none & rows["child"].isin(rows.loc[~is_none & rows["disability"].notna(), "child"])


def _before_conception(rows: pd.DataFrame, context: Context) -> pd.Series:
    birth = looked_up(rows["child"], context, "children", "date_of_birth")
    birth = birth.fillna(looked_up(rows["child"], context, "children", "expected_birth"))
    return rows["referral_date"] < birth - _LONGEST_PREGNANCY


def _of_school_age_without_upn(rows: pd.DataFrame, context: Context) -> pd.Series:
    birth = looked_up(rows["child"], context, "children", "date_of_birth")
    is_of_age = birth + pd.DateOffset(years=_SCHOOL_AGE) <= pd.Timestamp(context.covers_to)
    has_upn = looked_up(rows["child"], context, "children", "upn").notna()
    has_reason = looked_up(rows["child"], context, "children", "upn_unknown").isin(_REASONS_AT_SCHOOL_AGE)
    return is_of_age & ~has_upn & ~has_reason & ~is_set(rows["is_nfa"])


def _closed_outside_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    year = pd.Timestamp(context.covers_from), pd.Timestamp(context.data_to)
    return rows["closure_date"].notna() & ~rows["closure_date"].between(*year)


CHILDREN_RULES = (
    *upn_rules("children", "upn"),
    Rule(
        id="children-upn-repeated",
        severity=Severity.FLAG,
        columns=("upn",),
        mask=lambda rows, _: stands_elsewhere_too(rows["upn"]),
        message="Several children have the same UPN, so records of one may be linked to another.",
        fix="Find out whose number it is; look for a child who has two records.",
        source=f"{_GUIDE}, rule 1520",
    ),
    former_upn_rule("children", "FormerUPN", f"{_GUIDE}, rule 1560Q"),
    Rule(
        id="children-not-one-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "expected_birth"),
        mask=_not_one_birth,
        message="A child has either a date of birth or, while unborn, an expected one. Here are both, or neither.",
        fix="Fill in the one that applies, and empty the other.",
        source=f"{_GUIDE}, rule 8525Q",
    ),
    Rule(
        id="children-born-after-data-to",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=after_data_to("date_of_birth"),
        message="The child is born after the date that the data run to.",
        fix="Check the date; an unborn child's goes into ExpectedPersonBirthDate.",
        source=f"{_GUIDE}, rule 8520",
    ),
    Rule(
        id="children-unborn-with-sex",
        severity=Severity.FLAG,
        columns=("expected_birth", "sex"),
        mask=_unborn_with_sex,
        message="The child is unborn, yet a sex is given.",
        fix="Use U, or the date of birth if the child was born.",
        source=f"{_GUIDE}, rule 8750",
    ),
    Rule(
        id="children-retired-code",
        severity=Severity.FLAG,
        columns=("sex",),
        mask=out_of_use(("sex",), "sex_cin"),
        message="The sex is coded as in another census year.",
        fix="From 2024-25 use M, F or U; before, 1, 2, 0 or 9.",
        source=f"{_GUIDE}, rule 4180",
    ),
    Rule(
        id="children-died-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "died_on"),
        mask=before("died_on", "date_of_birth"),
        message="The date of death comes before the date of birth.",
        fix="Check both dates.",
        source=f"{_GUIDE}, rule 8535Q",
    ),
)

DISABILITIES_RULES = (
    Rule(
        id="disabilities-child-unknown",
        severity=Severity.HOLD,
        columns=("child",),
        mask=lambda rows, context: not_in_table(rows["child"], context, "children"),
        message="The child's own record is held, or is not in the file.",
        fix="Put the child's record right.",
        source=f"{_GUIDE}, disabilities belong to a child",
    ),
    Rule(
        id="disabilities-none-and-another",
        severity=Severity.FLAG,
        columns=("child", "disability"),
        mask=_none_and_another,
        message="No disability (NONE) is recorded for the child beside one that is.",
        fix="Take out NONE, or the other.",
        source=f"{_GUIDE}, rule 8790",
    ),
)

REFERRALS_RULES = (
    Rule(
        id="referrals-of-an-earlier-year",
        severity=Severity.STOP,
        columns=("referral_date", "closure_date"),
        mask=without_news(("referral_date", "closure_date")),
        message="No referral in this file was made or closed in the year that it should cover: it is an earlier file.",
        fix="Ask the supplier for the file of this census year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
    Rule(
        id="referrals-child-unknown",
        severity=Severity.HOLD,
        columns=("child",),
        mask=lambda rows, context: not_in_table(rows["child"], context, "children"),
        message="The child's own record is held, or is not in the file.",
        fix="Put the child's record right.",
        source=f"{_GUIDE}, each referral belongs to a child",
    ),
    Rule(
        id="referrals-after-data-to",
        severity=Severity.HOLD,
        columns=("referral_date",),
        mask=after_data_to("referral_date"),
        message="The referral comes after the date that the data run to.",
        fix="Check CINreferralDate, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="referrals-closed-before-referral",
        severity=Severity.HOLD,
        columns=("referral_date", "closure_date"),
        mask=before("closure_date", "referral_date"),
        message="The case was closed before the child was referred.",
        fix="Check both dates.",
        source=f"{_GUIDE}, rule 8630",
        waivable=True,
    ),
    Rule(
        id="referrals-closed-outside-year",
        severity=Severity.FLAG,
        columns=("closure_date",),
        mask=_closed_outside_year,
        message="The case was closed outside the time that the file covers.",
        fix="Check CINclosureDate; a case closed before the year does not belong in its file.",
        source=f"{_GUIDE}, rule 8620",
    ),
    Rule(
        id="referrals-closed-without-reason",
        severity=Severity.FLAG,
        columns=("closure_date", "closure_reason"),
        mask=given_without("closure_date", "closure_reason"),
        message="The case is closed and has no reason for closure.",
        fix="Fill in ReasonForClosure, or empty CINclosureDate if the case is open.",
        source=f"{_GUIDE}, rule 8805",
    ),
    Rule(
        id="referrals-open-with-reason",
        severity=Severity.FLAG,
        columns=("closure_date", "closure_reason"),
        mask=lambda rows, _: rows["closure_reason"].notna() & ~rows["closure_date__given"],
        message="There is a reason for closure and no date, so the case counts as open.",
        fix="Fill in CINclosureDate, or empty ReasonForClosure if the case is open.",
        source=f"{_GUIDE}, rule 8810",
    ),
    Rule(
        id="referrals-without-need",
        severity=Severity.FLAG,
        columns=("primary_need", "is_nfa"),
        mask=lambda rows, _: rows["primary_need"].isna() & rows["is_nfa"].eq(False).fillna(False).astype(bool),
        message="The referral led to further action and has no primary need.",
        fix="Fill in PrimaryNeedCode, or mark the referral as one with no further action.",
        source=f"{_GUIDE}, rule 8610",
    ),
    Rule(
        id="referrals-before-conception",
        severity=Severity.FLAG,
        columns=("child", "referral_date"),
        mask=beside("children", _before_conception),
        message="The referral comes more than 40 weeks before the child's birth or expected birth.",
        fix="Check CINreferralDate and the birth.",
        source=f"{_GUIDE}, rule 8606",
    ),
    Rule(
        id="referrals-same-day",
        severity=Severity.FLAG,
        columns=("child", "referral_date"),
        mask=lambda rows, _: (
            rows.duplicated(["child", "referral_date"], keep=False)
            & rows[["child", "referral_date"]].notna().all(axis=1)
        ),
        message="A child was referred more than once on one day. It counts as one referral.",
        fix="Join the referrals in the case system if they are one.",
        source="Own rule: two records of one event",
    ),
    Rule(
        id="referrals-overlap",
        severity=Severity.FLAG,
        columns=("child", "referral_date", "closure_date"),
        mask=overlapping("child", "referral_date", "closure_date"),
        message="The referral comes while an earlier case of the same child is open.",
        fix="Close the earlier case, or take the new contact into it: on an open case it is no referral.",
        source=f"{_GUIDE}, rules 8815 and 8820",
    ),
    Rule(
        id="referrals-nfa-with-conference",
        severity=Severity.FLAG,
        columns=("is_nfa", "conference_date"),
        mask=lambda rows, _: is_set(rows["is_nfa"]) & rows["conference_date"].notna(),
        message="The referral led to no further action, yet a child protection conference was held.",
        fix="Check ReferralNFA and DateOfInitialCPC.",
        source=f"{_GUIDE}, rule 8831",
    ),
    Rule(
        id="referrals-school-age-without-upn",
        severity=Severity.FLAG,
        columns=("child", "is_nfa"),
        mask=beside("children", _of_school_age_without_upn),
        message="The child is of school age and has neither a UPN nor a reason for none, so records cannot be linked.",
        fix="Ask the school for the UPN, or fill in UPNunknown (UN2 to UN6).",
        source=f"{_GUIDE}, rule 8770Q",
    ),
    Rule(
        id="referrals-retired-source",
        severity=Severity.FLAG,
        columns=("referral_source",),
        mask=out_of_use(("referral_source",), "referral_source"),
        message="ReferralSource uses a code of another census year (5D came in with 2022-23).",
        fix="Use the code list of the census year.",
        source=f"{_GUIDE}, rule 8866",
    ),
    Rule(
        id="referrals-retired-closure-reason",
        severity=Severity.FLAG,
        columns=("closure_reason",),
        mask=out_of_use(("closure_reason",), "closure_reason"),
        message="ReasonForClosure uses a code of another census year (RC9 came in with 2022-23).",
        fix="Use the code list of the census year.",
        source=f"{_GUIDE}, rule 8640",
    ),
)
