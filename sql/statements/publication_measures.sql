-- Measures of a publication, and whether all parts of one are without a figure. A row per measure.
select
    measure_ref,
    bool_and(current_value is null) as has_no_figure
from mart.fact_performance
where publication_id = :publication_id
group by measure_ref
order by measure_ref;
