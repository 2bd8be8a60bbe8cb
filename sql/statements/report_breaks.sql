-- Breaks in series, as a publication keeps them. A row per measure and day.
select
    series_break.measure_ref,
    series_break.first_day,
    series_break.reason
from mart.fact_series_break as series_break
where series_break.publication_id = :publication_id
order by series_break.measure_ref, series_break.first_day;
