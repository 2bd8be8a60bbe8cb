-- Values of a publication for the whole council, earlier quarters too. A row per indicator, breakdown item and quarter.
select
    fact.indicator_key,
    fact.breakdown_key,
    quarter.quarter,
    fact.value,
    fact.numerator,
    fact.denominator,
    fact.symbol,
    fact.covers_from
from mart.fact_indicator_value as fact
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
where
    fact.publication_id = :publication_id and fact.school_key = -1 and (:everything or fact.disclosure = 'none')
order by fact.indicator_key, fact.breakdown_key, quarter.quarter_key;
