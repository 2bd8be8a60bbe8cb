-- Which indicators the measures of a publication are. A row per measure and indicator.
select distinct
    fact.measure_ref,
    indicator.indicator_id
from mart.fact_performance as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
where fact.publication_id = :publication_id
order by fact.measure_ref, indicator.indicator_id;
