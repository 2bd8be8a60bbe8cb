"""Rules of SSDA903 about outcomes: of children looked after for a year (OC2) and of care leavers (OC3)."""

import pandas as pd

from transforms.ages import ages_on
from transforms.rules.masks import at_year_end, out_of_use
from transforms.rules.related import beside, is_set
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import GUIDE, belonging_rules, birthdays, looked_after_all_year

_LEAST, _MOST = 0, 40
_SDQ_AGES = (4, 16)
_NOT_OF_AGE = "SDQ1"
_CRIMINAL_AGE, _SCHOOL_AGE = 10, 5
_HEALTH = ("immunisations", "teeth_check", "health_assessment", "substance_misuse")
_ITEMS = (
    *("sdq_score", "sdq_reason", "convicted", "health_check"),
    *(*_HEALTH, "intervention_received", "intervention_offered"),
)

_OVER = ("DIED", "RHOM")  # the council's part is over: there is nothing more to say of them
_NO_INFORMATION = "0"
_LEAVER_AGES = (17, 21)
_FOR_ADULTS = ("T1", "T2", "Z1", "Z2")


def _age(rows: pd.DataFrame, context: Context) -> pd.Series:
    return ages_on(rows["date_of_birth"], context.data_to)


def _age_at_start(rows: pd.DataFrame, context: Context) -> pd.Series:
    return ages_on(rows["date_of_birth"], context.covers_from)


def _all_year(mask: Mask) -> Mask:
    """A mask for children who were looked after all year, known at its end."""

    def of_those(rows: pd.DataFrame, context: Context) -> pd.Series:
        return rows["child"].isin(looked_after_all_year(context)) & mask(rows, context)

    return at_year_end(beside("episodes", of_those))


def _needs_sdq(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for children who were four when the year began and not yet 17 at its end."""
    youngest, oldest = _SDQ_AGES
    return is_set((_age_at_start(rows, context) >= youngest) & (_age(rows, context) <= oldest))


def _has_sdq(rows: pd.DataFrame) -> pd.Series:
    return rows["sdq_score"].notna() | rows["sdq_reason"].notna()


def _sdq_out_of_range(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set((rows["sdq_score"] < _LEAST) | (rows["sdq_score"] > _MOST))


def _sdq_not_of_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    youngest, oldest = _SDQ_AGES
    too_young, too_old = _age(rows, context) < youngest, _age_at_start(rows, context) > oldest
    return _has_sdq(rows) & is_set(too_young | too_old)


def _sdq_reason_of_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["sdq_reason"].isin([_NOT_OF_AGE]) & _needs_sdq(rows, context)


def _convicted_missing(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["convicted"].isna() & is_set(_age(rows, context) >= _CRIMINAL_AGE)


def _convicted_too_young(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["convicted"].notna() & is_set(_age(rows, context) < _CRIMINAL_AGE)


def _health_check_missing(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["health_check"].isna() & is_set(_age(rows, context) < _SCHOOL_AGE)


def _health_check_too_old(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["health_check"].notna() & is_set(_age(rows, context) >= _SCHOOL_AGE)


def _health_in_part(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where something is told of the child, but not all that is told of every child."""
    told = rows[["convicted", "health_check", *_HEALTH]].notna().any(axis=1)
    return told & rows[list(_HEALTH)].isna().any(axis=1)


def _health_missing(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows[list(_HEALTH)].isna().all(axis=1)


def _offer_does_not_fit(rows: pd.DataFrame, _: Context) -> pd.Series:
    """An intervention that was not received is said to have been offered or not; of one received, no more is said."""
    received = rows["intervention_received"]
    was_not = is_set(rows["substance_misuse"]) & received.notna() & ~is_set(received)
    offered = rows["intervention_offered"].notna()
    return (is_set(received) & offered) | (was_not & ~offered)


def _intervention_without_misuse(rows: pd.DataFrame, _: Context) -> pd.Series:
    answered = rows[["intervention_received", "intervention_offered"]].notna().any(axis=1)
    return answered & ~is_set(rows["substance_misuse"])


def _not_all_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows[list(_ITEMS)].notna().any(axis=1) & ~rows["child"].isin(looked_after_all_year(context))


def _says_something(codes: pd.Series) -> pd.Series:
    return codes.notna() & codes.ne(_NO_INFORMATION)


def _in_touch_without_answer(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_told = _says_something(rows["activity"]) & _says_something(rows["accommodation"])
    return rows["in_touch"].isin(["YES"]) & ~is_told


def _answer_without_duty(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_told = _says_something(rows["activity"]) | _says_something(rows["accommodation"])
    return rows["in_touch"].isin(_OVER) & is_told


def _no_leaver_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for those who are not 17 to 21 on any day of the year so far."""
    youngest, oldest = _LEAVER_AGES
    is_too_young = birthdays(rows["date_of_birth"], youngest) > pd.Timestamp(context.data_to)
    return is_too_young | (birthdays(rows["date_of_birth"], oldest + 1) <= pd.Timestamp(context.covers_from))


def _too_young_for_accommodation(rows: pd.DataFrame, context: Context) -> pd.Series:
    is_minor = birthdays(rows["date_of_birth"], 18) > pd.Timestamp(context.data_to)
    return rows["accommodation"].isin(_FOR_ADULTS) & is_minor


OC2_RULES = (
    *belonging_rules("oc2", "INT05", "INT14"),
    Rule(
        id="oc2-not-all-year",
        severity=Severity.FLAG,
        columns=("child", *_ITEMS),
        mask=at_year_end(beside("episodes", _not_all_year)),
        message="By the episodes, the child was not looked after for the 12 months to 31 March, yet OC2 is filled in.",
        fix="Leave the child out of OC2, or look for an episode that was left out or is held.",
        source=f"{GUIDE}, rules 185, 190 and 198",
    ),
    Rule(
        id="oc2-sdq-out-of-range",
        severity=Severity.FLAG,
        columns=("sdq_score",),
        mask=_sdq_out_of_range,
        message="SDQ_SCORE is not between 0 and 40.",
        fix="Check the questionnaire.",
        source=f"{GUIDE}, rule 180",
    ),
    Rule(
        id="oc2-sdq-and-reason",
        severity=Severity.FLAG,
        columns=("sdq_score", "sdq_reason"),
        mask=lambda rows, _: rows["sdq_score__given"] & rows["sdq_reason"].notna(),
        message="There is a score of the questionnaire, and also a reason why there is none.",
        fix="Empty SDQ_REASON, or SDQ_SCORE.",
        source=f"{GUIDE}, rule 197a",
    ),
    Rule(
        id="oc2-sdq-missing",
        severity=Severity.FLAG,
        columns=("child", "date_of_birth", "sdq_score", "sdq_reason"),
        mask=_all_year(lambda rows, context: _needs_sdq(rows, context) & ~_has_sdq(rows)),
        message="The child is 4 to 16, was looked after all year, and has neither a score nor a reason for none.",
        fix="Fill in SDQ_SCORE, or SDQ_REASON.",
        source=f"{GUIDE}, rule 186",
    ),
    Rule(
        id="oc2-sdq-not-of-age",
        severity=Severity.FLAG,
        columns=("date_of_birth", "sdq_score", "sdq_reason"),
        mask=_sdq_not_of_age,
        message="The questionnaire is for children of 4 to 16, and this one was older or younger all year.",
        fix="Empty SDQ_SCORE and SDQ_REASON, or check DOB.",
        source=f"{GUIDE}, rules 188 and 189",
    ),
    Rule(
        id="oc2-sdq-reason-of-age",
        severity=Severity.FLAG,
        columns=("date_of_birth", "sdq_reason"),
        mask=_sdq_reason_of_age,
        message="The child's age is the reason for no score (SDQ1), but the child was 4 to 16 all year.",
        fix="Use the reason that applies, or fill in SDQ_SCORE.",
        source=f"{GUIDE}, rule 157",
    ),
    Rule(
        id="oc2-convicted-missing",
        severity=Severity.FLAG,
        columns=("child", "date_of_birth", "convicted"),
        mask=_all_year(_convicted_missing),
        message="The child is ten or older, was looked after all year, and CONVICTED is empty.",
        fix="Write 1 or 0.",
        source=f"{GUIDE}, rule 543",
    ),
    Rule(
        id="oc2-convicted-too-young",
        severity=Severity.FLAG,
        columns=("date_of_birth", "convicted"),
        mask=_convicted_too_young,
        message="CONVICTED is filled in for a child under ten, who cannot be convicted.",
        fix="Empty CONVICTED, or check DOB.",
        source=f"{GUIDE}, rule 542",
    ),
    Rule(
        id="oc2-health-check-missing",
        severity=Severity.FLAG,
        columns=("child", "date_of_birth", "health_check"),
        mask=_all_year(_health_check_missing),
        message="The child is under five, was looked after all year, and HEALTH_CHECK is empty.",
        fix="Write 1 or 0.",
        source=f"{GUIDE}, rule 545",
    ),
    Rule(
        id="oc2-health-check-too-old",
        severity=Severity.FLAG,
        columns=("date_of_birth", "health_check"),
        mask=_health_check_too_old,
        message="HEALTH_CHECK is filled in for a child of five or older: the checks are for younger ones.",
        fix="Empty HEALTH_CHECK, or check DOB.",
        source=f"{GUIDE}, rule 546",
    ),
    Rule(
        id="oc2-health-in-part",
        severity=Severity.FLAG,
        columns=("convicted", "health_check", *_HEALTH),
        mask=_health_in_part,
        message="Immunisations, teeth, health assessment and substance misuse belong together: some are empty.",
        fix="Fill in all four, or leave the child out of OC2.",
        source=f"{GUIDE}, rules 182, 544 and 547",
    ),
    Rule(
        id="oc2-health-missing",
        severity=Severity.FLAG,
        columns=("child", *_HEALTH),
        mask=_all_year(_health_missing),
        message="The child was looked after all year, and nothing is said of immunisations, teeth, health assessment "
        "and substance misuse.",
        fix="Fill in all four.",
        source=f"{GUIDE}, rule 191",
    ),
    Rule(
        id="oc2-misuse-without-answer",
        severity=Severity.FLAG,
        columns=("substance_misuse", "intervention_received"),
        mask=lambda rows, _: is_set(rows["substance_misuse"]) & ~rows["intervention_received__given"],
        message="The child misuses substances, and INTERVENTION_RECEIVED is empty.",
        fix="Write 1 or 0.",
        source=f"{GUIDE}, rule 192",
    ),
    Rule(
        id="oc2-offer-does-not-fit",
        severity=Severity.FLAG,
        columns=("substance_misuse", "intervention_received", "intervention_offered"),
        mask=_offer_does_not_fit,
        message="INTERVENTION_OFFERED is for children who received no intervention, and for each of them.",
        fix="Fill it in where INTERVENTION_RECEIVED is 0; empty it where that is 1.",
        source=f"{GUIDE}, rules 158 and 159",
    ),
    Rule(
        id="oc2-intervention-without-misuse",
        severity=Severity.FLAG,
        columns=("substance_misuse", "intervention_received", "intervention_offered"),
        mask=_intervention_without_misuse,
        message="The child does not misuse substances, yet interventions are filled in.",
        fix="Empty INTERVENTION_RECEIVED and INTERVENTION_OFFERED, or check SUBSTANCE_MISUSE.",
        source=f"{GUIDE}, rule 193",
    ),
)

OC3_RULES = (
    *belonging_rules("oc3", "INT06", "INT15"),
    Rule(
        id="oc3-no-leaver-age",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=_no_leaver_age,
        message="The young person was not 17 to 21 on any day that the file speaks of, and is in no figure.",
        fix="Check DOB, or leave the person out of OC3.",
        source=f"{GUIDE}, rule 391",
    ),
    Rule(
        id="oc3-in-touch-without-answer",
        severity=Severity.FLAG,
        columns=("in_touch", "activity", "accommodation"),
        mask=_in_touch_without_answer,
        message="The council is in touch, yet activity or accommodation is not known.",
        fix="Fill in ACTIV and ACCOM, or check IN_TOUCH.",
        source=f"{GUIDE}, rules 153 and 345",
    ),
    Rule(
        id="oc3-answer-without-duty",
        severity=Severity.FLAG,
        columns=("in_touch", "activity", "accommodation"),
        mask=_answer_without_duty,
        message="The young person died, or returned home for six months, yet activity or accommodation is given.",
        fix="Empty ACTIV and ACCOM, or check IN_TOUCH.",
        source=f"{GUIDE}, rule 344",
    ),
    Rule(
        id="oc3-too-young-for-accommodation",
        severity=Severity.FLAG,
        columns=("date_of_birth", "accommodation"),
        mask=_too_young_for_accommodation,
        message="The young person is under 18: foyers (T) and staying with former foster carers (Z) are for adults.",
        fix="Check ACCOM and DOB.",
        source=f"{GUIDE}, rules 347 and 3001",
    ),
    Rule(
        id="oc3-retired-activity",
        severity=Severity.FLAG,
        columns=("activity",),
        mask=out_of_use(("activity",), "leaver_activity"),
        message="ACTIV uses a code of another collection year (from 2021-22, F4 or F5 stands for F3, P4 or P5 for P3).",
        fix="Use the code list of the collection year.",
        source=f"{GUIDE}, rule 132",
    ),
    Rule(
        id="oc3-retired-accommodation",
        severity=Severity.FLAG,
        columns=("accommodation",),
        mask=out_of_use(("accommodation",), "leaver_accommodation"),
        message="ACCOM calls no fixed abode or custody suitable (S1, X1), which is no longer a code.",
        fix="Use S2 or X2.",
        source=f"{GUIDE}, rule 133",
    ),
)
