-- Breaks in series.

create or replace view mart.series_breaks with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    series_break.measure_ref,
    series_break.first_day,
    series_break.reason,
    publication.publication_id,
    publication.created_at as published_at
from mart.fact_series_break as series_break
inner join mart.publication as publication on series_break.publication_id = publication.publication_id
where series_break.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.series_breaks is
'Days from which a measure''s figures are not like those before, so that a line through them misleads: for the issued
publication of each quarter and, for officers, the frozen one and the newest draft. A row per council, quarter,
publication, measure and day.';
comment on column mart.series_breaks.council is 'Short name of the council.';
comment on column mart.series_breaks.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.series_breaks.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.series_breaks.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.series_breaks.first_day is 'First day of the figures that are like today''s.';
comment on column mart.series_breaks.reason is 'Why figures before that day are not like those after it.';
comment on column mart.series_breaks.publication_id is 'Number of the publication that holds the row.';
comment on column mart.series_breaks.published_at is 'When the publication was made.';
