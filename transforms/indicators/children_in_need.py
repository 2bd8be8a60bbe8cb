"""Children in need: referrals, assessments and child protection plans. Source rows: the children in need census."""

import pandas as pd

from transforms.indicators.batches import rows_of_year, rows_of_years
from transforms.indicators.breakdown import count_rows, in_year_so_far, open_on, share_of
from transforms.indicators.children_looked_after import looked_after_at_end
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.population import children_aged_0_to_17
from transforms.indicators.published import OpenData, Published, Stands
from transforms.sentences import day_text
from transforms.working_days import last_day, working_days_between

_OWNER = "Head of children's social work"
_ASSESSMENT_WORKING_DAYS = 45  # as in the census's query 8670Q, after the statutory guidance on safeguarding children
_TWO_YEARS_DAYS = 729  # as in the national series: two years or more are more than 729 days


# Rows in the census of the quarter's financial year, earlier referrals whose case was open in it included.
referrals_of_year = rows_of_year("cin", "core.cin_referral")
assessments_of_year = rows_of_year("cin", "core.cin_assessment")
protection_plans_of_year = rows_of_year("cin", "core.cin_protection_plan")


def referrals_of_others(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Referrals of the year of children who at the quarter's end are neither on a protection plan nor looked after.

    None when the census or the return of children looked after does not reach that day.
    """
    rows, plans = referrals_of_year(staged, window), protection_plans_of_year(staged, window)
    in_care = looked_after_at_end(staged, window)
    if rows is None or plans is None or in_care is None:
        return None
    on_plans = plans.loc[open_on(plans["plan_start"], plans["plan_end"], pd.Timestamp(window.end)), "child"]
    return rows[~rows["child"].isin(on_plans) & ~rows["child"].isin(in_care["child"])]


def referrals_of_two_years(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per child and day of referral, from the census of every year that the last 24 months touch."""
    first = window.quarter.plus(-7).start
    rows = rows_of_years(staged, "cin", "core.cin_referral", first, window.end)
    return None if rows is None else rows.drop_duplicates(["child", "referral_date"])


def referrals(rows: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Referrals of the year so far, those without further action too; several of a child on one day are one."""
    in_year = rows[in_year_so_far(rows["referral_date"], window)]
    different = in_year.drop_duplicates(["child", "referral_date"])
    return count_rows(different, {}, denominator=children_aged_0_to_17(staged, window))


def rereferrals(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Referrals of the last 12 months within 12 months of an earlier one of the same child, of all of the last 12."""
    ordered = rows.sort_values(["child", "referral_date"])
    day, previous = ordered["referral_date"], ordered.groupby("child")["referral_date"].shift()
    in_year = day.between(pd.Timestamp(window.quarter.plus(-3).start), pd.Timestamp(window.end))
    came_back = previous >= day - pd.DateOffset(months=12)
    return count_rows(ordered[in_year & came_back], {}, denominator=int(in_year.sum()))


def children_in_need(rows: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Children with a case open at the quarter's end, over children aged 0 to 17."""
    is_open = open_on(rows["referral_date"], rows["closure_date"], pd.Timestamp(window.end))
    children = rows[is_open & ~rows["is_nfa"]].drop_duplicates("child")
    return count_rows(children, {}, denominator=children_aged_0_to_17(staged, window))


def children_on_plans(rows: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Children with a child protection plan at the quarter's end, over children aged 0 to 17."""
    is_open = open_on(rows["plan_start"], rows["plan_end"], pd.Timestamp(window.end))
    children = rows[is_open].drop_duplicates("child")
    return count_rows(children, {}, denominator=children_aged_0_to_17(staged, window))


def long_plans(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children whose open plan has lasted more than 729 days, its first and the quarter's last included, of all on one.

    A child with several open plans counts in the longest.
    """
    is_open = open_on(rows["plan_start"], rows["plan_end"], pd.Timestamp(window.end))
    longest = rows[is_open].sort_values("plan_start").drop_duplicates("child")
    days = (pd.Timestamp(window.end) - longest["plan_start"]).dt.days + 1
    return share_of(days > _TWO_YEARS_DAYS)


def repeat_plans(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Child protection plans begun in the year so far for a child who had one before, of all that were begun."""
    begun = rows[in_year_so_far(rows["plan_start"], window)]
    return count_rows(begun[begun["previous_plans"] > 0], {}, denominator=len(begun))


def assessed_in_time(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Assessments authorised in the year so far within 45 working days of their start, of all that were authorised."""
    done = rows[in_year_so_far(rows["authorised_date"], window)]
    days = working_days_between(done["start_date"], done["authorised_date"])
    in_time = (days <= _ASSESSMENT_WORKING_DAYS).fillna(False).astype(bool)
    return count_rows(done[in_time], {}, denominator=len(done))


INDICATORS = (
    Indicator(
        id="referral_rate",
        title="Referrals to children's social care per 10,000 children",
        numerator="Referrals since 1 April, with and without further action; several of a child on one day are one",
        denominator="Children aged 0 to 17, mid-year estimate of the calendar year before the quarter's end",
        unit=Unit.PER_10_000,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.ANNUALISED,
        needs=("cin",),
        national="Department for Education, children in need: rate of referrals in the year per 10,000",
        published=Published("CPP_Total_Rateper10,000", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=referrals_of_year,
        count=referrals,
    ),
    Indicator(
        id="rereferral_rate",
        title="Referrals within 12 months of an earlier one",
        numerator="Referrals of the last 12 months with another of the same child in the 12 months before it",
        denominator="Referrals of the last 12 months",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ROLLING_YEAR,
        needs=("cin",),
        national="Department for Education, children in need: re-referrals within 12 months",
        published=Published(
            "ReReferral",
            Stands.FINANCIAL_YEAR,
            open_data=OpenData("rereferral_percent", ("category", "Referrals and Re-referrals")),
        ),
        owner=_OWNER,
        version=1,
        prepare=referrals_of_two_years,
        count=rereferrals,
    ),
    Indicator(
        id="cin_rate",
        title="Children in need per 10,000 children",
        numerator="Children with a case open at the quarter's end, referrals without further action left out; "
        "those on protection plans or looked after included",
        denominator="Children aged 0 to 17, mid-year estimate of the calendar year before the quarter's end",
        unit=Unit.PER_10_000,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("cin",),
        national="Department for Education, children in need: rate per 10,000 at 31 March",
        published=Published("CIN", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=referrals_of_year,
        count=children_in_need,
    ),
    Indicator(
        id="cin_only_rate",
        title="Children in need and neither on a plan nor looked after per 10,000 children",
        numerator="Children with a case open at the quarter's end, referrals without further action left out, who are "
        "neither on a child protection plan nor looked after",
        denominator="Children aged 0 to 17, mid-year estimate of the calendar year before the quarter's end",
        unit=Unit.PER_10_000,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("cin", "ssda903"),
        national="Local measure; the national rate counts children on plans and looked after as well",
        owner=_OWNER,
        version=1,
        prepare=referrals_of_others,
        count=children_in_need,
        rows_are_cases=False,
    ),
    Indicator(
        id="cpp_rate",
        title="Children on child protection plans per 10,000 children",
        numerator="Children with a child protection plan open at the quarter's end",
        denominator="Children aged 0 to 17, mid-year estimate of the calendar year before the quarter's end",
        unit=Unit.PER_10_000,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("cin",),
        national="Department for Education, children in need: child protection plans per 10,000 at 31 March",
        published=Published("CPP_rate", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=protection_plans_of_year,
        count=children_on_plans,
    ),
    Indicator(
        id="cpp_long_plans_rate",
        title="Child protection plans of two years or more",
        numerator="Children whose child protection plan, open at the quarter's end, has lasted more than 729 days",
        denominator="Children with a child protection plan open at the quarter's end",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("cin",),
        national="Department for Education, children in need: child protection plans at 31 March that have lasted two "
        "years or more",
        published=Published("CPPlans2yrsActive", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=protection_plans_of_year,
        count=long_plans,
    ),
    Indicator(
        id="cpp_repeat_rate",
        title="Child protection plans that were not the child's first",
        numerator="Child protection plans begun since 1 April for a child who had one before, however long ago",
        denominator="Child protection plans begun since 1 April",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.FINANCIAL_YEAR,
        needs=("cin",),
        national="Department for Education, children in need: second or later child protection plans",
        published=Published("PrevRegCPR", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=protection_plans_of_year,
        count=repeat_plans,
    ),
    Indicator(
        id="assessments_45_days_rate",
        title="Assessments completed within 45 working days",
        numerator="Assessments authorised since 1 April, at most 45 working days after the day that they began",
        denominator="Assessments authorised since 1 April",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("cin",),
        national="Department for Education, children in need: assessments completed within 45 working days",
        published=Published("Continue_Assess_Comp", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=assessments_of_year,
        count=assessed_in_time,
        until=last_day(),
        ended_because=f"Bank holidays are known to {day_text(last_day())}, and working days cannot be counted beyond. "
        "A newer version of the program knows more.",
    ),
)
