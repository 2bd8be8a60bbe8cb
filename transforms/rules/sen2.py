"""Rules of the SEN2 return (education, health and care plans) that its columns alone cannot say."""

import pandas as pd

from transforms.rules.masks import after_data_to, before, given_without, of_another_council, without_news
from transforms.rules.related import beside, looked_up
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import upn_rules

_SEN2 = "SEN2 person level return, technical specification"
_DECIDED = ("Y", "N")


def _orphans(table: str, key: str, parent: str, words: str) -> Rule:
    """The rule that a row belongs to a row of the table above it."""
    return Rule(
        id=f"{table}-{parent}-unknown",
        severity=Severity.HOLD,
        columns=(key,),
        mask=lambda rows, context: not_in_table(rows[key], context, parent),
        message=f"The row belongs to no {words} of this export, or that one is held.",
        fix="Export all modules together, and put right what is held.",
        source=_SEN2,
    )


def _after_data_to(table: str, name: str, words: str) -> Rule:
    return Rule(
        id=f"{table}-after-data-to",
        severity=Severity.FLAG,
        columns=(name,),
        mask=after_data_to(name),
        message=f"{words} after the date that the data run to: it counts from its own day.",
        fix="Check the date, or the date that the delivery is filed under.",
        source="Own rule: a figure of a day holds what had happened by then",
    )


def _decided_without_date(outcome: str, day: str) -> Mask:
    return lambda rows, _: rows[outcome].isin(_DECIDED) & rows[day].isna()


def _before_request(rows: pd.DataFrame, context: Context) -> pd.Series:
    received = looked_up(rows["request_id"], context, "requests", "received_date")
    return rows["assessment_outcome_date"] < received


def _several(name: str) -> Mask:
    """Mask of rows that a later row of the same parent takes the place of."""
    return lambda rows, _: rows.duplicated(name, keep="last") & rows[name].notna()


def _nowhere(rows: pd.DataFrame, _: Context) -> pd.Series:
    return ~rows["urn__given"] & ~rows["provider_number__given"] & rows["setting"].isna()


def _without_digits(name: str, digits: int) -> Mask:
    """Mask of numbers that do not have so many digits."""
    return lambda rows, _: ~rows[name].between(10 ** (digits - 1), 10**digits - 1).fillna(value=True).astype(bool)


def _numbers_of_places(table: str) -> tuple[Rule, ...]:
    """The rules about the numbers that tell where a child learns."""
    return (
        Rule(
            id=f"{table}-nowhere",
            severity=Severity.FLAG,
            columns=("urn", "provider_number", "setting"),
            mask=_nowhere,
            message="Neither a school (urn) nor a provider (ukprn) nor a setting is given.",
            fix="Fill in one of urn, ukprn and sensetting.",
            source=_SEN2,
        ),
        Rule(
            id=f"{table}-urn-without-six-digits",
            severity=Severity.HOLD,
            columns=("urn",),
            mask=_without_digits("urn", 6),
            message="The school's number (urn) does not have six digits.",
            fix="Copy it from the register of schools.",
            source=_SEN2,
        ),
        Rule(
            id=f"{table}-ukprn-without-eight-digits",
            severity=Severity.HOLD,
            columns=("provider_number",),
            mask=_without_digits("provider_number", 8),
            message="The provider's number (ukprn) does not have eight digits.",
            fix="Copy it from the register of learning providers.",
            source=_SEN2,
        ),
    )


SEN2_RULES = (
    Rule(
        id="sen2-another-council",
        severity=Severity.STOP,
        columns=("la_code",),
        mask=of_another_council("la_code"),
        message="The return is another council's.",
        fix="Stop, tell your data protection officer, and ask the supplier for this council's return.",
        source="Own rule: another council's children must not be loaded",
    ),
)

PERSON_RULES = upn_rules("person", "upn")

REQUESTS_RULES = (
    Rule(
        id="requests-without-news",
        severity=Severity.STOP,
        columns=("received_date", "request_outcome_date"),
        mask=without_news(("received_date", "request_outcome_date")),
        message="No request of this return was received or decided in its calendar year: it looks like an earlier one.",
        fix="Ask for the return of this year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
    _orphans("requests", "person_id", "person", "person"),
    _after_data_to("requests", "received_date", "The request was received"),
    Rule(
        id="requests-decided-before-received",
        severity=Severity.FLAG,
        columns=("received_date", "request_outcome_date"),
        mask=before("request_outcome_date", "received_date"),
        message="The request was decided before it was received.",
        fix="Check receiveddate and requestoutcomedate.",
        source=_SEN2,
    ),
    Rule(
        id="requests-decided-without-date",
        severity=Severity.FLAG,
        columns=("request_outcome", "request_outcome_date"),
        mask=_decided_without_date("request_outcome", "request_outcome_date"),
        message="The request is decided (Y or N), and the date of the decision is missing.",
        fix="Fill in requestoutcomedate.",
        source=_SEN2,
    ),
)

ASSESSMENT_RULES = (
    _orphans("assessment", "request_id", "requests", "request"),
    _after_data_to("assessment", "assessment_outcome_date", "The assessment ended"),
    Rule(
        id="assessment-before-request",
        severity=Severity.HOLD,
        columns=("request_id", "assessment_outcome_date"),
        mask=beside("requests", _before_request),
        message="The assessment ended before its request was received, so it would count as done in time.",
        fix="Check receiveddate and assessmentoutcomedate.",
        source=_SEN2,
        waivable=True,
    ),
    Rule(
        id="assessment-decided-without-date",
        severity=Severity.FLAG,
        columns=("assessment_outcome", "assessment_outcome_date"),
        mask=_decided_without_date("assessment_outcome", "assessment_outcome_date"),
        message="The assessment is decided (Y or N), and the date is missing: the plan counts in no timeliness figure.",
        fix="Fill in assessmentoutcomedate.",
        source=_SEN2,
    ),
    Rule(
        id="assessment-several-of-request",
        severity=Severity.FLAG,
        columns=("request_id",),
        mask=_several("request_id"),
        message="The request has a further assessment below, which counts instead of this one.",
        fix="Keep the assessment that ended the request.",
        source=_SEN2,
    ),
)

NAMEDPLAN_RULES = (
    _orphans("namedplan", "assessment_id", "assessment", "assessment"),
    _after_data_to("namedplan", "plan_start", "The plan starts"),
    Rule(
        id="namedplan-ceased-before-start",
        severity=Severity.HOLD,
        columns=("plan_start", "plan_ceased"),
        mask=before("plan_ceased", "plan_start"),
        message="The plan ceased before it started.",
        fix="Check startdate and ceasedate.",
        source=_SEN2,
        waivable=True,
    ),
    Rule(
        id="namedplan-ceased-without-reason",
        severity=Severity.FLAG,
        columns=("plan_ceased", "cease_reason"),
        mask=given_without("plan_ceased", "cease_reason"),
        message="The plan ceased, and the reason is missing.",
        fix="Fill in ceasereason.",
        source=_SEN2,
    ),
    Rule(
        id="namedplan-several-of-assessment",
        severity=Severity.FLAG,
        columns=("assessment_id",),
        mask=_several("assessment_id"),
        message="The assessment has a further plan below, which counts instead of this one.",
        fix="Keep the current plan.",
        source=_SEN2,
    ),
)

PLANDETAIL_RULES = (
    _orphans("plandetail", "plan_id", "namedplan", "plan"),
    *_numbers_of_places("plandetail"),
)

ACTIVEPLANS_RULES = (_orphans("activeplans", "request_id", "requests", "request"),)

PLACEMENTDETAIL_RULES = (
    _orphans("placementdetail", "active_plan_id", "activeplans", "active plan"),
    *_numbers_of_places("placementdetail"),
    Rule(
        id="placementdetail-left-before-entry",
        severity=Severity.HOLD,
        columns=("entry_date", "leaving_date"),
        mask=before("leaving_date", "entry_date"),
        message="The child left the placement before entering it.",
        fix="Check entrydate and leavingdate.",
        source=_SEN2,
        waivable=True,
    ),
)

SENNEED_RULES = (_orphans("senneed", "active_plan_id", "activeplans", "active plan"),)
