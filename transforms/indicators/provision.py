"""What the council provides: foster carers, family centres, training. Source rows: the returns of those names."""

import pandas as pd

from transforms.indicators.batches import rows_of_year
from transforms.indicators.breakdown import TOTAL, as_counts, count_rows, in_year_so_far, open_on, share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

approvals_of_year = rows_of_year("foster_carers", "core.foster_household")
registrations_of_year = rows_of_year("family_centres", "core.family_centre_child")
courses_of_year = rows_of_year("training", "core.training_session")


def approved_households(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Households that are approved to foster at the quarter's end."""
    return count_rows(_approved(rows, window).drop_duplicates("household"), {})


def approved_places(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children whom those households may have at once."""
    return as_counts([("", TOTAL, TOTAL, int(_approved(rows, window)["places"].fillna(0).sum()), None)])


def _approved(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    return rows[open_on(rows["approved_on"], rows["ended_on"], pd.Timestamp(window.end))]


def seen_by_centres(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children registered at the quarter's end whom a centre last saw in the 12 months before or since, of all of them.

    The return holds the last day alone: whoever was seen after the quarter's end counts as seen.
    """
    registered = rows[open_on(rows["registered_on"], rows["ended_on"], pd.Timestamp(window.end))]
    last_seen = registered.groupby("registered_child")["last_seen_on"].max()
    return share_of(last_seen >= pd.Timestamp(window.quarter.plus(-3).start))


def trained(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """People who came to courses in the year so far; who came to two counts twice."""
    attended = rows.loc[in_year_so_far(rows["session_date"], window), "attended"]
    return as_counts([("", TOTAL, TOTAL, int(attended.fillna(0).sum()), None)])


INDICATORS = (
    Indicator(
        id="foster_carers",
        title="Approved fostering households",
        numerator="Different households that the council approves to foster at the quarter's end, of every kind",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("foster_carers",),
        national="Local measure; Ofsted, fostering in England, publishes approved households by kind",
        owner="Head of fostering",
        version=1,
        prepare=approvals_of_year,
        count=approved_households,
    ),
    Indicator(
        id="foster_places",
        title="Approved fostering places",
        numerator="Children whom the households with an approval at the quarter's end may have at once",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("foster_carers",),
        national="Local measure; Ofsted, fostering in England, publishes approved places without those of family "
        "and friends",
        owner="Head of fostering",
        version=1,
        prepare=approvals_of_year,
        count=approved_places,
        rows_are_cases=False,
    ),
    Indicator(
        id="family_centre_seen_rate",
        title="Registered children whom a family centre has seen in the last 12 months",
        numerator="Different children registered at the quarter's end whom a centre last saw in the 12 months to that "
        "day, or later",
        denominator="Different children registered with a family hub or children's centre at the quarter's end",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("family_centres",),
        national="Local measure; none is published",
        owner="Head of early help",
        version=1,
        prepare=registrations_of_year,
        count=seen_by_centres,
    ),
    Indicator(
        id="staff_trained",
        title="Attendance at courses for the workforce",
        numerator="People who came to courses run since 1 April, counted once for each course",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("training",),
        national="Local measure; none is published",
        owner="Head of workforce development",
        version=1,
        prepare=courses_of_year,
        count=trained,
        rows_are_cases=False,
    ),
)
