"""Education, health and care plans: how many, how soon they are issued, and where their children learn.

Source rows: the SEN2 return of the calendar year. A plan is open from the day that it starts to the day before it
ceases. Whether a child was looked after or protected is known from the returns of social care, linked by pupil number.
"""

from datetime import date, timedelta

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import count_rows, open_on, share_of
from transforms.indicators.children_looked_after import SHORT_BREAKS
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import OpenData, Published, Stands
from transforms.quarters import financial_year

_OWNER = "Head of special educational needs and disabilities"
_DEPARTMENT = "Department for Education, education, health and care plans (SEN2)"

# Days, the day of the request not counted. 20 weeks: Special Educational Needs and Disability Regulations 2014,
# regulation 13; 16 weeks for these children: the council's own aim.
TWENTY_WEEKS, SIXTEEN_WEEKS = 140, 112
_MAIN = 1  # rank of the placement that a child attends most
_MAINSTREAM = ("Primary", "Secondary")
_THURSDAY = 3
_ALL_PLANS = ("breakdown", "All EHC plans issued")  # rows of the release that are not split further


def cases_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Every request of the calendar year's return, with its plan; None where the return does not reach the quarter."""
    batch = batch_reaching(staged, "sen2", str(window.end.year), window.end)
    return None if batch is None else rows_of(staged, "core.ehc_case", batch)


def issued_to_watched_children(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Plans issued in the year so far to children who were looked after or protected when it was asked for.

    None where one of the three returns does not reach the quarter: a child missing from it would go unseen.
    """
    cases, year = cases_of_year(staged, window), financial_year(window.end)
    reached = [batch_reaching(staged, extract, year, window.end) for extract in ("ssda903", "cin")]
    if cases is None or None in reached:
        return None
    issued = issued_in_year(cases, window)
    received = issued["received_date"]
    years = {day: financial_year(day) for day in received.drop_duplicates()}
    asked = issued[["row_number", "pupil", "received_date"]].assign(covers=received.map(years).astype("str"))
    spans = _watched_spans(staged)
    joined = asked.merge(spans, left_on=["pupil", "covers"], right_on=["upn", "covers"])
    watched = joined[open_on(joined["start"], joined["end"], joined["received_date"])]
    return issued[issued["row_number"].isin(watched["row_number"])]


def _watched_spans(staged: Staged) -> pd.DataFrame:
    """Spans of being looked after (short breaks left out) and of protection plans: upn, covers, start and end."""
    episodes = staged.rows("core.cla_episode")
    care = episodes[~episodes["legal_status"].isin(SHORT_BREAKS)].rename(
        columns={"episode_start": "start", "episode_end": "end"}
    )
    plans = staged.rows("core.cin_protection_plan").rename(columns={"plan_start": "start", "plan_end": "end"})
    parts = [
        spans[["batch_id", "child", "covers", "start", "end"]].merge(
            staged.rows(children)[["batch_id", "child", "upn"]], on=["batch_id", "child"], validate="many_to_one"
        )
        for spans, children in ((care, "core.cla_child"), (plans, "core.cin_child"))
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset=["upn"])


def issued_in_year(cases: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Plans issued from 1 January to the quarter's end, with the ``days`` since they were asked for."""
    first, last = pd.Timestamp(window.end.year, 1, 1), pd.Timestamp(window.end)
    issued = cases[cases["assessment_outcome"].eq("Y") & cases["assessment_outcome_date"].between(first, last)]
    return issued.assign(days=(issued["assessment_outcome_date"] - issued["received_date"]).dt.days)


def plans_open_on(cases: pd.DataFrame, day: date) -> pd.DataFrame:
    """Cases whose plan is open at the end of a day."""
    return cases[open_on(cases["plan_start"], cases["plan_ceased"], pd.Timestamp(day))]


def with_school(cases: pd.DataFrame, staged: Staged, day: date) -> pd.DataFrame:
    """Cases with ``school_urn`` of the main placement on a day; missing at a college or a setting without a number.

    Of several main placements, that entered last counts, and of those of one day the last row.
    """
    placements = staged.rows("core.ehc_placement")
    is_current = open_on(placements["entry_date"], placements["leaving_date"], pd.Timestamp(day))
    main = placements[is_current & placements["placement_rank"].eq(_MAIN).fillna(value=False).astype(bool)]
    newest = main.sort_values(["entry_date", "row_number"]).drop_duplicates(["batch_id", "request_row"], keep="last")
    schools = newest[["batch_id", "request_row", "school_urn"]].rename(columns={"request_row": "row_number"})
    return cases.merge(schools, on=["batch_id", "row_number"], how="left", validate="one_to_one")


def census_day(year: int) -> date:
    """The third Thursday of January, on which schools and councils count."""
    first = date(year, 1, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 14)


def in_20_weeks(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Plans issued within 20 weeks, of those issued, exceptions left out."""
    issued = issued_in_year(cases, window)
    return _within(issued[~issued["is_exception"].fillna(value=False).astype(bool)], TWENTY_WEEKS)


def in_20_weeks_of_all(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Plans issued within 20 weeks, of all issued."""
    return _within(issued_in_year(cases, window), TWENTY_WEEKS)


def in_16_weeks(issued: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Plans issued within 16 weeks, of those given."""
    return _within(issued, SIXTEEN_WEEKS)


def _within(issued: pd.DataFrame, days: int) -> Counts:
    return share_of(issued["days"] <= days)


def open_plans(cases: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Plans open at the quarter's end."""
    return count_rows(plans_open_on(cases, window.end), {})


def outside_area(cases: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Plans whose child's main placement is at a school that is not the council's, of those open."""
    schools = with_school(plans_open_on(cases, window.end), staged, window.end)["school_urn"]
    return share_of(schools.notna() & ~schools.isin([school.urn for school in staged.schools]))


def in_mainstream(cases: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Plans whose child's main placement is at a primary or secondary school of the council, on the January census."""
    day = census_day(window.end.year)
    mainstream = [school.urn for school in staged.schools if school.phase in _MAINSTREAM]
    return share_of(with_school(plans_open_on(cases, day), staged, day)["school_urn"].isin(mainstream))


INDICATORS = (
    Indicator(
        id="ehc_20_weeks_rate",
        title="EHC plans issued within 20 weeks",
        numerator="Plans issued in the calendar year so far within 140 days of the request, exceptions left out",
        denominator="Plans issued in the calendar year so far, exceptions left out",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: plans issued within 20 weeks, excluding exceptions",
        published=Published(
            "SEN_EHC_Excpt_20wks",
            Stands.CALENDAR_YEAR,
            open_data=OpenData("PC_plans_issued_20_weeks_ex", _ALL_PLANS),
        ),
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=in_20_weeks,
    ),
    Indicator(
        id="ehc_20_weeks_all_rate",
        title="EHC plans issued within 20 weeks, exceptions included",
        numerator="Plans issued in the calendar year so far within 140 days of the request",
        denominator="Plans issued in the calendar year so far",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.CALENDAR_YEAR,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: plans issued within 20 weeks, including exceptions",
        published=Published(
            "SEN_EHC_All_20wks",
            Stands.CALENDAR_YEAR,
            open_data=OpenData("pc_plans_issued_within_20_weeks", _ALL_PLANS),
        ),
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=in_20_weeks_of_all,
    ),
    Indicator(
        id="ehc_16_weeks_care_rate",
        title="EHC plans issued within 16 weeks to children in care or protected",
        numerator="Plans issued in the calendar year so far within 112 days of the request, to the same children",
        denominator="Plans issued to children who were looked after or on a protection plan on the day of the request",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.CALENDAR_YEAR,
        needs=("sen2", "ssda903", "cin"),
        national="Local measure; children are linked by unique pupil number",
        owner=_OWNER,
        version=1,
        prepare=issued_to_watched_children,
        count=in_16_weeks,
    ),
    Indicator(
        id="ehc_plans",
        title="EHC plans",
        numerator="Plans open at the quarter's end",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: plans in place",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=open_plans,
    ),
    Indicator(
        id="ehc_outside_area_rate",
        title="Children with EHC plans at schools outside the area",
        numerator="Plans open at the quarter's end whose child's main placement is at a school not of the council",
        denominator="Plans open at the quarter's end",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("sen2",),
        national="Local measure; schools are those of reference/schools.csv",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=outside_area,
    ),
    Indicator(
        id="ehc_mainstream_rate",
        title="Children with EHC plans in mainstream schools",
        numerator="Plans open on the January census whose child's main placement is at a primary or secondary school",
        denominator="Plans open on the day of the January school census (the third Thursday)",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("sen2",),
        national=f"{_DEPARTMENT}: placements in mainstream schools (here: of the council)",
        owner=_OWNER,
        version=1,
        prepare=cases_of_year,
        count=in_mainstream,
        quarters=(4,),
    ),
)
