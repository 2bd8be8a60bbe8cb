"""Placements of children looked after: how many, how long, how far away. Source rows: SSDA903 Header and Episodes.

A placement is made of the episodes that follow each other with the same carers. It begins where the child starts to be
looked after, or where the placement changes with the carer (S, P or B). A temporary placement (T0 to T4) belongs to the
one that it interrupts.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd

from transforms.indicators.batches import rows_of_years
from transforms.indicators.breakdown import count_rows, share_of
from transforms.indicators.children_looked_after import (
    NEAR_HOME_MILES,
    RESIDENTIAL,
    episodes_of_year,
    looked_after_on,
    looked_after_with_distance,
    with_children,
)
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands
from transforms.quarters import financial_year

_OWNER = "Head of children in care"
_STARTS_CARE = "S"
_WITH_OTHER_CARERS = ("P", "B")
_TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
_FOR_ADOPTION = ("A3", "A4", "A5", "A6")
_MANY = 3
_IN_CARE_MONTHS, _SETTLED_MONTHS, _SETTLED_UNDER_AGE = 30, 24, 16


def placements_of_months(months: int) -> Callable[[Staged, Window], pd.DataFrame | None]:
    """Finds the episodes of so many months up to the quarter's end, numbered by placement.

    None unless the return of every year that the months touch is there. An episode that was open at the end of an
    earlier year counts as the next year's return has it.
    """

    def find(staged: Staged, window: Window) -> pd.DataFrame | None:
        rows = rows_of_years(staged, "ssda903", "core.cla_episode", _months_before(window.end, months), window.end)
        if rows is None:
            return None
        of_newest = rows["covers"].eq(financial_year(window.end))
        if not of_newest.any():
            return None
        known = rows[of_newest | rows["episode_end"].notna()].sort_values(["covers", "row_number"])
        once = known.drop_duplicates(["child", "episode_start"], keep="last")
        return with_placements(with_children(once, staged))

    return find


def placements_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Episodes of the collection year that holds the quarter, numbered by placement."""
    episodes = episodes_of_year(staged, window)
    return None if episodes is None else with_placements(episodes)


def with_placements(episodes: pd.DataFrame) -> pd.DataFrame:
    """Episodes in order with the ``number`` of the child's placement, and the day on which that began (``since``).

    ``before_since`` is the day on which the child's placement before it began, ``care_since`` that on which the child
    started to be looked after; both at the latest, as far as the episodes go back.
    """
    rows = episodes.sort_values(["child", "episode_start", "row_number"])
    starts_care = rows["reason_new_episode"].eq(_STARTS_CARE)
    is_temporary = rows["placement"].isin(_TEMPORARY)
    moves = rows["reason_new_episode"].isin(_WITH_OTHER_CARERS) & ~is_temporary & ~_came_back(rows, is_temporary)
    number = (starts_care | moves).groupby(rows["child"]).cumsum()
    period = starts_care.groupby(rows["child"]).cumsum()
    since = rows.groupby([rows["child"], number])["episode_start"].transform("first")
    firsts = rows.assign(number=number, since=since).drop_duplicates(["child", "number"])
    before = firsts.assign(before_since=firsts.groupby("child")["since"].shift())[["child", "number", "before_since"]]
    numbered = rows.assign(
        number=number,
        since=since,
        care_since=rows.groupby([rows["child"], period])["episode_start"].transform("first"),
    )
    return numbered.merge(before, on=["child", "number"], validate="many_to_one")


def _came_back(rows: pd.DataFrame, is_temporary: pd.Series) -> pd.Series:
    """True where a child returns from a temporary placement to the usual one, or to the first that is known."""
    children = rows["child"]
    what, whose, where = (rows[name].fillna("") for name in ("placement", "placement_provider", "placement_urn"))
    place = (what + "|" + whose + "|" + where).where(~is_temporary)
    usual = place.groupby(children).ffill().groupby(children).shift()
    was_temporary = is_temporary.groupby(children).shift(fill_value=False)
    return was_temporary & (usual.isna() | usual.eq(place))


def _months_before(day: date, months: int) -> date:
    """The first day of the so many months that a day ends."""
    return (pd.Timestamp(day) + pd.DateOffset(days=1) - pd.DateOffset(months=months)).date()


def many_placements(placements: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children looked after at the quarter's end with three placements or more in twelve months, of all of them.

    A placement counts when it was open on the first day or began later, and the child stayed for a night at least.
    """
    here = looked_after_on(placements, window.end)
    first = pd.Timestamp(_months_before(window.end, 12))
    start, end = placements["episode_start"], placements["episode_end"]
    in_span = (start <= pd.Timestamp(window.end)) & (end.isna() | (end > first))
    stayed = placements[in_span & (end.isna() | (end > start))]
    return share_of(here["child"].map(stayed.groupby("child")["number"].nunique()).ge(_MANY).fillna(False))


def settled(placements: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children under 16 looked after for two and a half years, who have lived in one placement for two of them.

    For a child placed for adoption, the time in the placement before counts as well.
    """
    here = looked_after_on(placements, window.end)
    in_care_since = pd.Timestamp(_months_before(window.end, _IN_CARE_MONTHS))
    cohort = here[(here["age"] < _SETTLED_UNDER_AGE) & (here["care_since"] <= in_care_since)]
    settled_since = pd.Timestamp(_months_before(window.end, _SETTLED_MONTHS))
    for_adoption = cohort["placement"].isin(_FOR_ADOPTION)
    return share_of((cohort["since"] <= settled_since) | (for_adoption & (cohort["before_since"] <= settled_since)))


def residential_starts(placements: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Placements that began in the quarter in a children's home, residential home or residential school."""
    begins = placements[placements["episode_start"].eq(placements["since"])]
    in_quarter = begins["since"].between(pd.Timestamp(window.quarter.start), pd.Timestamp(window.end))
    return count_rows(begins[in_quarter & begins["placement"].isin(RESIDENTIAL)], {})


def far_outside_area(rows: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Children looked after at the quarter's end more than 20 miles from home outside the council's area, of all.

    A child whose distance or area is not known counts as one of all, as in the national figure.
    """
    is_outside = rows["placement_area"].notna() & ~rows["placement_area"].isin(staged.area_codes)
    return share_of((rows["distance_miles"] > NEAR_HOME_MILES) & is_outside)


INDICATORS = (
    Indicator(
        id="cla_placement_stability_rate",
        title="Children looked after with three or more placements in 12 months",
        numerator="Children looked after at the quarter's end with three or more placements of at least a night in the "
        "12 months to that day; temporary placements and changes that leave the carers the same are none of their own",
        denominator="Children under 18 looked after at the quarter's end, short-break series left out",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ROLLING_YEAR,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: three or more placements, over a year to "
        "31 March",
        published=Published("LACStable_2016on", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=placements_of_months(12),
        count=many_placements,
        rows_are_cases=False,
    ),
    Indicator(
        id="cla_long_term_stability_rate",
        title="Children long looked after who have lived in one placement for two years",
        numerator="Such children who have lived in one placement for at least two years, or are placed for adoption "
        "and have lived there and in the placement before for as long",
        denominator="Children under 16 looked after at the quarter's end, and for two and a half years without a break",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: long-term placement stability at "
        "31 March",
        published=Published("LAC_LongStable%", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=placements_of_months(_IN_CARE_MONTHS),
        count=settled,
        rows_are_cases=False,
    ),
    Indicator(
        id="cla_residential_starts",
        title="Placements in residential settings begun in the quarter",
        numerator="Placements that began in the quarter in K1, K2, R1 or S1: secure homes, children's homes, "
        "residential care homes and residential schools",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.QUARTER,
        needs=("ssda903",),
        national="Local measure; placement types of SSDA903",
        owner=_OWNER,
        version=1,
        prepare=placements_of_year,
        count=residential_starts,
    ),
    Indicator(
        id="cla_over_20_miles_outside_rate",
        title="Children looked after more than 20 miles from home and outside the area",
        numerator="Children looked after at the quarter's end in a placement more than 20 miles from home, in a "
        "straight line, and in another authority's area",
        denominator="Children under 18 looked after at the quarter's end, those whose distance is not known included",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after in England: placed more than 20 miles from home, "
        "outside the authority's boundary",
        published=Published("LACDistance", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=looked_after_with_distance,
        count=far_outside_area,
    ),
)
