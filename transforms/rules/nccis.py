"""Rules of the NCCIS file of young people that its columns alone cannot say."""

from datetime import timedelta

import pandas as pd

from transforms import codelists
from transforms.ages import ages_on
from transforms.quarters import academic_year, academic_year_start
from transforms.rules.learner_number import repeated_rule
from transforms.rules.masks import after_data_to, before, of_another_council, without_news
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import upn_rules

_NCCIS = "NCCIS management information requirement"
_NOT_TO_BE_SENT = "X"
_FOR_NEEDS = ("280", "460")  # specialist institutions and supported internships
_AGE_WITHOUT_NEEDS, _AGE_WITH_NEEDS = 19, 25  # the oldest whom the file holds


def academic_ages(births: pd.Series, context: Context) -> pd.Series:
    """Completed years on 31 August before the academic year of the file."""
    return ages_on(births, academic_year_start(academic_year(context.data_to)) - timedelta(days=1))


def _activity_before_its_time(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for an activity of those past 16 where the young person has not reached that age."""
    of_school_age = codelists.group_on("nccis_activity", "school age", context.data_to)
    later = set(codelists.known("nccis_activity")) - of_school_age
    too_young = academic_ages(rows["date_of_birth"], context).lt(16).fillna(False).astype(bool)
    return too_young & rows["activity_code"].isin(later)


def _too_old(rows: pd.DataFrame, context: Context) -> pd.Series:
    ages = academic_ages(rows["date_of_birth"], context).fillna(0)
    oldest = is_set(rows["send_flag"]).map({True: _AGE_WITH_NEEDS, False: _AGE_WITHOUT_NEEDS})
    return (ages > oldest.astype("Int64")).astype(bool)


def _is_neet(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["activity_code"].isin(codelists.group_on("nccis_activity", "neet", context.data_to))


def _neet_start_does_not_fit(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["activity_code"].notna() & (_is_neet(rows, context) != rows["neet_start"].notna())


def _currency_does_not_fit(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the day on which the record lapses, and whether it has, say different things.

    Of a file that is checked by itself only the year is known, so nobody can tell what had lapsed.
    """
    if context.covers_from < context.data_to.replace(day=1):
        return pd.Series(False, index=rows.index)
    due, end, lapsed = rows["due_to_lapse"], pd.Timestamp(context.data_to), rows["currency_lapsed"]
    return (is_set(lapsed) & (due > end)) | (is_set(~lapsed) & (due < end))


def _without_needs(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["activity_code"].isin(_FOR_NEEDS) & is_set(~rows["send_flag"])


def _half_a_guarantee(status: str, council: str) -> Mask:
    return lambda rows, _: rows[status].notna() != rows[council].notna()


def _guarantee_rule(year: int) -> Rule:
    status, council = f"guarantee_year{year}", f"guarantee_year{year}_la"
    return Rule(
        id=f"young_person-guarantee-year{year}-in-part",
        severity=Severity.FLAG,
        columns=(status, council),
        mask=_half_a_guarantee(status, council),
        message=f"Of the September Guarantee of Year {year}, only the status or only the authority is given.",
        fix=f"Fill in both GuaranteeStatus and LEACode of Year {year}.",
        source=_NCCIS,
    )


YOUNG_PERSON_RULES = (
    Rule(
        id="young_person-not-to-be-sent",
        severity=Severity.STOP,
        columns=("cohort_status",),
        mask=lambda rows, _: rows["cohort_status"].eq(_NOT_TO_BE_SENT),
        message="The file holds records that must not be sent (CohortStatus X).",
        fix="Export the file again without them.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-another-council",
        severity=Severity.STOP,
        columns=("lead_la",),
        mask=of_another_council("lead_la"),
        message="Most young people are another council's: it looks like another council's file.",
        fix="Stop, tell your data protection officer, and ask the supplier for this council's file.",
        source="Own rule: another council's young people must not be loaded",
        share=0.5,
    ),
    Rule(
        id="young_person-without-news",
        severity=Severity.STOP,
        columns=("activity_start", "date_ascertained", "date_verified"),
        mask=without_news(("activity_start", "date_ascertained", "date_verified")),
        message="Nothing in this file was found out in the month that it should cover: it looks like an earlier file.",
        fix="Ask for the file of this month, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
    *upn_rules("young_person", "upn"),
    repeated_rule("young_person", "UniqueLearnerNo"),
    Rule(
        id="young_person-activity-before-its-time",
        severity=Severity.FLAG,
        columns=("date_of_birth", "activity_code"),
        mask=_activity_before_its_time,
        message="The young person was below 16 on 31 August, yet ActivityCode is for those past 16.",
        fix="Check DOB and ActivityCode.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-too-old",
        severity=Severity.FLAG,
        columns=("date_of_birth", "send_flag"),
        mask=_too_old,
        message="The young person was above 19 on 31 August (above 25 with an EHC plan).",
        fix="Check DOB and SENDFlag, or close the record.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-neet-start-does-not-fit",
        severity=Severity.FLAG,
        columns=("activity_code", "neet_start"),
        mask=_neet_start_does_not_fit,
        message="NEETStartDate is missing for a NEET activity, or given for another.",
        fix="Fill in NEETStartDate for NEET activities and no others.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-neet-after-activity",
        severity=Severity.FLAG,
        columns=("neet_start", "activity_start"),
        mask=before("activity_start", "neet_start"),
        message="The activity began before the time out of education, employment and training that it is part of.",
        fix="Check NEETStartDate and StartDate.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-ascertained-before-start",
        severity=Severity.FLAG,
        columns=("activity_start", "date_ascertained"),
        mask=before("date_ascertained", "activity_start"),
        message="The activity was ascertained before it began.",
        fix="Check StartDate and DateAscertained.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-verified-after-data-to",
        severity=Severity.FLAG,
        columns=("date_verified",),
        mask=after_data_to("date_verified"),
        message="DateVerified is after the date that the data run to.",
        fix="Check DateVerified, or the date that the delivery is filed under.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-currency-does-not-fit",
        severity=Severity.FLAG,
        columns=("due_to_lapse", "currency_lapsed"),
        mask=_currency_does_not_fit,
        message="CurrencyLapsed does not agree with DueToLapseDate: a lapsed record counts as not known.",
        fix="Check both in the client database.",
        source=_NCCIS,
    ),
    Rule(
        id="young_person-activity-for-needs",
        severity=Severity.FLAG,
        columns=("activity_code", "send_flag"),
        mask=_without_needs,
        message="The activity (280, 460) is for young people with an EHC plan, and SENDFlag says that there is none.",
        fix="Check ActivityCode and SENDFlag.",
        source=_NCCIS,
    ),
    _guarantee_rule(11),
    _guarantee_rule(12),
)

CHARACTERISTIC_RULES = (
    Rule(
        id="characteristic-young-person-unknown",
        severity=Severity.HOLD,
        columns=("young_person",),
        mask=lambda rows, context: not_in_table(rows["young_person"], context, "young_person"),
        message="The characteristic belongs to a young person whose record is held.",
        fix="Put the young person's record right.",
        source="Own rule: nothing is kept of a person whose record is not",
    ),
)
