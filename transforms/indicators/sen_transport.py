"""Transport for special educational needs: how many children are brought to school, and what that costs in a year.

Source rows: the list of the financial year, a row per child and way of travelling.
"""

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, count_rows, open_on
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.quarters import financial_year

_OWNER = "Head of special educational needs and disabilities"


def running_transport(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Transport that runs at the quarter's end; None where the list does not reach it."""
    batch = batch_reaching(staged, "transport", financial_year(window.end), window.end)
    if batch is None:
        return None
    rows = rows_of(staged, "core.sen_transport", batch)
    return rows[open_on(rows["start_date"], rows["ended_on"], pd.Timestamp(window.end))]


def children_brought(running: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Different children with transport, however many ways they travel."""
    return count_rows(running.drop_duplicates("child"), {})


def cost_of_a_year(running: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """What a whole year of the running transport costs. Nothing where the cost of some is not told."""
    costs = running["annual_cost"]
    return as_counts([] if costs.isna().any() else [("", TOTAL, TOTAL, int(costs.sum()), None)])


INDICATORS = (
    Indicator(
        id="send_transport_children",
        title="Children with special educational needs transport",
        numerator="Different children whom the council brings to school, or pays for it, at the quarter's end",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("transport",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=running_transport,
        count=children_brought,
    ),
    Indicator(
        id="send_transport_cost",
        title="Cost of special educational needs transport in a whole year",
        numerator="Annual cost of the transport that runs at the quarter's end, in pounds; none unless all is told",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("transport",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=running_transport,
        count=cost_of_a_year,
    ),
)
