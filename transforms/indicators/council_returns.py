"""Figures that officers of the council give: money, and shares counted in systems that the line does not read."""

from collections.abc import Callable

import pandas as pd

from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands


def returned(return_id: str) -> Callable[[Staged, Window], pd.DataFrame | None]:
    """Finds the row of one figure in the returns made for the quarter's end; None where it was not given."""

    def find(staged: Staged, window: Window) -> pd.DataFrame | None:
        batch_id = batch_reaching(staged, "council_returns", f"{window.end:%Y-%m}", window.end)
        if batch_id is None:
            return None
        rows = rows_of(staged, "core.council_return", batch_id)
        rows = rows[rows["return_id"].eq(return_id)]
        return None if rows.empty else rows

    return find


def amount(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """The amount alone."""
    return as_counts([("", TOTAL, TOTAL, int(rows["amount"].iloc[0]), None)])


def share(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """The amount over what it is a share of."""
    return as_counts([("", TOTAL, TOTAL, int(rows["amount"].iloc[0]), int(rows["out_of"].iloc[0]))])


INDICATORS = (
    Indicator(
        id="independent_placements_forecast",
        title="Forecast spending on independent placements of children in care",
        numerator="Spending to date and forecast to 31 March on independent residential and fostering placements",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.YEAR_END,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("independent_placements_forecast"),
        count=amount,
        return_id="independent_placements_forecast",
    ),
    Indicator(
        id="sen_placements_forecast",
        title="Forecast spending on independent and out-of-area special school placements",
        numerator="Spending to date and forecast to 31 March on special school places that other bodies provide",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.YEAR_END,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("sen_placements_forecast"),
        count=amount,
        return_id="sen_placements_forecast",
    ),
    Indicator(
        id="placement_quality_visits_rate",
        title="Placements with a quality visit in the last 12 months",
        numerator="Placements in use that an officer of the council visited for their quality in the last 12 months",
        denominator="Placements in use on the last day of the quarter",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("council_returns",),
        national="Local measure; none is published",
        owner="Head of commissioning",
        version=1,
        prepare=returned("placement_quality_visits"),
        count=share,
        return_id="placement_quality_visits",
    ),
    Indicator(
        id="early_years_good_rate",
        title="Early years providers judged good or outstanding",
        numerator="Early years providers whose latest inspection found them good or outstanding",
        denominator="Early years providers that have been inspected",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("council_returns",),
        national="Ofsted, childcare providers and inspections",
        owner="Head of early years",
        version=1,
        prepare=returned("early_years_good_or_outstanding"),
        count=share,
        return_id="early_years_good_or_outstanding",
    ),
    Indicator(
        id="funded_two_year_olds_rate",
        title="Two-year-olds who take up a funded place",
        numerator="Two-year-olds in a funded place",
        denominator="Two-year-olds of the area whose families are eligible; places go to others as well",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("council_returns",),
        national="Department for Education, funded early education and childcare: take-up",
        published=Published("%_2yr_olds", Stands.JANUARY),
        owner="Head of early years",
        version=1,
        prepare=returned("funded_two_year_olds"),
        count=share,
        return_id="funded_two_year_olds",
        may_exceed_whole=True,
    ),
    Indicator(
        id="agency_spend",
        title="Spending on agency workers in children's social care",
        numerator="Spending on agency workers since 1 April",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.FINANCIAL_YEAR,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("agency_spend"),
        count=amount,
        return_id="agency_spend",
    ),
    Indicator(
        id="agency_spend_rate",
        title="Share of spending on agency workers in children's social care",
        numerator="Spending on agency workers since 1 April",
        denominator="Spending since 1 April on all who work in children's social care, agency workers included",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.FINANCIAL_YEAR,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("agency_spend"),
        count=share,
        return_id="agency_spend",
    ),
    Indicator(
        id="overspend_forecast",
        title="Forecast overspend of children's services",
        numerator="Forecast to 31 March of spending over the year's budget; nought where none is expected",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.YEAR_END,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("overspend_forecast"),
        count=amount,
        return_id="overspend_forecast",
    ),
    Indicator(
        id="placement_costs_avoided",
        title="Costs of residential placements avoided",
        numerator="Costs of residential placements that were avoided since 1 April, as the council reckons them",
        denominator="",
        unit=Unit.POUNDS,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.FINANCIAL_YEAR,
        needs=("council_returns",),
        national="Local measure; the council's budget monitoring",
        owner="Finance business partner",
        version=1,
        prepare=returned("placement_costs_avoided"),
        count=amount,
        return_id="placement_costs_avoided",
    ),
)
