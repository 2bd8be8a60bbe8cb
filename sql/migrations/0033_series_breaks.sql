-- Mart: why a direction is what it is, and days from which a measure's figures are not like those before.

alter table mart.fact_performance add column direction_reason text not null default '';
comment on column mart.fact_performance.direction_reason is
'Why the direction of travel is what it is, in words; empty in publications made before 28 November 2026.';

create table mart.fact_series_break (
    publication_id bigint not null references mart.publication (publication_id),
    measure_ref varchar(60) not null,
    first_day date not null,
    reason text not null,
    primary key (publication_id, measure_ref, first_day)
);
comment on table mart.fact_series_break is
'Breaks in series: days from which a measure''s figures are not like those before. A row per publication, measure and
day.';
comment on column mart.fact_series_break.publication_id is 'Publication that the row belongs to.';
comment on column mart.fact_series_break.measure_ref is 'Reference of the measure in the council''s plan.';
comment on column mart.fact_series_break.first_day is 'First day of the figures that are like today''s.';
comment on column mart.fact_series_break.reason is 'Why figures before that day are not like those after it.';

create trigger fact_series_break_stays before update or delete or truncate on mart.fact_series_break
for each statement execute function mart.refuse_change();
create trigger fact_series_break_is_complete after insert on mart.fact_series_break referencing new table as added
for each statement execute function mart.refuse_late_rows();
