"""Children looked after: how many, how many enter, and where they live. Source rows: SSDA903 Header and Episodes."""

from datetime import date

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import count_rows, open_on, share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window, made_once
from transforms.indicators.population import children_aged_0_to_17
from transforms.indicators.published import OpenData, Published, Stands
from transforms.quarters import financial_year

_OWNER = "Head of children in care"
SHORT_BREAKS = ("V3", "V4")  # a series of short breaks: not counted as looked after in any national figure
NEAR_HOME_MILES = 20
RESIDENTIAL = ("K1", "K2", "R1", "S1")
_FOSTER_PLACEMENTS = ("U1", "U2", "U3", "U4", "U5", "U6")
_AGENCY_PROVIDERS = ("PR4", "PR5")

AGE_GROUPS = ("Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17")
_AGE_GROUP_STARTS = [0, 1, 5, 10, 16, 18]
SEX_WORDS = {"F": "Female", "M": "Male", "U": "Not known"}
_BREAKDOWNS = {"sex": tuple(SEX_WORDS.values()), "age_group": AGE_GROUPS}


@made_once
def episodes_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Episodes of the collection year that holds the quarter, without short breaks, with the child's sex and birth.

    None when no return of that year reaches the quarter's end.
    """
    year = financial_year(window.end)
    episodes = staged.rows("core.cla_episode")
    reaches = episodes["covers"].eq(year) & (episodes["data_to"] >= pd.Timestamp(window.end))
    rows = episodes[reaches]
    return None if rows.empty else with_children(rows, staged)


def with_children(episodes: pd.DataFrame, staged: Staged) -> pd.DataFrame:
    """Episodes without short breaks, each with the child's sex and birth by the same return."""
    rows = episodes[~episodes["legal_status"].isin(SHORT_BREAKS)]
    children = staged.rows("core.cla_child")[["batch_id", "child", "sex", "date_of_birth"]]
    joined = rows.merge(children, on=["batch_id", "child"], validate="many_to_one")
    return joined.assign(sex=joined["sex"].map(SEX_WORDS).fillna("Not known"))


def looked_after_on(episodes: pd.DataFrame, day: date) -> pd.DataFrame:
    """A row per child under 18 with an episode open at the end of a day.

    An episode is open from the day it begins to the day before it ceases. A child whose open episodes overlap counts
    once, in the episode that began last.
    """
    at = pd.Timestamp(day)
    here = episodes[open_on(episodes["episode_start"], episodes["episode_end"], at)]
    rows = with_age(here, pd.Series(at, index=here.index))
    under_18 = rows[rows["age"] < 18]
    return under_18.sort_values(["episode_start", "row_number"]).drop_duplicates("child", keep="last")


@made_once
def looked_after_at_end(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Children looked after at the quarter's end, as ``looked_after_on`` has them; None as ``episodes_of_year``."""
    episodes = episodes_of_year(staged, window)
    return None if episodes is None else looked_after_on(episodes, window.end)


def started_in_year(episodes: pd.DataFrame, window: Window) -> pd.DataFrame:
    """A row per child who started to be looked after (RNE = S) since 1 April: the first start by the quarter's end."""
    first, last = pd.Timestamp(window.financial_year_start), pd.Timestamp(window.end)
    starts = episodes[episodes["reason_new_episode"].eq("S") & episodes["episode_start"].between(first, last)]
    starts = with_age(starts, starts["episode_start"])
    under_18 = starts[starts["age"] < 18]
    return under_18.sort_values(["episode_start", "row_number"]).drop_duplicates("child", keep="first")


def with_age(rows: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Rows with the child's age in completed years on a day, and its national age group."""
    birth, at = rows["date_of_birth"], days.reindex(rows.index)
    before_birthday = (at.dt.month * 100 + at.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    age = at.dt.year - birth.dt.year - before_birthday.astype(int)
    groups = pd.cut(age, _AGE_GROUP_STARTS, right=False, labels=list(AGE_GROUPS)).astype("object")
    return rows.assign(age=age, age_group=groups)


def children_on_day(rows: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Children looked after at the quarter's end, over children aged 0 to 17 where that population is known."""
    return count_rows(rows, {}, denominator=children_aged_0_to_17(staged, window))


def looked_after_with_seekers(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Children looked after at the quarter's end; None also where the return lists no unaccompanied child.

    It may leave them out.
    """
    batch_id = batch_reaching(staged, "ssda903", financial_year(window.end), window.end)
    if batch_id is None or rows_of(staged, "core.cla_asylum_seeker", batch_id).empty:
        return None
    return looked_after_at_end(staged, window)


def unaccompanied(rows: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Unaccompanied asylum-seeking children looked after at the quarter's end: status not ceased by that day."""
    seekers = staged.rows("core.cla_asylum_seeker")
    still = seekers[seekers["ceased_on"].isna() | (seekers["ceased_on"] > pd.Timestamp(window.end))]
    return count_rows(rows.merge(still[["batch_id", "child"]], on=["batch_id", "child"]), {})


def number_on_day(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children looked after at the quarter's end, by sex and age."""
    return count_rows(rows, _BREAKDOWNS)


def entries(episodes: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children who started to be looked after in the year so far, by sex and by age on that day."""
    return count_rows(started_in_year(episodes, window), _BREAKDOWNS)


def in_residential_care(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children looked after at the quarter's end in a children's home, residential home or residential school."""
    return count_rows(rows[rows["placement"].isin(RESIDENTIAL)], {})


def looked_after_with_distance(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Children looked after at the quarter's end; None also where no placement's distance is known in the year.

    None is known without a table of postcodes.
    """
    episodes = episodes_of_year(staged, window)
    if episodes is None or episodes["distance_miles"].isna().all():
        return None
    return looked_after_at_end(staged, window)


def near_home(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children looked after at the quarter's end who live up to 20 miles from home, of all of them.

    A child whose distance is not known counts as one of all, as in the national figure.
    """
    return share_of(rows["distance_miles"] <= NEAR_HOME_MILES)


def with_fostering_agency(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children looked after at the quarter's end with foster carers of a private or voluntary agency."""
    is_agency = rows["placement"].isin(_FOSTER_PLACEMENTS) & rows["placement_provider"].isin(_AGENCY_PROVIDERS)
    return count_rows(rows[is_agency], {})


INDICATORS = (
    Indicator(
        id="cla_rate",
        title="Children looked after per 10,000 children",
        numerator="Children under 18 looked after at the quarter's end, short-break series left out",
        denominator="Children aged 0 to 17, mid-year estimate of the calendar year before the quarter's end",
        unit=Unit.PER_10_000,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: rate per 10,000 at 31 March",
        published=Published(
            "LAC",
            Stands.END_OF_MARCH,
            open_data=OpenData("rate_per_10000", ("population_type", "Children looked after on 31 March each year")),
        ),
        owner=_OWNER,
        version=1,
        prepare=looked_after_at_end,
        count=children_on_day,
    ),
    Indicator(
        id="cla_number",
        title="Children looked after",
        numerator="Children under 18 looked after at the quarter's end, short-break series left out",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: number at 31 March",
        owner=_OWNER,
        version=1,
        prepare=looked_after_at_end,
        count=number_on_day,
        breakdowns=("sex", "age_group"),
    ),
    Indicator(
        id="cla_unaccompanied",
        title="Unaccompanied asylum-seeking children looked after",
        numerator="Children under 18 looked after at the quarter's end as unaccompanied asylum-seeking children, whose "
        "status as such had not ceased",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: unaccompanied asylum-seeking children at "
        "31 March",
        owner=_OWNER,
        version=1,
        prepare=looked_after_with_seekers,
        count=unaccompanied,
    ),
    Indicator(
        id="cla_entries",
        title="Children who started to be looked after",
        numerator="Different children who started to be looked after (RNE = S) since 1 April, at their first start",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.FINANCIAL_YEAR,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: children who started in the year",
        owner=_OWNER,
        version=1,
        prepare=episodes_of_year,
        count=entries,
        breakdowns=("sex", "age_group"),
    ),
    Indicator(
        id="cla_residential",
        title="Children looked after in residential care",
        numerator="Children looked after at the quarter's end placed in K1, K2, R1 or S1",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Local measure; nearest national group: secure homes and children's homes",
        owner=_OWNER,
        version=1,
        prepare=looked_after_at_end,
        count=in_residential_care,
    ),
    Indicator(
        id="cla_within_20_miles",
        title="Children looked after within 20 miles of home",
        numerator="Children looked after at the quarter's end whose placement is up to 20 miles from home, to a tenth",
        denominator="Children looked after at the quarter's end, those included whose distance is not known",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: placements up to 20 miles from home",
        owner=_OWNER,
        version=1,
        prepare=looked_after_with_distance,
        count=near_home,
    ),
    Indicator(
        id="cla_independent_fostering",
        title="Children looked after with independent fostering agencies",
        numerator="Children looked after at the quarter's end placed in U1 to U6 by a private or voluntary provider",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Local measure; placement provider PR4 or PR5 of SSDA903",
        owner=_OWNER,
        version=1,
        prepare=looked_after_at_end,
        count=with_fostering_agency,
    ),
)
