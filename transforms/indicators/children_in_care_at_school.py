"""Children in care at school: their attendance and their suspensions at the council's schools.

Source rows: those of all pupils, and SSDA903 Header and Episodes. Children are linked by unique pupil number, so that
one without a number, or at a school of another council, is not seen.
"""

import pandas as pd

from transforms.indicators.attendance import enrolment_sessions, share_of_sessions
from transforms.indicators.breakdown import as_counts, count_rows, open_on
from transforms.indicators.continuous_care import care_of_years, in_care_for_a_year
from transforms.indicators.exclusions import exclusions_of_year
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.quarters import academic_year_start

_OWNER = "Head of the virtual school"


def attended_in_care(enrolments: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Sessions attended of sessions possible by children who were in care for the 12 months to the quarter's end.

    No academic year is older than that at a quarter's end, so each session fell while the child was in care. Nothing
    where the returns of those 12 months are not there.
    """
    cohort = in_care_for_a_year(staged, window.end)
    if cohort is None:
        return as_counts(())
    return share_of_sessions(enrolments[enrolments["pupil"].isin(cohort)], "attended")


def suspended_in_care(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Suspensions of the academic year so far of children who were looked after on the day that each began.

    None where the suspensions, or the returns of the academic year so far, are not there.
    """
    rows = exclusions_of_year(staged, window)
    care = care_of_years(staged, academic_year_start(window.quarter.academic_year), window.end)
    if rows is None or care is None:
        return None
    suspensions = rows[rows["category"].eq("SUSP")].reset_index(names="suspension")
    joined = suspensions.merge(care[["upn", "start", "end"]], left_on="pupil", right_on="upn")
    in_care = joined[open_on(joined["start"], joined["end"], joined["start_date"])]
    return suspensions[suspensions["suspension"].isin(in_care["suspension"])]


def suspensions(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Suspensions of children in care."""
    return count_rows(rows, {})


def children_suspended(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Different children with a suspension while they were in care."""
    return count_rows(rows.drop_duplicates("pupil"), {})


INDICATORS = (
    Indicator(
        id="cla_attendance_rate",
        title="Attendance at school of children in care",
        numerator="Sessions attended since September by children looked after for the 12 months to the quarter's end",
        denominator="Possible sessions of the same children, at the council's schools, pupil referral units included",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register", "ssda903"),
        uses=("census_sessions",),
        national="Local measure; the national one is of 12 months to 31 March, and of schools anywhere in England",
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=attended_in_care,
    ),
    Indicator(
        id="cla_suspensions",
        title="Suspensions of children in care",
        numerator="Suspensions in the academic year so far of children who were looked after on the day they began",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions", "ssda903"),
        instead=("census_exclusions",),
        national="Local measure; children are linked by unique pupil number",
        owner=_OWNER,
        version=1,
        prepare=suspended_in_care,
        count=suspensions,
    ),
    Indicator(
        id="cla_suspended_children",
        title="Children in care with one or more suspensions",
        numerator="Different children with a suspension in the academic year so far that began while they were in care",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions", "ssda903"),
        instead=("census_exclusions",),
        national="Local measure; the national one is of children looked after for 12 months at 31 March",
        owner=_OWNER,
        version=1,
        prepare=suspended_in_care,
        count=children_suspended,
    ),
)
