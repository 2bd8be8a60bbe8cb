-- What the council's issued publications of this and earlier quarters said: per value, what the newest of them said.
select distinct on (fact.indicator_key, fact.quarter_key, fact.school_key, fact.breakdown_key)
    fact.indicator_key,
    fact.quarter_key,
    fact.school_key,
    fact.breakdown_key,
    fact.numerator,
    fact.denominator,
    fact.value
from mart.publication as issued
inner join mart.fact_indicator_value as fact on issued.publication_id = fact.publication_id
where issued.council = :council and issued.quarter <= :quarter and issued.status = 'issued'
order by
    fact.indicator_key asc,
    fact.quarter_key asc,
    fact.school_key asc,
    fact.breakdown_key asc,
    issued.quarter desc
