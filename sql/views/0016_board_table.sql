-- The board's table in few, plain columns.

create or replace view mart.board_table with (security_invoker = true) as
with newest as (
    -- Of those that the reader may see, the last one of the last quarter.
    select distinct on (pointer.council)
        pointer.council,
        pointer.publication_id
    from mart.publication_pointer as pointer
    inner join mart.publication as shown on pointer.publication_id = shown.publication_id
    inner join mart.dim_quarter as reported on pointer.quarter = reported.quarter
    order by pointer.council asc, reported.end_date desc, pointer.publication_id desc
)

select
    performance.council,
    publication.council_name,
    area.region,
    quarter.financial_year,
    quarter.academic_year,
    performance.quarter,
    performance.quarter_end,
    performance.status,
    performance.objective_title as objective,
    performance.measure_ref,
    performance.title as measure,
    performance.part,
    performance.unit,
    cast(performance.last_year_actual as double precision) as last_year,
    cast(performance.same_period_last_year as double precision) as same_period_last_year,
    cast(performance.target as double precision) as target,
    cast(performance.current_value as double precision) as this_quarter,
    cast(performance.forecast as double precision) as forecast,
    performance.numerator,
    performance.denominator,
    performance.symbol,
    performance.direction_of_travel,
    performance.progress,
    performance.significance,
    performance.no_figure_reason,
    performance.officer,
    performance.indicator_id,
    performance.decimals,
    performance.position,
    performance.publication_id,
    performance.publication_id = newest.publication_id as is_newest
from mart.performance as performance
inner join mart.publication as publication on performance.publication_id = publication.publication_id
inner join mart.dim_quarter as quarter on performance.quarter = quarter.quarter
inner join mart.dim_area as area on performance.council = area.council
inner join newest on performance.council = newest.council;
comment on view mart.board_table is
'The board''s table in few columns, its figures as double precision numbers, which every tool reads; mart.performance
has the rest. A row per council, quarter, publication, measure and part.';
comment on column mart.board_table.council is 'Short name of the council.';
comment on column mart.board_table.council_name is 'Name of the council.';
comment on column mart.board_table.region is 'Region of the council.';
comment on column mart.board_table.financial_year is 'Financial year of the quarter, as 2025-26.';
comment on column mart.board_table.academic_year is 'Academic year in which the quarter ends, as 2024/25.';
comment on column mart.board_table.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.board_table.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.board_table.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.board_table.objective is 'Objective that the measure belongs to.';
comment on column mart.board_table.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.board_table.measure is 'Title of the measure.';
comment on column mart.board_table.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.board_table.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.board_table.last_year is 'Value at the end of the last whole year.';
comment on column mart.board_table.same_period_last_year is 'Value for the same quarter of the year before.';
comment on column mart.board_table.target is 'Target for the year; null when none was set.';
comment on column mart.board_table.this_quarter is 'Value for the quarter; null when there is no figure.';
comment on column mart.board_table.forecast is 'Expected value at the end of the year, if one was made.';
comment on column mart.board_table.numerator is 'What was counted for the value of the quarter.';
comment on column mart.board_table.denominator is 'What it was divided by; null for counts.';
comment on column mart.board_table.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.board_table.direction_of_travel is 'Change from the same period last year, in a word.';
comment on column mart.board_table.progress is 'Progress rating against the target, in a word.';
comment on column mart.board_table.significance is 'Whether the change is more than chance; null where not tested.';
comment on column mart.board_table.no_figure_reason is
'Why there is no figure this quarter; empty when there is one.';
comment on column mart.board_table.officer is 'Officer who answers for the measure.';
comment on column mart.board_table.indicator_id is 'Name of the indicator that the part shows, such as cla_rate.';
comment on column mart.board_table.decimals is 'Decimal places to show.';
comment on column mart.board_table.position is 'Place in the report, from 1.';
comment on column mart.board_table.publication_id is 'Number of the publication that holds the row.';
comment on column mart.board_table.is_newest is
'True for the newest publication of the council''s newest quarter that the reader sees: filter on it to count measures
once.';
