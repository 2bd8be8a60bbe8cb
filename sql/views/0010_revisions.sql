-- Values that were issued before and have been revised since.

create or replace view mart.revisions with (security_invoker = true) as
select
    publication.council,
    quarter.quarter,
    publication.status,
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    school.urn as school_urn,
    school.school_name,
    breakdown.breakdown,
    breakdown.item,
    revision.numerator_before,
    revision.denominator_before,
    revision.value_before,
    fact.numerator,
    fact.denominator,
    fact.value,
    indicator.decimals,
    revision.issued_publication_id,
    publication.publication_id,
    publication.quarter as reported_quarter,
    publication.created_at as published_at
from mart.fact_revision as revision
inner join mart.fact_indicator_value as fact
    on
        revision.publication_id = fact.publication_id
        and revision.indicator_key = fact.indicator_key
        and revision.quarter_key = fact.quarter_key
        and revision.school_key = fact.school_key
        and revision.breakdown_key = fact.breakdown_key
inner join mart.publication as publication on revision.publication_id = publication.publication_id
inner join mart.dim_indicator as indicator on revision.indicator_key = indicator.indicator_key
inner join mart.dim_quarter as quarter on revision.quarter_key = quarter.quarter_key
inner join mart.dim_school as school on revision.school_key = school.school_key
inner join mart.dim_breakdown as breakdown on revision.breakdown_key = breakdown.breakdown_key
where revision.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.revisions is
'Values that were issued before and are revised in the issued publication of a quarter or, for officers, in the frozen
one or the newest draft. A row per publication, indicator, quarter, school (or all) and breakdown item.';
comment on column mart.revisions.council is 'Short name of the council.';
comment on column mart.revisions.quarter is 'Quarter that the value is for, as 2025-26-Q1.';
comment on column mart.revisions.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.revisions.indicator_id is 'Name of the indicator, such as cla_rate.';
comment on column mart.revisions.title is 'Title of the indicator.';
comment on column mart.revisions.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.revisions.school_urn is 'Unique reference number of the school; empty for the whole area.';
comment on column mart.revisions.school_name is 'Name of the school, or All schools.';
comment on column mart.revisions.breakdown is 'Breakdown: Total, phase, sex or age_group.';
comment on column mart.revisions.item is 'Item of the breakdown.';
comment on column mart.revisions.numerator_before is 'What had been counted when the value was issued last.';
comment on column mart.revisions.denominator_before is 'What it had been divided by; null for counts.';
comment on column mart.revisions.value_before is
'The value that had been issued, not yet rounded for readers; null when there was none.';
comment on column mart.revisions.numerator is 'What is counted now.';
comment on column mart.revisions.denominator is 'What it is divided by now; null for counts.';
comment on column mart.revisions.value is 'The revised value, not yet rounded for readers; null when there is none.';
comment on column mart.revisions.decimals is 'Decimal places to show.';
comment on column mart.revisions.issued_publication_id is 'Number of the publication that had issued the value last.';
comment on column mart.revisions.publication_id is 'Number of the publication that holds the revised value.';
comment on column mart.revisions.reported_quarter is
'Quarter that the publication reports; its history has earlier quarters.';
comment on column mart.revisions.published_at is 'When the publication was made.';
