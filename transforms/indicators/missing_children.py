"""Children who go missing, and the interviews on their return.

Source rows: of children in care, SSDA903 Missing and Annex A, list 8; of all children, the return of missing episodes.
"""

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of, rows_of_year, rows_of_years
from transforms.indicators.breakdown import count_rows, in_year_so_far, share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

_OWNER = "Head of children in care"
_MISSING = "M"  # A, away without authorisation, is another matter
_AWAY = "A"
_REPEATEDLY = 3
_ANOTHER_COUNCILS = "NA"  # another council has to offer the interview
_DAYS_ALLOWED = 3  # 72 hours, as the return has days alone

missing_episodes = rows_of_year("missing", "core.missing_episode")


def times_missing(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Times missing that began in the last 12 months, each from the return of the year in which it began.

    None unless the return of every year that the 12 months touch is there: the newest to the quarter's end, the others
    to their year's end. A return without such times says that nobody was missing.
    """
    first = window.quarter.plus(-3).start
    rows = rows_of_years(staged, "ssda903", "core.cla_missing", first, window.end)
    if rows is None:
        return None
    began = rows["start_date"]
    in_span = began.between(pd.Timestamp(first), pd.Timestamp(window.end))
    in_own_year = rows["covers"].str[:4].astype("int64").eq(began.dt.year - (began.dt.month < 4))
    return rows[in_span & in_own_year & rows["kind"].eq(_MISSING)]


def children_in_care(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per child in care at the quarter's end, with the times missing in the 12 months to that day.

    None when no Annex A of that very day is there: its counts look back from the day that it was made.
    """
    batch_id = batch_reaching(staged, "annex_a", f"{window.end:%Y-%m}", window.end)
    if batch_id is None:
        return None
    rows = rows_of(staged, "core.cla_missing_summary", batch_id)
    ceased = rows["ceased_date"]
    in_care = rows[ceased.isna() | (ceased > pd.Timestamp(window.end))]
    return in_care.sort_values(["started_date", "row_number"]).drop_duplicates("child", keep="last")


def children_missing(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children who were missing from care at least once in the last 12 months."""
    return count_rows(rows.drop_duplicates("child"), {})


def interviewed_on_return(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children in care who accepted an interview on return, of those missing in the last 12 months."""
    missing = rows[_times(rows) > 0]
    return count_rows(missing[missing["interview_accepted"].fillna(False).astype(bool)], {}, denominator=len(missing))


def repeatedly_missing(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children in care who were missing three times or more in the last 12 months."""
    return count_rows(rows[_times(rows) >= _REPEATEDLY], {})


def missing_in_quarter(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Children, looked after or not, who went missing at least once in the quarter."""
    began = rows["start_date"].between(pd.Timestamp(window.quarter.start), pd.Timestamp(window.end))
    return count_rows(rows[began & ~rows["kind"].eq(_AWAY)].drop_duplicates("child"), {})


def all_missing_in_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Times missing of all children that began in the last 12 months; None where a list of those months is missing."""
    first = window.quarter.plus(-3).start
    rows = rows_of_years(staged, "missing", "core.missing_episode", first, window.end)
    if rows is None:
        return None
    began = rows["start_date"].between(pd.Timestamp(first), pd.Timestamp(window.end))
    return rows[began & ~rows["kind"].eq(_AWAY)]


def interviewed(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Times missing that ended in the year so far, with an interview that was held since, of all of them."""
    ours = _ended_times(rows, window)
    return share_of(ours["interview_date"] >= ours["ended_on"])


def interviewed_in_time(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Times missing that ended in the year so far, with an interview at most three days later, of all of them.

    Those whose interview another council has to offer are left out; those without one, or who declined, are not.
    """
    ours = _ended_times(rows, window)
    latest = ours["ended_on"] + pd.Timedelta(days=_DAYS_ALLOWED)
    return share_of(ours["interview_date"].between(ours["ended_on"], latest))


def _ended_times(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    ended = rows[in_year_so_far(rows["ended_on"], window) & ~rows["kind"].eq(_AWAY)]
    return ended[~ended["interview_offered"].eq(_ANOTHER_COUNCILS)]


def _times(rows: pd.DataFrame) -> pd.Series:
    return rows["missing_episodes"].fillna(0)


INDICATORS = (
    Indicator(
        id="cla_missing_children",
        title="Children missing from care",
        numerator="Different children looked after who went missing from placement at least once in the last 12 months",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ROLLING_YEAR,
        needs=("ssda903",),
        national="Department for Education, children looked after: children who went missing, over a year to 31 March",
        owner=_OWNER,
        version=1,
        prepare=times_missing,
        count=children_missing,
    ),
    Indicator(
        id="return_interviews_rate",
        title="Children missing from care who had an interview on return",
        numerator="Children in care, missing in the last 12 months, who accepted an interview after the last time",
        denominator="Children in care at the quarter's end who were missing in the last 12 months",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.ROLLING_YEAR,
        needs=("annex_a",),
        national="Local measure; Annex A of Ofsted's inspections, list 8",
        owner=_OWNER,
        version=1,
        prepare=children_in_care,
        count=interviewed_on_return,
    ),
    Indicator(
        id="repeat_missing_children",
        title="Children repeatedly missing from care",
        numerator="Children in care at the quarter's end who were missing three times or more in the last 12 months",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ROLLING_YEAR,
        needs=("annex_a",),
        national="Local measure; Annex A of Ofsted's inspections, list 8",
        owner=_OWNER,
        version=1,
        prepare=children_in_care,
        count=repeatedly_missing,
    ),
    Indicator(
        id="missing_children_quarter",
        title="Children who went missing in the quarter",
        numerator="Different children, looked after or not, with a time missing that began in the quarter",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.QUARTER,
        needs=("missing",),
        national="Local measure; none is published of all children",
        owner=_OWNER,
        version=1,
        prepare=missing_episodes,
        count=missing_in_quarter,
    ),
    Indicator(
        id="return_interviews_72_hours_rate",
        title="Returns followed by an interview within 72 hours",
        numerator="Times missing that ended since 1 April, with an interview on the day of the return or the three "
        "days after it",
        denominator="Times missing that ended since 1 April, less those whose interview another council has to offer",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("missing",),
        national="Local measure; statutory guidance on children who run away or go missing expects 72 hours",
        owner=_OWNER,
        version=1,
        prepare=missing_episodes,
        count=interviewed_in_time,
    ),
    Indicator(
        id="return_interviews_held_rate",
        title="Returns followed by an interview",
        numerator="Times missing that ended since 1 April, with an interview on the day of the return or later",
        denominator="Times missing that ended since 1 April, less those whose interview another council has to offer",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("missing",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=missing_episodes,
        count=interviewed,
    ),
    Indicator(
        id="missing_children",
        title="Children who went missing in the last 12 months",
        numerator="Different children, looked after or not, who went missing at least once in the last 12 months",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ROLLING_YEAR,
        needs=("missing",),
        national="Local measure; none is published of all children",
        owner=_OWNER,
        version=1,
        prepare=all_missing_in_year,
        count=children_missing,
    ),
)
