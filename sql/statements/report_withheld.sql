-- Measures that an audience may not see: titles alone. A row per measure.
select distinct
    measure_ref,
    objective_ref,
    objective_title,
    title
from mart.fact_performance
where publication_id = :publication_id and not disclosure = any(cast(:seen as text[]))
order by measure_ref;
