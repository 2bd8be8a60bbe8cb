-- What the council's issued publications of this and earlier quarters said: per value, what the newest of them said.
select distinct on (fact.indicator_key, fact.quarter_key, fact.school_key, fact.breakdown_key)
    fact.indicator_key,
    fact.quarter_key,
    fact.school_key,
    fact.breakdown_key,
    fact.numerator,
    fact.denominator
from mart.publication_pointer as pointer
inner join mart.fact_indicator_value as fact on fact.publication_id = pointer.publication_id
where pointer.council = :council and pointer.quarter <= :quarter and pointer.kind = 'issued'
order by
    fact.indicator_key asc,
    fact.quarter_key asc,
    fact.school_key asc,
    fact.breakdown_key asc,
    pointer.quarter desc
