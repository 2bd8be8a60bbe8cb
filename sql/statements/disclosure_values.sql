-- Figures of a publication for the whole council that readers may see, earlier quarters too. A row per indicator,
-- quarter and breakdown item.
select
    indicator.indicator_id,
    quarter.quarter,
    breakdown.breakdown,
    breakdown.item,
    fact.indicator_key,
    fact.quarter_key,
    fact.area_key,
    fact.breakdown_key,
    fact.numerator,
    fact.denominator,
    fact.value,
    fact.disclosure,
    fact.data_status,
    fact.is_history
from mart.fact_indicator_value as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where fact.publication_id = :publication_id and fact.school_key = -1 and fact.disclosure <> 'internal'
order by indicator.indicator_id, quarter.quarter, breakdown.breakdown, breakdown.item;
