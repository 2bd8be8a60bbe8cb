-- Values of indicators with areas and schools as they are today.

create or replace view mart.figures_as_is with (security_invoker = true) as
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
    case present.authority_key when -1 then area.area_code else present.area_code end as area_code,
    case present.authority_key when -1 then area.area_name else present.authority_name end as area_name,
    case present.authority_key when -1 then area.region else present.region end as region,
    now_is.fit as area_fit,
    area.area_name as area_name_then,
    school.urn as school_urn,
    school.school_name,
    school.phase,
    school.status as school_status,
    school.is_listed as school_is_listed,
    published.urn as school_urn_then,
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
inner join mart.bridge_authority_now as now_is on area.authority_key = now_is.authority_key
inner join mart.dim_authority as present on now_is.present_authority_key = present.authority_key
inner join mart.dim_school as published on figure.school_key = published.school_key
inner join mart.dim_school as school
    on coalesce(published.present_school_key, published.school_key) = school.school_key;
comment on view mart.figures_as_is is
'Values of indicators with areas and schools as they are today. A row per publication, indicator, quarter, school (or
all), breakdown item and area of today: two where an authority was split, and both with the figure of the whole, which
area_fit says. Nothing is shared out.';
comment on column mart.figures_as_is.council is 'Short name of the council.';
comment on column mart.figures_as_is.quarter is 'Quarter that the value is for, as 2025-26-Q1.';
comment on column mart.figures_as_is.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.figures_as_is.financial_year is 'Financial year of the quarter, as 2025-26.';
comment on column mart.figures_as_is.academic_year is 'Academic year in which the quarter ends, as 2024/25.';
comment on column mart.figures_as_is.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.figures_as_is.publication_id is 'Number of the publication that holds the row.';
comment on column mart.figures_as_is.reported_quarter is
'Quarter that the publication reports; its history has earlier quarters.';
comment on column mart.figures_as_is.is_history is 'True for a quarter before the one that the publication reports.';
comment on column mart.figures_as_is.indicator_id is 'Name of the indicator, such as cla_rate.';
comment on column mart.figures_as_is.title is 'Title of the indicator.';
comment on column mart.figures_as_is.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.figures_as_is.polarity is 'Which way is good: higher, lower or neutral.';
comment on column mart.figures_as_is.area_code is
'Code of the area (GSS) of today; one row for each where an authority was split.';
comment on column mart.figures_as_is.area_name is 'Name of the area of today.';
comment on column mart.figures_as_is.region is 'Region of the area.';
comment on column mart.figures_as_is.area_fit is
'same, whole (it is part of that area now: counts may be added up) or part (the value is of more than that area).';
comment on column mart.figures_as_is.area_name_then is 'Name of the area as it was published.';
comment on column mart.figures_as_is.school_urn is 'Number of the school today; empty for the whole area.';
comment on column mart.figures_as_is.school_name is 'Name of the school today, or All schools.';
comment on column mart.figures_as_is.phase is 'Phase of the school today; empty for the whole area.';
comment on column mart.figures_as_is.school_status is
'What kind of school it is today by law; empty where the council does not say.';
comment on column mart.figures_as_is.school_is_listed is 'False for a school that closed.';
comment on column mart.figures_as_is.school_urn_then is
'Number of the school when it was published; empty for the whole area.';
comment on column mart.figures_as_is.breakdown is 'Breakdown: Total, phase, sex or age_group.';
comment on column mart.figures_as_is.item is 'Item of the breakdown.';
comment on column mart.figures_as_is.numerator is 'What was counted. May be added up over items that do not overlap.';
comment on column mart.figures_as_is.denominator is 'What it is divided by; null for counts.';
comment on column mart.figures_as_is.value is
'The value as a double precision number, for tools that do not read numeric; null when there is none.';
comment on column mart.figures_as_is.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.figures_as_is.data_status is 'provisional, revised or final.';
