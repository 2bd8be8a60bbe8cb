"""Quality of practice: visits by quality officers, and audits of cases. Source rows: the return of audits."""

import pandas as pd

from transforms.indicators.batches import rows_of_year
from transforms.indicators.breakdown import count_rows, in_year_so_far, share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

_OWNER = "Head of quality assurance"
_VISITS = ("PLACE", "TEAM", "PROV")
_AUDITS = ("CASE", "DIP")
_GRADES = ("1", "2", "3", "4")
_GOOD = ("1", "2")

visits_and_audits_of_year = rows_of_year("audits", "core.quality_audit")


def visits(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Quality visits of the year so far, to placements, teams and providers."""
    return count_rows(rows[in_year_so_far(rows["audit_date"], window) & rows["kind"].isin(_VISITS)], {})


def good_audits(rows: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Case audits and dip samples of the year so far that found the work good or outstanding, of those with a grade."""
    audits = rows[in_year_so_far(rows["audit_date"], window) & rows["kind"].isin(_AUDITS)]
    graded = audits[audits["grade"].isin(_GRADES)]
    return share_of(graded["grade"].isin(_GOOD))


INDICATORS = (
    Indicator(
        id="quality_visits",
        title="Quality visits",
        numerator="Quality visits to placements, teams and providers since 1 April",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("audits",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=visits_and_audits_of_year,
        count=visits,
    ),
    Indicator(
        id="case_audits_good_rate",
        title="Case audits that found the work good or outstanding",
        numerator="Case audits and dip samples since 1 April that were graded good or outstanding",
        denominator="Case audits and dip samples since 1 April that were graded",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("audits",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=visits_and_audits_of_year,
        count=good_audits,
    ),
)
