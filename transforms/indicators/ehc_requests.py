"""Requests for education, health and care plans: how soon they are decided, how many are refused, and who still waits.

Source rows: the SEN2 return of the calendar year, which holds what was still open in it. It tells no day for a request
that was withdrawn, nor for what was decided in years before: neither waits in any quarter of the return.
"""

import pandas as pd

from transforms.indicators.breakdown import count_rows, share_of
from transforms.indicators.ehc_plans import TWENTY_WEEKS, cases_of_year, issued_in_year
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands

_OWNER = "Head of special educational needs and disabilities"
_DEPARTMENT = "Department for Education, education, health and care plans (SEN2)"
# Days, the day of the request not counted: Special Educational Needs and Disability Regulations 2014, regulation 5.
SIX_WEEKS = 42
_AGREED, _REFUSED, _NOT_YET, _BEFORE = "Y", "N", "A", "H"


def decided_in_6_weeks(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Requests decided within 42 days, of those decided in the calendar year so far, whatever the decision."""
    is_decision = cases["request_outcome"].isin((_AGREED, _REFUSED))
    decided = cases[is_decision & _in_year(cases["request_outcome_date"], window)]
    return share_of((decided["request_outcome_date"] - decided["received_date"]).dt.days <= SIX_WEEKS)


def refused(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Requests refused by the quarter's end, of those received in the calendar year so far."""
    asked = cases[_in_year(cases["received_date"], window)]
    return share_of(asked["request_outcome"].eq(_REFUSED) & (asked["request_outcome_date"] <= pd.Timestamp(window.end)))


def plans_issued(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Plans issued in the calendar year so far."""
    return count_rows(issued_in_year(cases, window), {})


def waiting_too_long(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Requests received more than 140 days before the quarter's end that had come to no end by then."""
    days = (pd.Timestamp(window.end) - cases["received_date"]).dt.days
    return count_rows(cases[(days > TWENTY_WEEKS) & ~_ended(cases, window)], {})


def _in_year(days: pd.Series, window: Window) -> pd.Series:
    return days.between(pd.Timestamp(window.end.year, 1, 1), pd.Timestamp(window.end))


def _ended(cases: pd.DataFrame, window: Window) -> pd.Series:
    """True where a plan was issued, or it was told that there is none to be, or nobody waits for it any more.

    A refusal after which the child was assessed all the same, as after mediation, was no end.
    """
    assessed = cases["assessment_outcome"].notna()
    is_over = _over(cases, "assessment", window) | (cases["plan_start"] <= pd.Timestamp(window.end))
    is_agreed = cases["request_outcome"].isin((_AGREED, _BEFORE))
    return is_over | (~assessed & ~is_agreed & _over(cases, "request", window))


def _over(cases: pd.DataFrame, step: str, window: Window) -> pd.Series:
    """True where a step has an outcome, told by the quarter's end or on a day that the return does not hold."""
    outcome, told = cases[f"{step}_outcome"], cases[f"{step}_outcome_date"]
    return outcome.notna() & outcome.ne(_NOT_YET) & ~(told > pd.Timestamp(window.end))


INDICATORS = (
    Indicator(
        id="ehc_decided_6_weeks_rate",
        title="Requests for EHC plans decided within 6 weeks",
        numerator="Requests that were agreed to or refused in the calendar year so far within 42 days of their receipt",
        denominator="Requests that were agreed to or refused in the calendar year so far, whenever they were received",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: requests decided within 6 weeks",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=decided_in_6_weeks,
    ),
    Indicator(
        id="ehc_refusal_rate",
        title="Requests for EHC plans refused",
        numerator="Requests received in the calendar year so far that were refused by the quarter's end",
        denominator="Requests received in the calendar year so far, those not yet decided included",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: initial requests refused, of those made in the year",
        published=Published("EHCP_Initial_req_refused", Stands.CALENDAR_YEAR),
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=refused,
    ),
    Indicator(
        id="ehc_plans_issued",
        title="New EHC plans issued",
        numerator="Plans issued in the calendar year so far, exceptions included",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: new plans issued",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=plans_issued,
    ),
    Indicator(
        id="ehc_backlog",
        title="Requests for EHC plans open for more than 20 weeks",
        numerator="Requests older than 140 days at the quarter's end without a plan or a refusal, exceptions included",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("sen2",),
        national="Local measure beside that of 20 weeks, which sees only plans that were issued",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=waiting_too_long,
    ),
)
