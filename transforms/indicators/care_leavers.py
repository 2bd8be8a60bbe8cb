"""Care leavers: where they live and what they do. Source rows: SSDA903, OC3 and Header."""

import pandas as pd

from transforms.ages import ages_on
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import count_rows
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands
from transforms.quarters import financial_year

_OWNER = "Head of children in care"
_AGES = (19, 21)
_NOT_IN_COHORT = ("DIED", "RHOM")  # the council has no part in their lives any more
_ELSEWHERE = ("G", "H", "R")  # abroad, deported, residence not known: nobody can say how they live
_SUITABLE = "1"
_AT_WORK_OR_LEARNING = ("F", "P")  # full time, part time


def leavers_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Care leavers aged 19 to 21 at the quarter's end, from the return of its financial year.

    None when no return of that year reaches the quarter's end, or it says nothing of care leavers.
    """
    batch_id = batch_reaching(staged, "ssda903", financial_year(window.end), window.end)
    if batch_id is None:
        return None
    rows = rows_of(staged, "core.care_leaver", batch_id)
    if rows.empty:
        return None
    births = rows_of(staged, "core.cla_child", batch_id)[["child", "date_of_birth"]]
    joined = rows.merge(births, on="child", validate="one_to_one")
    in_cohort = ages_on(joined["date_of_birth"], window.end).between(*_AGES) & ~joined["in_touch"].isin(_NOT_IN_COHORT)
    return joined[in_cohort.astype(bool)]


def in_suitable_accommodation(leavers: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Care leavers known to live in suitable accommodation, of those who live where that can be known."""
    cohort = leavers[~_first(leavers["accommodation"]).isin(_ELSEWHERE)]
    suitable = cohort["in_touch"].eq("YES") & cohort["accommodation"].str[1:].eq(_SUITABLE)
    return count_rows(cohort[suitable], {}, denominator=len(cohort))


def in_education_or_work(leavers: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Care leavers in education, employment or training, of all."""
    is_active = _first(leavers["activity"]).isin(_AT_WORK_OR_LEARNING)
    return count_rows(leavers[is_active], {}, denominator=len(leavers))


def _first(codes: pd.Series) -> pd.Series:
    return codes.str[:1]


INDICATORS = (
    Indicator(
        id="care_leavers_accommodation_rate",
        title="Care leavers in suitable accommodation",
        numerator="Care leavers aged 19 to 21 with whom the council is in touch, in accommodation coded as suitable",
        denominator="Care leavers aged 19 to 21 who have not died, returned home, left the country or disappeared",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after: care leavers' accommodation, with ages on the day",
        published=Published("CareLeaverAcc", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=leavers_of_year,
        count=in_suitable_accommodation,
    ),
    Indicator(
        id="care_leavers_eet_rate",
        title="Care leavers in education, employment or training",
        numerator="Care leavers aged 19 to 21 in education, employment or training, full time or part time",
        denominator="Care leavers aged 19 to 21 who have not died or returned home",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("ssda903",),
        national="Department for Education, children looked after: care leavers' activity, with ages on the day",
        published=Published("CareLeaverEET", Stands.FINANCIAL_YEAR),
        owner=_OWNER,
        version=1,
        prepare=leavers_of_year,
        count=in_education_or_work,
    ),
)
