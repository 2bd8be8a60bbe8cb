-- Values of a publication for the whole council, earlier quarters too. A row per indicator, breakdown item and quarter.
select
    fact.indicator_key,
    fact.breakdown_key,
    indicator.indicator_id,
    breakdown.breakdown,
    breakdown.item,
    quarter.quarter,
    fact.value,
    fact.numerator,
    fact.denominator,
    fact.symbol,
    fact.covers_from
from mart.fact_indicator_value as fact
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    fact.publication_id = :publication_id
    and fact.school_key = -1
    and fact.disclosure = any(cast(:seen as text[]))
order by fact.indicator_key, fact.breakdown_key, quarter.quarter_key;
