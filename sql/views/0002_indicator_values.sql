-- Values of indicators with their dimensions in words.

create or replace view mart.indicator_values with (security_invoker = true) as
select
    publication.council,
    quarter.quarter,
    publication.status,
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    area.area_code,
    area.area_name,
    school.urn as school_urn,
    school.school_name,
    school.phase,
    breakdown.breakdown,
    breakdown.item,
    fact.numerator,
    fact.denominator,
    fact.value,
    fact.symbol,
    fact.data_status,
    fact.is_history,
    publication.publication_id,
    publication.quarter as reported_quarter,
    indicator.decimals,
    indicator.polarity,
    quarter.end_date as quarter_end,
    publication.created_at as published_at,
    fact.basis,
    fact.covers_from,
    fact.covers_to,
    fact.indicator_key,
    fact.quarter_key,
    fact.area_key,
    fact.school_key,
    fact.breakdown_key
from (
    select
        shown.publication_id,
        shown.indicator_key,
        shown.quarter_key,
        shown.area_key,
        shown.school_key,
        shown.breakdown_key,
        shown.numerator,
        shown.denominator,
        shown.value,
        shown.symbol,
        shown.data_status,
        shown.is_history,
        shown.basis,
        shown.covers_from,
        shown.covers_to,
        false as is_hidden
    from mart.fact_indicator_value as shown
    union all
    select
        hidden.publication_id,
        hidden.indicator_key,
        hidden.quarter_key,
        hidden.area_key,
        hidden.school_key,
        hidden.breakdown_key,
        cast(null as bigint) as numerator,
        cast(null as bigint) as denominator,
        cast(null as numeric(18, 6)) as value, -- noqa: RF04
        cast('c' as varchar(3)) as symbol,
        hidden.data_status,
        hidden.is_history,
        cast('' as varchar(20)) as basis,
        cast(null as date) as covers_from,
        cast(null as date) as covers_to,
        true as is_hidden
    from mart.fact_hidden as hidden
) as fact
inner join mart.publication as publication on fact.publication_id = publication.publication_id
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_area as area on fact.area_key = area.area_key
inner join mart.dim_school as school on fact.school_key = school.school_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    fact.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer)
    -- Whoever may not see a value sees that it is hidden; whoever may sees the value alone. Asked so, the database
    -- looks for the value of a hidden row by its key, and never joins two large tables to find none.
    and not (
        fact.is_hidden
        and coalesce(
            (
                select true
                from mart.fact_indicator_value as shown
                where
                    shown.publication_id = fact.publication_id
                    and shown.indicator_key = fact.indicator_key
                    and shown.quarter_key = fact.quarter_key
                    and shown.school_key = fact.school_key
                    and shown.breakdown_key = fact.breakdown_key
            ),
            false
        )
    );
comment on view mart.indicator_values is
'Values of indicators, for the reported quarter and the quarters before it: the issued publication of each reported
quarter and, for officers, the frozen one and the newest draft. A row per publication, indicator, quarter, school (or
all) and breakdown item. Filter on one publication_id, or on is_history = false, so that a quarter is not taken twice.';
comment on column mart.indicator_values.council is 'Short name of the council.';
comment on column mart.indicator_values.quarter is 'Quarter that the value is for, as 2025-26-Q1.';
comment on column mart.indicator_values.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.indicator_values.indicator_id is 'Name of the indicator, such as cla_rate.';
comment on column mart.indicator_values.title is 'Title of the indicator.';
comment on column mart.indicator_values.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.indicator_values.area_code is 'Code of the area (GSS).';
comment on column mart.indicator_values.area_name is 'Name of the area.';
comment on column mart.indicator_values.school_urn is
'Unique reference number of the school when it was published; empty for the whole area.';
comment on column mart.indicator_values.school_name is
'Name of the school as the council calls it now, or All schools.';
comment on column mart.indicator_values.phase is 'Phase of the school now; empty for the whole area.';
comment on column mart.indicator_values.breakdown is 'Breakdown: Total, phase, sex or age_group.';
comment on column mart.indicator_values.item is 'Item of the breakdown.';
comment on column mart.indicator_values.numerator is
'What was counted; null for a value that was returned alone. May be added up over items that do not overlap.';
comment on column mart.indicator_values.denominator is 'What it is divided by; null for counts.';
comment on column mart.indicator_values.value is
'The value, not yet rounded for readers; null when there is none. Never add up or average.';
comment on column mart.indicator_values.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.indicator_values.data_status is 'provisional, revised or final.';
comment on column mart.indicator_values.is_history is 'True for a quarter before the one that the publication reports.';
comment on column mart.indicator_values.publication_id is 'Number of the publication that holds the row.';
comment on column mart.indicator_values.reported_quarter is
'Quarter that the publication reports; its history has earlier quarters.';
comment on column mart.indicator_values.decimals is 'Decimal places to show.';
comment on column mart.indicator_values.polarity is 'Which way is good: higher, lower or neutral.';
comment on column mart.indicator_values.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.indicator_values.published_at is 'When the publication was made.';
comment on column mart.indicator_values.basis is
'counted, returned with counts, returned value, or difference of two figures; the last two have no counts.';
comment on column mart.indicator_values.covers_from is
'First day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.indicator_values.covers_to is
'Last day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.indicator_values.indicator_key is 'Indicator and version of its definition, in dim_indicator.';
comment on column mart.indicator_values.quarter_key is 'Quarter that the value is for, in dim_quarter.';
comment on column mart.indicator_values.area_key is 'Area, in dim_area.';
comment on column mart.indicator_values.school_key is 'School, in dim_school; -1 for the whole area.';
comment on column mart.indicator_values.breakdown_key is 'Breakdown item, in dim_breakdown.';
