-- Values of indicators with areas and schools as they were in each quarter.

create or replace view mart.figures_as_was with (security_invoker = true) as
select -- noqa: ST06
    figure.council,
    figure.quarter,
    figure.quarter_end,
    quarter.financial_year,
    quarter.academic_year,
    figure.status,
    figure.publication_id,
    figure.reported_quarter,
    figure.is_history,
    figure.indicator_id,
    figure.title,
    figure.unit,
    figure.polarity,
    coalesce(authority.area_code, area.area_code) as area_code,
    coalesce(authority.authority_name, area.area_name) as area_name,
    coalesce(authority.region, area.region) as region,
    school.urn as school_urn,
    school.school_name,
    school.phase,
    school.status as school_status,
    figure.breakdown,
    figure.item,
    figure.numerator,
    figure.denominator,
    cast(figure.value as double precision) as value, -- noqa: RF04
    figure.symbol,
    figure.data_status
from mart.indicator_values as figure
inner join mart.dim_quarter as quarter on figure.quarter_key = quarter.quarter_key
inner join mart.dim_area as area on figure.area_key = area.area_key
inner join mart.dim_school_version as school
    on figure.school_key = school.school_key and figure.quarter_end between school.valid_from and school.valid_to
left join mart.dim_authority as authority
    on
        area.authority_key <> -1
        and area.la_code = authority.la_code
        and figure.quarter_end between authority.valid_from and authority.valid_to;
comment on view mart.figures_as_was is
'Values of indicators with areas and schools as they were at the end of each quarter: number, name, phase and status. A
row per publication, indicator, quarter, school (or all) and breakdown item, as in mart.indicator_values.';
comment on column mart.figures_as_was.council is 'Short name of the council.';
comment on column mart.figures_as_was.quarter is 'Quarter that the value is for, as 2025-26-Q1.';
comment on column mart.figures_as_was.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.figures_as_was.financial_year is 'Financial year of the quarter, as 2025-26.';
comment on column mart.figures_as_was.academic_year is 'Academic year in which the quarter ends, as 2024/25.';
comment on column mart.figures_as_was.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.figures_as_was.publication_id is 'Number of the publication that holds the row.';
comment on column mart.figures_as_was.reported_quarter is
'Quarter that the publication reports; its history has earlier quarters.';
comment on column mart.figures_as_was.is_history is 'True for a quarter before the one that the publication reports.';
comment on column mart.figures_as_was.indicator_id is 'Name of the indicator, such as cla_rate.';
comment on column mart.figures_as_was.title is 'Title of the indicator.';
comment on column mart.figures_as_was.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.figures_as_was.polarity is 'Which way is good: higher, lower or neutral.';
comment on column mart.figures_as_was.area_code is 'Code of the area (GSS) at the end of the quarter.';
comment on column mart.figures_as_was.area_name is 'Name of the area at the end of the quarter.';
comment on column mart.figures_as_was.region is 'Region of the area.';
comment on column mart.figures_as_was.school_urn is
'Number that the school had at the end of the quarter; empty for the whole area.';
comment on column mart.figures_as_was.school_name is 'Name of the school then, or All schools.';
comment on column mart.figures_as_was.phase is 'Phase of the school then; empty for the whole area.';
comment on column mart.figures_as_was.school_status is
'What kind of school it was then by law; empty where the council does not say.';
comment on column mart.figures_as_was.breakdown is 'Breakdown: Total, phase, sex or age_group.';
comment on column mart.figures_as_was.item is 'Item of the breakdown.';
comment on column mart.figures_as_was.numerator is
'What was counted. May be added up over items that do not overlap.';
comment on column mart.figures_as_was.denominator is 'What it is divided by; null for counts.';
comment on column mart.figures_as_was.value is
'The value as a double precision number, for tools that do not read numeric; null when there is none.';
comment on column mart.figures_as_was.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.figures_as_was.data_status is 'provisional, revised or final.';
