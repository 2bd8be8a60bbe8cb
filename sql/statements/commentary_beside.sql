-- Figures of some indicators in a publication, for the whole council. A row per indicator and quarter.
select
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    indicator.decimals,
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
    and breakdown.breakdown = 'Total'
    and quarter.quarter in (:quarter, :quarter_before, :same_last_year)
    and indicator.indicator_id = any(:beside)
order by indicator.indicator_id, quarter.quarter_key;
