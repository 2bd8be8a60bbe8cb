-- Measures of a publication as the warehouse keeps them, and the place of their figures. A row per measure and part.
select
    fact.*, -- noqa: AM04
    indicator.indicator_id,
    breakdown.breakdown,
    breakdown.item
from mart.fact_performance as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where fact.publication_id = :publication_id
order by fact.position;
