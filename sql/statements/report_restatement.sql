-- What moved when a publication replaced an issued one, as one audience may see it. A row per measure and part.
select
    replaces_publication_id,
    position,
    measure_ref,
    part,
    title,
    unit,
    decimals,
    value_before,
    value_now,
    also,
    cause
from mart.fact_restatement
where publication_id = :publication_id and (:everything or disclosure = 'none')
order by position, measure_ref, part;
