-- Made-up publications of every London authority, to measure the views on: bench.quarters issued quarters of each, the
-- newest in January to March 2026, every publication with twelve quarters of history. About as large as real ones.

create temporary table made_quarter on commit drop as
select
    each.number,
    date_part('year', each.first_day - interval '3 months')::integer * 10
    + date_part('quarter', each.first_day - interval '3 months')::integer as quarter_key,
    each.first_day::date as start_date,
    (each.first_day + interval '3 months' - interval '1 day')::date as end_date
from (
    select
        given.number,
        date '2026-01-01' - given.number * interval '3 months' as first_day
    from generate_series(0, current_setting('bench.quarters')::integer + 11) as given (number)
) as each;

insert into mart.dim_quarter (
    quarter_key, quarter, title, start_date, end_date, financial_year, academic_year, quarter_number
)
select
    made.quarter_key,
    first_day.quarter,
    'Quarter ' || first_day.financial_quarter || ' ' || replace(first_day.financial_year, '-', '/') as title,
    made.start_date,
    made.end_date,
    first_day.financial_year,
    last_day.academic_year,
    first_day.financial_quarter as quarter_number
from made_quarter as made
inner join mart.dim_date as first_day on made.start_date = first_day.day
inner join mart.dim_date as last_day on made.end_date = last_day.day;

insert into mart.dim_area (council, area_code, la_code, area_name, region, authority_key)
select
    lower(replace(authority.authority_name, ' ', '-')) as council,
    authority.area_code,
    authority.la_code,
    authority.authority_name as area_name,
    authority.region,
    authority.authority_key
from mart.dim_authority as authority
where authority.region like '%London' and authority.is_current
order by authority.la_code
limit current_setting('bench.councils')::integer;

insert into mart.dim_indicator (
    indicator_id, version, title, numerator_definition, denominator_definition, unit, decimals, polarity, period_kind,
    national_definition, owner, factor
)
select
    'indicator_' || number as indicator_id,
    1 as version, -- noqa: RF04
    'Made-up indicator ' || number as title,
    'Children' as numerator_definition,
    'Children of the area' as denominator_definition,
    'percent' as unit,
    1 as decimals,
    'lower' as polarity,
    'snapshot at quarter end' as period_kind,
    'None' as national_definition,
    'Nobody' as owner,
    100 as factor
from generate_series(1, 70) as given (number);

insert into mart.dim_breakdown (breakdown, item) values
('Total', 'Total'), ('sex', 'F'), ('sex', 'M'), ('phase', 'Primary'), ('phase', 'Secondary'), ('phase', 'Special');

insert into mart.dim_school (area_key, urn, school_name, phase)
select
    area.area_key,
    (100000 + area.area_key * 100 + given.number)::varchar(6) as urn,
    'School ' || given.number as school_name,
    case when given.number % 5 = 0 then 'Secondary' else 'Primary' end as phase
from mart.dim_area as area
cross join generate_series(1, 60) as given (number);

insert into mart.dim_school_version (school_key, urn, school_name, phase, valid_from, valid_to, is_current)
select
    school.school_key,
    school.urn,
    school.school_name,
    school.phase,
    date '1900-01-01' as valid_from,
    date '2199-12-31' as valid_to,
    true as is_current
from mart.dim_school as school
where school.school_key <> -1;

insert into mart.publication (
    publication_id, council, council_name, quarter, status, created_at, issued_at, input_fingerprint
)
select
    row_number() over (order by made.end_date, area.area_key) as publication_id,
    area.council,
    area.area_name as council_name,
    quarter.quarter,
    'issued' as status,
    made.end_date + interval '6 weeks' as created_at,
    made.end_date + interval '10 weeks' as issued_at,
    '' as input_fingerprint
from mart.dim_area as area
cross join made_quarter as made
inner join mart.dim_quarter as quarter on made.quarter_key = quarter.quarter_key
where made.number < current_setting('bench.quarters')::integer;

insert into mart.publication_pointer (council, quarter, kind, publication_id)
select
    publication.council,
    publication.quarter,
    kinds.kind,
    publication.publication_id
from mart.publication as publication
cross join unnest(array['draft', 'frozen', 'issued']) as kinds (kind);

insert into mart.fact_disclosure (publication_id, is_applied, hidden, by_name)
select
    publication.publication_id,
    true as is_applied,
    140 as hidden,
    'Nobody' as by_name
from mart.publication as publication;

create temporary table made_publication on commit drop as
select
    publication.publication_id,
    area.area_key,
    made.number as quarter_number,
    made.quarter_key
from mart.publication as publication
inner join mart.dim_area as area on publication.council = area.council
inner join mart.dim_quarter as quarter on publication.quarter = quarter.quarter
inner join made_quarter as made on quarter.quarter_key = made.quarter_key;

-- Figures of the whole area, of 70 indicators by two or three items.
insert into mart.fact_indicator_value (
    publication_id, indicator_key, quarter_key, area_key, breakdown_key, numerator, denominator, value, data_status,
    is_history, disclosure
)
select
    publication.publication_id,
    indicator.indicator_key,
    made.quarter_key,
    publication.area_key,
    breakdown.breakdown_key,
    indicator.indicator_key * 7 + made.number as numerator,
    5000 + made.number as denominator,
    (indicator.indicator_key * 7 + made.number) * 100.0 / (5000 + made.number) as value, -- noqa: RF04
    'provisional' as data_status,
    made.number <> publication.quarter_number as is_history,
    case indicator.indicator_key % 3 when 0 then '1 to 5' else 'none' end as disclosure
from made_publication as publication
inner join made_quarter as made
    on made.number between publication.quarter_number and publication.quarter_number + 11
cross join mart.dim_indicator as indicator
inner join mart.dim_breakdown as breakdown
    on breakdown.breakdown = 'Total' or (breakdown.breakdown = 'sex' and indicator.indicator_key % 2 = 0);

-- Figures of each school, of eight indicators.
insert into mart.fact_indicator_value (
    publication_id, indicator_key, quarter_key, area_key, school_key, breakdown_key, numerator, denominator, value,
    data_status, is_history, disclosure
)
select
    publication.publication_id,
    indicator.indicator_key,
    made.quarter_key,
    publication.area_key,
    school.school_key,
    breakdown.breakdown_key,
    school.school_key % 90 as numerator,
    900 as denominator,
    (school.school_key % 90) / 9.0 as value, -- noqa: RF04
    'provisional' as data_status,
    made.number <> publication.quarter_number as is_history,
    'internal' as disclosure
from made_publication as publication
inner join made_quarter as made
    on made.number between publication.quarter_number and publication.quarter_number + 11
inner join mart.dim_school as school on publication.area_key = school.area_key
inner join mart.dim_indicator as indicator on indicator.indicator_key <= 8
inner join mart.dim_breakdown as breakdown on breakdown.breakdown = 'Total';

insert into mart.fact_hidden (
    publication_id, indicator_key, quarter_key, area_key, breakdown_key, data_status, is_history, why
)
select
    value.publication_id,
    value.indicator_key,
    value.quarter_key,
    value.area_key,
    value.breakdown_key,
    value.data_status,
    value.is_history,
    'small count' as why
from mart.fact_indicator_value as value -- noqa: RF04
where value.disclosure = '1 to 5' and value.school_key = -1 and value.indicator_key % 9 = 0;

insert into mart.fact_performance (
    publication_id, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
    breakdown_key, quarter_key, area_key, unit, decimals, current_value, target, numerator, denominator, progress,
    progress_reason, direction_of_travel, disclosure
)
select
    value.publication_id,
    'M' || value.indicator_key as measure_ref,
    breakdown.item as part,
    row_number() over (
        partition by value.publication_id order by value.indicator_key, value.breakdown_key
    ) as position, -- noqa: RF04
    'O' || value.indicator_key % 5 as objective_ref,
    'Objective' as objective_title,
    'Made-up measure' as title,
    'Nobody' as officer,
    value.indicator_key,
    value.breakdown_key,
    value.quarter_key,
    value.area_key,
    'percent' as unit,
    1 as decimals,
    value.value as current_value,
    10 as target,
    value.numerator,
    value.denominator,
    case when value.value < 10 then 'On track' else 'Off track' end as progress,
    'Compared with the target, as the rule says.' as progress_reason,
    'Better' as direction_of_travel,
    value.disclosure
from mart.fact_indicator_value as value -- noqa: RF04
inner join mart.dim_breakdown as breakdown on value.breakdown_key = breakdown.breakdown_key
where not value.is_history and value.school_key = -1 and value.indicator_key <= 40;

insert into mart.fact_performance_public
select performance.* -- noqa: AM04
from mart.fact_performance as performance
inner join mart.fact_hidden as hidden
    on
        performance.publication_id = hidden.publication_id
        and performance.indicator_key = hidden.indicator_key
        and performance.quarter_key = hidden.quarter_key
        and performance.breakdown_key = hidden.breakdown_key;

insert into mart.fact_data_quality (
    publication_id, extract, supplier, supplier_title, covers, state, rows_received, rows_loaded
)
select
    publication.publication_id,
    'attendance_register' as extract, -- noqa: RF04
    given.number::varchar(60) as supplier,
    'School ' || given.number as supplier_title,
    '2025/26 spring' as covers,
    'loaded' as state, -- noqa: RF04
    10000 as rows_received,
    10000 as rows_loaded
from made_publication as publication
cross join generate_series(1, 90) as given (number);

insert into mart.fact_comparator (publication_id, indicator_key, area_name, period, value, source, area_kind)
select
    publication.publication_id,
    indicator.indicator_key,
    'Area ' || numbered.area_number as area_name,
    (2020 + years.year_number)::varchar(20) as period, -- noqa: RF04
    numbered.area_number + years.year_number as value, -- noqa: RF04
    'National statistics' as source, -- noqa: RF04
    'neighbour' as area_kind
from made_publication as publication
inner join mart.dim_indicator as indicator on indicator.indicator_key <= 12
cross join generate_series(1, 13) as numbered (area_number)
cross join generate_series(1, 6) as years (year_number);

insert into mart.fact_milestone (publication_id, objective_ref, milestone_ref, title, due_date, officer, progress)
select
    publication.publication_id,
    'O1' as objective_ref,
    'O1.' || given.number as milestone_ref,
    'Milestone' as title,
    date '2026-03-31' as due_date,
    'Nobody' as officer,
    'On track' as progress
from made_publication as publication
cross join generate_series(1, 30) as given (number);
