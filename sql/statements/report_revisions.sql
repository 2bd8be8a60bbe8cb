-- Earlier quarters' figures of a report's measures that were revised since they were issued. A row per measure, part
-- and quarter.
select
    performance.measure_ref,
    performance.part,
    performance.title,
    performance.unit,
    performance.decimals,
    quarter.quarter,
    quarter.title as quarter_title,
    revision.issued_publication_id,
    revision.value_before,
    revision.numerator_before,
    revision.denominator_before,
    fact.value,
    fact.numerator,
    fact.denominator
from mart.fact_revision as revision
inner join mart.fact_indicator_value as fact
    on
        revision.publication_id = fact.publication_id
        and revision.indicator_key = fact.indicator_key
        and revision.quarter_key = fact.quarter_key
        and revision.school_key = fact.school_key
        and revision.breakdown_key = fact.breakdown_key
inner join mart.fact_performance as performance
    on
        revision.publication_id = performance.publication_id
        and revision.indicator_key = performance.indicator_key
        and revision.breakdown_key = performance.breakdown_key
inner join mart.dim_quarter as quarter on revision.quarter_key = quarter.quarter_key
where
    revision.publication_id = :publication_id
    and revision.school_key = -1
    and fact.is_history
    and (:everything or (performance.disclosure = 'none' and revision.disclosure = 'none'))
order by performance.position, performance.measure_ref, performance.part, quarter.quarter_key;
