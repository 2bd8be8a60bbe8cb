"""Annual reviews of education, health and care plans: whether they are in date, and how soon they are decided.

Source rows: the SEN2 return of the calendar year, which tells of each plan's last review alone. So a quarter has
figures from a return that ends with it, and none from a later one, which has forgotten earlier reviews.
"""

from datetime import timedelta

import pandas as pd

from transforms.indicators.breakdown import share_of
from transforms.indicators.ehc_plans import cases_of_year, plans_open_on
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

_OWNER = "Head of special educational needs and disabilities"
# A review every 12 months: Children and Families Act 2014, section 44. Its outcome told within four weeks of the
# meeting: Special Educational Needs and Disability Regulations 2014, regulations 20 and 21.
REVIEW_MONTHS, DECISION_DAYS = 12, 28
_DAYS_AFTER = 31  # our own rule: by which a return for a quarter may be cut after its end


def reviewed_cases(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Cases of the calendar year's return, where it ends with the quarter; None also where it tells of no review."""
    cases = cases_of_year(staged, window)
    if cases is None or cases["review_meeting"].isna().all():
        return None
    runs_past = cases["data_to"].iloc[0] > pd.Timestamp(window.end + timedelta(days=_DAYS_AFTER))
    return None if runs_past else cases


def in_date(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Plans that were issued or last reviewed in the 12 months to the quarter's end, of those open."""
    rows = plans_open_on(cases, window.end)
    end = pd.Timestamp(window.end)
    meeting = rows["review_meeting"].where(rows["review_meeting"] <= end)
    newest = rows[["plan_start"]].assign(meeting=meeting).max(axis=1)
    return share_of(newest > end - pd.DateOffset(months=REVIEW_MONTHS))


def decided_in_4_weeks(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Reviews decided within 28 days of their meeting, of those of the calendar year so far.

    One that is not decided is late when 28 days have passed, and left out before. A decision older than the meeting is
    that of the review before.
    """
    end = pd.Timestamp(window.end)
    met = cases[cases["review_meeting"].between(pd.Timestamp(window.end.year, 1, 1), end)]
    days = (met["review_decided"].where(met["review_decided"] <= end) - met["review_meeting"]).dt.days
    in_time = days.between(0, DECISION_DAYS)
    is_due = met["review_meeting"] < end - pd.Timedelta(days=DECISION_DAYS - 1)
    return share_of(in_time[in_time | is_due])


INDICATORS = (
    Indicator(
        id="ehc_reviews_in_date_rate",
        title="EHC plans reviewed in the last 12 months",
        numerator="Plans open at the quarter's end whose last review meeting, or whose own date where that is newer, "
        "lies in the 12 months to that day",
        denominator="Plans open at the quarter's end",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("sen2",),
        national="Children and Families Act 2014, section 44: each plan is reviewed every 12 months",
        owner=_OWNER,
        version=1,
        prepare=reviewed_cases,
        count=in_date,
    ),
    Indicator(
        id="ehc_reviews_decided_rate",
        title="Annual reviews decided within 4 weeks",
        numerator="Reviews whose outcome was told within 28 days of the meeting",
        denominator="Last reviews that met in the calendar year so far; those not decided yet only when 28 days have "
        "passed",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national="Department for Education, education, health and care plans (SEN2): annual review decisions within "
        "4 weeks of the meeting",
        owner=_OWNER,
        version=1,
        prepare=reviewed_cases,
        count=decided_in_4_weeks,
    ),
)
