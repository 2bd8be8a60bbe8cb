"""Rules of the SEN2 return (education, health and care plans) that its columns alone cannot say."""

import pandas as pd

from transforms.rules.learner_number import repeated_rule
from transforms.rules.masks import (
    after_data_to,
    before,
    given_without,
    of_another_council,
    without_news,
)
from transforms.rules.related import beside, is_set, looked_up
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import is_reason_for_none, stands_elsewhere_too, upn_rules

SEN2_SPECIFICATION = "SEN2 person level return, technical specification"
_DECIDED = ("Y", "N")
_UNDECIDED = ("A", "W", "H")
_NOT_AGREED = ("A", "N", "W")


def orphans(table: str, key: str, parent: str, words: str) -> Rule:
    """The rule that a row belongs to a row of the table above it."""
    return Rule(
        id=f"{table}-{parent}-unknown",
        severity=Severity.HOLD,
        columns=(key,),
        mask=lambda rows, context: not_in_table(rows[key], context, parent),
        message=f"The row belongs to no {words} of this export, or that one is held.",
        fix="Export all modules together, and put right what is held.",
        source=SEN2_SPECIFICATION,
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


def flagged(rule_id: str, columns: tuple[str, ...], mask: Mask, message: str, fix: str) -> Rule:
    """A rule of the return whose rows are loaded and shown as doubtful."""
    return Rule(
        id=rule_id,
        severity=Severity.FLAG,
        columns=columns,
        mask=mask,
        message=message,
        fix=fix,
        source=SEN2_SPECIFICATION,
    )


def _of_another_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where neither the year nor the day of a return fits the year that the delivery is of.

    A year is returned as at a day of the next January; a cut within the year may have its own day.
    """
    expected, day = context.covers_to.year + 1, rows["reference_date"]
    year_of_day = day.dt.year + (day.dt.month > 1)
    is_right = rows["year"].eq(expected).fillna(False).astype(bool) | year_of_day.eq(expected)
    return ~is_right & (rows["year"].notna() | day.notna())


def _without_identifier(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows[["upn", "learner_number", "upn_unknown"]].isna().all(axis=1)


def _number_and_reason(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["upn"].notna() & ~is_reason_for_none(rows["upn"]) & rows["upn_unknown"].notna()


def _dated_while_open(outcome: str, day: str) -> Mask:
    return lambda rows, _: rows[outcome].isin(_UNDECIDED) & rows[day].notna()


def nothing_below(key: str, table: str, outcome: str = "") -> Mask:
    """Mask of rows, decided with yes, to which no row of a later table belongs; none where that table has no rows."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        below = context.later.get(table)
        if below is None or below.empty:
            return pd.Series(False, index=rows.index)
        is_meant = rows[outcome].eq("Y") if outcome else rows[key].notna()
        return is_meant & ~rows[key].isin(below[key])

    return mask


def _not_agreed(key: str, table: str, kind: str) -> Mask:
    """Mask of rows whose row above is not decided with yes, and whose decision went neither to mediation nor on."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        outcome = looked_up(rows[key], context, table, f"{kind}_outcome")
        is_contested = is_set(looked_up(rows[key], context, table, f"{kind}_mediation")) | is_set(
            looked_up(rows[key], context, table, f"{kind}_tribunal")
        )
        return outcome.isin(_NOT_AGREED) & ~is_contested

    return beside(table, mask)


def _before_issue(rows: pd.DataFrame, context: Context) -> pd.Series:
    issued = looked_up(rows["assessment_id"], context, "assessment", "assessment_outcome_date")
    outcome = looked_up(rows["assessment_id"], context, "assessment", "assessment_outcome")
    return outcome.eq("Y") & (rows["plan_start"] < issued)


def _decided_without_date(outcome: str, day: str) -> Mask:
    return lambda rows, _: rows[outcome].isin(_DECIDED) & rows[day].isna()


def _before_request(rows: pd.DataFrame, context: Context) -> pd.Series:
    received = looked_up(rows["request_id"], context, "requests", "received_date")
    return rows["assessment_outcome_date"] < received


def _several(name: str) -> Mask:
    """Mask of rows that a later row of the same parent takes the place of."""
    return lambda rows, _: rows.duplicated(name, keep="last") & rows[name].notna()


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
    Rule(
        id="sen2-another-year",
        severity=Severity.STOP,
        columns=("year", "reference_date"),
        mask=_of_another_year,
        message="The return is of another year: what happened in a calendar year is returned in the year after.",
        fix="Ask for the return of this year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
)

PERSON_RULES = (
    *upn_rules("person", "upn"),
    flagged(
        "person-upn-repeated",
        ("upn",),
        lambda rows, _: stands_elsewhere_too(rows["upn"]),
        "Several persons have the same UPN.",
        "Give each person one row, with all their requests below it.",
    ),
    repeated_rule("person", "uniquelearnernumber"),
    flagged(
        "person-without-identifier",
        ("upn", "learner_number", "upn_unknown"),
        _without_identifier,
        "Neither a UPN nor a unique learner number is given, nor why there is none: records cannot link.",
        "Fill in upn, uniquelearnernumber or upnunknown.",
    ),
    flagged(
        "person-number-and-reason",
        ("upn", "upn_unknown"),
        _number_and_reason,
        "A UPN is given, and a reason why there is none.",
        "Clear upnunknown.",
    ),
)

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
    orphans("requests", "person_id", "person", "person"),
    _after_data_to("requests", "received_date", "The request was received"),
    Rule(
        id="requests-decided-before-received",
        severity=Severity.FLAG,
        columns=("received_date", "request_outcome_date"),
        mask=before("request_outcome_date", "received_date"),
        message="The request was decided before it was received.",
        fix="Check receiveddate and requestoutcomedate.",
        source=SEN2_SPECIFICATION,
    ),
    Rule(
        id="requests-decided-without-date",
        severity=Severity.FLAG,
        columns=("request_outcome", "request_outcome_date"),
        mask=_decided_without_date("request_outcome", "request_outcome_date"),
        message="The request is decided (Y or N), and the date of the decision is missing.",
        fix="Fill in requestoutcomedate.",
        source=SEN2_SPECIFICATION,
    ),
    flagged(
        "requests-dated-while-open",
        ("request_outcome", "request_outcome_date"),
        _dated_while_open("request_outcome", "request_outcome_date"),
        "The request is not decided in the year (A, W or H), and a date of the decision is given.",
        "Check requestoutcome, or clear requestoutcomedate.",
    ),
    flagged(
        "requests-agreed-without-assessment",
        ("request_id", "request_outcome"),
        nothing_below("request_id", "assessment", "request_outcome"),
        "It was decided to assess (Y), and there is no assessment.",
        "Add the assessment; its outcome is A until it ends.",
    ),
)

ASSESSMENT_RULES = (
    orphans("assessment", "request_id", "requests", "request"),
    _after_data_to("assessment", "assessment_outcome_date", "The assessment ended"),
    Rule(
        id="assessment-before-request",
        severity=Severity.HOLD,
        columns=("request_id", "assessment_outcome_date"),
        mask=beside("requests", _before_request),
        message="The assessment ended before its request was received, so it would count as done in time.",
        fix="Check receiveddate and assessmentoutcomedate.",
        source=SEN2_SPECIFICATION,
        waivable=True,
    ),
    Rule(
        id="assessment-decided-without-date",
        severity=Severity.FLAG,
        columns=("assessment_outcome", "assessment_outcome_date"),
        mask=_decided_without_date("assessment_outcome", "assessment_outcome_date"),
        message="The assessment is decided (Y or N), and the date is missing: the plan counts in no timeliness figure.",
        fix="Fill in assessmentoutcomedate.",
        source=SEN2_SPECIFICATION,
    ),
    flagged(
        "assessment-dated-while-open",
        ("assessment_outcome", "assessment_outcome_date"),
        _dated_while_open("assessment_outcome", "assessment_outcome_date"),
        "The assessment did not end in the year with a decision (A, W or H), and a date of one is given.",
        "Check assessmentoutcome, or clear assessmentoutcomedate.",
    ),
    flagged(
        "assessment-not-agreed",
        ("request_id",),
        _not_agreed("request_id", "requests", "request"),
        "There is an assessment of a request that was not granted, without mediation or tribunal.",
        "Check requestoutcome.",
    ),
    flagged(
        "assessment-issued-without-plan",
        ("assessment_id", "assessment_outcome"),
        nothing_below("assessment_id", "namedplan", "assessment_outcome"),
        "It was decided to issue a plan (Y), and there is no plan.",
        "Add the plan.",
    ),
    Rule(
        id="assessment-several-of-request",
        severity=Severity.FLAG,
        columns=("request_id",),
        mask=_several("request_id"),
        message="The request has a further assessment below, which counts instead of this one.",
        fix="Keep the assessment that ended the request.",
        source=SEN2_SPECIFICATION,
    ),
)

NAMEDPLAN_RULES = (
    orphans("namedplan", "assessment_id", "assessment", "assessment"),
    _after_data_to("namedplan", "plan_start", "The plan starts"),
    Rule(
        id="namedplan-ceased-before-start",
        severity=Severity.HOLD,
        columns=("plan_start", "plan_ceased"),
        mask=before("plan_ceased", "plan_start"),
        message="The plan ceased before it started.",
        fix="Check startdate and ceasedate.",
        source=SEN2_SPECIFICATION,
        waivable=True,
    ),
    Rule(
        id="namedplan-ceased-without-reason",
        severity=Severity.FLAG,
        columns=("plan_ceased", "cease_reason"),
        mask=given_without("plan_ceased", "cease_reason"),
        message="The plan ceased, and the reason is missing.",
        fix="Fill in ceasereason.",
        source=SEN2_SPECIFICATION,
    ),
    flagged(
        "namedplan-reason-without-date",
        ("plan_ceased", "cease_reason"),
        given_without("cease_reason", "plan_ceased"),
        "There is a reason for which the plan ceased, and no date.",
        "Fill in ceasedate, or clear ceasereason.",
    ),
    flagged(
        "namedplan-not-issued",
        ("assessment_id",),
        _not_agreed("assessment_id", "assessment", "assessment"),
        "There is a plan of an assessment that did not end with one, without mediation or tribunal.",
        "Check assessmentoutcome.",
    ),
    flagged(
        "namedplan-before-issue",
        ("assessment_id", "plan_start"),
        beside("assessment", _before_issue),
        "The plan starts before the day on which the assessment ended with it.",
        "Check startdate and assessmentoutcomedate.",
    ),
    Rule(
        id="namedplan-several-of-assessment",
        severity=Severity.FLAG,
        columns=("assessment_id",),
        mask=_several("assessment_id"),
        message="The assessment has a further plan below, which counts instead of this one.",
        fix="Keep the current plan.",
        source=SEN2_SPECIFICATION,
    ),
)
