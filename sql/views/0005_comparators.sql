-- Published values of other areas.

create or replace view mart.comparators with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    comparator.area_name,
    comparator.period,
    comparator.value,
    comparator.symbol,
    comparator.source,
    publication.publication_id,
    publication.created_at as published_at,
    comparator.area_kind,
    comparator.period_end,
    comparator.areas,
    comparator.areas_of,
    comparator.national_rank,
    comparator.national_rank_of,
    comparator.quartile,
    comparator.median,
    comparator.change,
    comparator.best_quarter,
    comparator.best
from mart.fact_comparator as comparator
inner join mart.publication as publication on comparator.publication_id = publication.publication_id
inner join mart.dim_indicator as indicator on comparator.indicator_key = indicator.indicator_key
where comparator.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.comparators is
'Published values of other areas, as they stood for the issued publication of each quarter and, for officers, the
frozen one and the newest draft. A row per council, quarter, publication, indicator, area and period.';
comment on column mart.comparators.council is 'Short name of the council.';
comment on column mart.comparators.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.comparators.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.comparators.indicator_id is 'Name of the indicator, such as cla_rate.';
comment on column mart.comparators.title is 'Title of the indicator.';
comment on column mart.comparators.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.comparators.area_name is 'Area compared with: England, a region, a group or another council.';
comment on column mart.comparators.period is 'Period of the value, as published.';
comment on column mart.comparators.value is 'The value; null when there is none.';
comment on column mart.comparators.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.comparators.source is 'Where it was published.';
comment on column mart.comparators.publication_id is 'Number of the publication that holds the row.';
comment on column mart.comparators.published_at is 'When the publication was made.';
comment on column mart.comparators.area_kind is
'What the area is to the council: own (as published, often older than its own figure), neighbours (the mean of its
statistical neighbours), neighbour, region, England or other.';
comment on column mart.comparators.period_end is 'Last day of the period.';
comment on column mart.comparators.areas is
'Areas with a published value that a mean is made of; null for a value of one area.';
comment on column mart.comparators.areas_of is 'Areas that the mean would be made of if all had a value.';
comment on column mart.comparators.national_rank is
'The council''s place among all authorities, 1 the best; null for other areas and where neither way is better.';
comment on column mart.comparators.national_rank_of is 'Authorities with a published value.';
comment on column mart.comparators.quartile is
'The quarter of all authorities that the council is in, A the best to D; empty for other areas and where neither way is
better.';
comment on column mart.comparators.median is 'Median of the areas that a mean is made of; null for one area.';
comment on column mart.comparators.change is
'Change from the value of the year before; null where that is not published.';
comment on column mart.comparators.best_quarter is
'Value from which an authority is among the best quarter of all; null for other areas and where neither way is better.';
comment on column mart.comparators.best is
'Value of the best authority; null for other areas and where neither way is better.';
