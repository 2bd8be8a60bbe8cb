"""Rules of the children in need census about family group meetings and the steps before care proceedings (from 2026).

The published rules do not know the module yet; what is checked is what its own fields say of one another.
"""

import pandas as pd

from transforms.rules.cin_activity import GUIDE, before_referral, case_unknown, follows_nfa
from transforms.rules.makers import OWN_FUTURE
from transforms.rules.masks import any_after_data_to, before
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity

_MODULE = f"{GUIDE}, pre-proceedings and family group decision making"
_DATES = (
    "pre_proceedings_start",
    "letter_date",
    "first_meeting_date",
    "decision_date",
    "application_date",
    "proceedings_letter_date",
)
_LATER_STEPS = ("letter_date", "first_meeting_date", "decision_date")


def _before_start(rows: pd.DataFrame, _: Context) -> pd.Series:
    return pd.concat([rows[name] < rows["pre_proceedings_start"] for name in _LATER_STEPS], axis=1).any(axis=1)


def _held_without_offer(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set(rows["meeting_held"]) & rows["meeting_offered"].eq(False).fillna(False).astype(bool)


def _outcome_in_part(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["outcome"].notna() ^ rows["decision_date__given"]


def _nothing(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for a record in which neither a meeting was offered nor any step is dated."""
    dated = pd.concat([rows[f"{name}__given"] for name in _DATES], axis=1).any(axis=1)
    return ~dated & ~rows["meeting_offered__given"]


PRE_PROCEEDINGS_RULES = (
    case_unknown("pre_proceedings"),
    follows_nfa("pre_proceedings", "A step before proceedings", _MODULE),
    Rule(
        id="pre_proceedings-after-data-to",
        severity=Severity.HOLD,
        columns=_DATES,
        mask=any_after_data_to(_DATES),
        message="A step lies after the date that the data run to.",
        fix="Check the dates, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="pre_proceedings-before-referral",
        severity=Severity.FLAG,
        columns=("referral_number", "pre_proceedings_start"),
        mask=before_referral("pre_proceedings_start"),
        message="The pre-proceedings began before the referral.",
        fix="Check PPStartDate and CINreferralDate.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-step-before-start",
        severity=Severity.FLAG,
        columns=("pre_proceedings_start", *_LATER_STEPS),
        mask=_before_start,
        message="The letter, the first meeting or the decision came before the pre-proceedings began.",
        fix="Check PPStartDate, LBPSentDate, InitialPPMeetingDate and StepDecisionDate.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-letter-before-application",
        severity=Severity.FLAG,
        columns=("application_date", "proceedings_letter_date"),
        mask=before("proceedings_letter_date", "application_date"),
        message="The letter that proceedings have begun is dated before the application to court.",
        fix="Check CourtAppDate and LetterInitCPDate.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-outcome-in-part",
        severity=Severity.FLAG,
        columns=("decision_date", "outcome"),
        mask=_outcome_in_part,
        message="There is an outcome without the day of the decision, or a day without an outcome.",
        fix="Fill in both of StepDecisionDate and PPOutcome, or neither.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-held-without-offer",
        severity=Severity.FLAG,
        columns=("meeting_offered", "meeting_held"),
        mask=_held_without_offer,
        message="A family group meeting was held that is said never to have been offered.",
        fix="Check FGDMMeetingOffer and FGDMMeetingFac.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-negative-count",
        severity=Severity.HOLD,
        columns=("review_meetings",),
        mask=lambda rows, _: is_set(rows["review_meetings"] < 0),
        message="The number of review meetings is below nought.",
        fix="Check ReviewMeetingsCount.",
        source=_MODULE,
    ),
    Rule(
        id="pre_proceedings-nothing",
        severity=Severity.FLAG,
        columns=("meeting_offered", *_DATES),
        mask=_nothing,
        message="The record says neither whether a family group meeting was offered nor when anything was done.",
        fix="Fill it in, or leave the record out.",
        source=_MODULE,
    ),
)
