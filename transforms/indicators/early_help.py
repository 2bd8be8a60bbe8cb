"""Early help: children who were assessed before they needed social care. Source rows: Annex A, list 2."""

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import count_rows
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.quarters import Quarter, quarter_range


def assessments_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Early help assessments begun in the financial year so far, as every quarter's Annex A lists them.

    The list looks six months back, so each quarter's is needed: None when one since 1 April is not there.
    """
    first = Quarter.containing(window.financial_year_start)
    ends = [quarter.end for quarter in quarter_range(first, window.quarter)]
    batch_ids = [batch_reaching(staged, "annex_a", f"{end:%Y-%m}", end) for end in ends]
    found = [rows_of(staged, "core.early_help_assessment", batch_id) for batch_id in batch_ids if batch_id is not None]
    if len(found) < len(ends):
        return None
    rows = pd.concat(found)
    return rows[rows["start_date"].between(pd.Timestamp(window.financial_year_start), pd.Timestamp(window.end))]


def children_helped(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children with an early help assessment begun in the year so far."""
    return count_rows(rows.drop_duplicates("child"), {})


INDICATORS = (
    Indicator(
        id="early_help_children",
        title="Children with an early help assessment",
        numerator="Different children for whom an early help assessment began since 1 April",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("annex_a",),
        national="Local measure; Annex A of Ofsted's inspections, list 2",
        owner="Head of early help",
        version=1,
        prepare=assessments_of_year,
        count=children_helped,
        adds_up=False,
    ),
)
