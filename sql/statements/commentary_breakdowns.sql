-- Breakdowns of the indicators that a publication's measures show, for the whole council. A row per item and quarter.
select
    fact.indicator_key,
    indicator.unit,
    indicator.decimals,
    breakdown.breakdown,
    breakdown.item,
    quarter.quarter,
    fact.value,
    fact.numerator,
    fact.denominator,
    fact.symbol
from mart.fact_indicator_value as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
where
    fact.publication_id = :publication_id
    and fact.school_key = -1
    and breakdown.breakdown <> 'Total'
    and quarter.quarter in (:quarter, :quarter_before, :same_last_year)
    and fact.indicator_key in (
        select shown.indicator_key
        from mart.fact_performance as shown
        where shown.publication_id = :publication_id
    )
order by fact.indicator_key, fact.breakdown_key, quarter.quarter_key;
