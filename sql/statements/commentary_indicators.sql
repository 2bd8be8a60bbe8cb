-- Indicators that a publication's measures show. A row per indicator.
select distinct
    indicator.indicator_id,
    indicator.indicator_key
from mart.fact_performance as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
where fact.publication_id = :publication_id
order by indicator.indicator_id;
