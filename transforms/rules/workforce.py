"""Rules of the social work workforce census that its columns alone cannot say.

A worker whose row is doubtful is still one who holds cases: such rows are flagged, not held.
"""

import pandas as pd

from transforms.ages import ages_on
from transforms.rules.makers import end_in_part_rule, later_dates_rule, negative_rule
from transforms.rules.masks import before, given_without
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity
from transforms.texts import differs

CENSUS = "Children's social work workforce census, guide for local authorities"
OWN_WORKLOAD = "Own rule: cases are compared with the working time of those who hold them"
_CASE_HOLDER, _WITHOUT_CASES = "5", "6"
_YOUNGEST = 18


def registration_rule(table: str, name: str) -> Rule:
    """The number of a social worker on the register of Social Work England."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        return differs(rows[name], r"[A-Za-z]{2}\d{10}")

    return Rule(
        id=f"{table}-number-shape",
        severity=Severity.FLAG,
        columns=(name,),
        mask=mask,
        message="The registration number is not two letters and ten digits, so records may not link.",
        fix="Copy the number from the register of Social Work England.",
        source=CENSUS,
    )


def full_time_rule(table: str, names: tuple[str, ...]) -> Rule:
    """A post is a share of a full working week."""
    return Rule(
        id=f"{table}-more-than-full-time",
        severity=Severity.FLAG,
        columns=names,
        mask=lambda rows, _: _outside_whole(rows, names),
        message="The full-time equivalent is below 0 or above 1.",
        fix="Give the share of a full working week: 0.6 for three days of five.",
        source=CENSUS,
    )


def _outside_whole(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """True where a share of a whole working week is below nothing or above the whole."""
    return pd.concat([is_set(rows[name].lt(0) | rows[name].gt(1)) for name in names], axis=1).any(axis=1)


def _left_with_time(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for somebody who left before the census day and is said to work on it."""
    return (rows["ended_on"] < pd.Timestamp(context.data_to)) & is_set(rows["fte_30"].gt(0))


def _too_young(rows: pd.DataFrame, context: Context) -> pd.Series:
    return is_set(ages_on(rows["date_of_birth"], context.data_to).lt(_YOUNGEST))


def _absence_in_part(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set(rows["absent_30"]) != rows["absence_reason"].notna()


VACANCY_RULES = (
    negative_rule("vacancies", "vacancies", CENSUS, "The number of vacancies is below zero."),
    Rule(
        id="vacancies-more-time-than-people",
        severity=Severity.FLAG,
        columns=("agency_fte", "agency_workers"),
        mask=lambda rows, _: is_set(rows["agency_fte"].gt(rows["agency_workers"])),
        message="Agency workers cover more full-time posts than there are agency workers.",
        fix="Check NoAgencyFTE and NoAgencyHeadcount.",
        source=CENSUS,
    ),
)

SOCIAL_WORKER_RULES = (
    registration_rule("social_workers", "worker"),
    full_time_rule("social_workers", ("fte", "fte_30")),
    Rule(
        id="social_workers-too-young",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=_too_young,
        message=f"The social worker is younger than {_YOUNGEST}.",
        fix="Check PersonBirthDate.",
        source="Own rule: a social worker is an adult",
    ),
    later_dates_rule("social_workers", ("start_date", "ended_on")),
    Rule(
        id="social_workers-ended-before-start",
        severity=Severity.FLAG,
        columns=("start_date", "ended_on"),
        mask=before("ended_on", "start_date"),
        message="The role ended before it began.",
        fix="Check RoleStartDate and RoleEndDate.",
        source=CENSUS,
    ),
    end_in_part_rule(
        "social_workers",
        "ended_on",
        ("leaving_reason", "destination"),
        "A role has ended and neither reason nor destination is given, or one is given and no end.",
        "Fill in RoleEndDate, ReasonLeave and LeaverDestination together.",
    ),
    Rule(
        id="social_workers-left-with-working-time",
        severity=Severity.FLAG,
        columns=("ended_on", "fte_30"),
        mask=_left_with_time,
        message="Somebody who left before the day of the census has working time on it.",
        fix="Check RoleEndDate; leave FTE30 and Cases30 empty for those who have left.",
        source=CENSUS,
    ),
    Rule(
        id="social_workers-cases-without-working-time",
        severity=Severity.FLAG,
        columns=("fte_30", "cases_30"),
        mask=given_without("cases_30", "fte_30"),
        message="Cases are held and no working time is given, so they count in no caseload.",
        fix="Fill in FTE30.",
        source=OWN_WORKLOAD,
    ),
    Rule(
        id="social_workers-case-holder-without-cases",
        severity=Severity.FLAG,
        columns=("role", "ended_on", "cases_30"),
        mask=lambda rows, _: rows["role"].eq(_CASE_HOLDER) & ~rows["ended_on__given"] & ~rows["cases_30__given"],
        message="A case holder has no number of cases.",
        fix="Fill in Cases30; write 0 for nobody.",
        source=CENSUS,
    ),
    Rule(
        id="social_workers-cases-without-holder",
        severity=Severity.FLAG,
        columns=("role", "cases_30"),
        mask=lambda rows, _: rows["role"].eq(_WITHOUT_CASES) & is_set(rows["cases_30"].gt(0)),
        message="Somebody whose role is without cases holds some.",
        fix="Check OrgRole and Cases30.",
        source=CENSUS,
    ),
    negative_rule("social_workers", "cases_30", CENSUS, "The number of cases is below zero."),
    negative_rule("social_workers", "days_lost", CENSUS, "The number of days lost is below zero."),
    negative_rule("social_workers", "contract_weeks", CENSUS, "The number of weeks is below zero."),
    Rule(
        id="social_workers-absence-in-part",
        severity=Severity.FLAG,
        columns=("absent_30", "absence_reason"),
        mask=_absence_in_part,
        message="An absence on 30 September has no reason, or a reason is given for somebody who was not absent.",
        fix="Check Absat30Sept and ReasonAbsence.",
        source=CENSUS,
    ),
)
