-- What moved when an issued publication was replaced by another.

create or replace view mart.restatements with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    restatement.measure_ref,
    restatement.part,
    restatement.title,
    restatement.unit,
    restatement.value_before,
    restatement.value_now,
    restatement.progress_before,
    restatement.progress_now,
    restatement.also,
    restatement.cause,
    restatement.position,
    restatement.decimals,
    restatement.replaces_publication_id,
    publication.publication_id,
    publication.issued_at,
    publication.issued_by,
    restatement.value_now - restatement.value_before as change
from mart.fact_restatement as restatement
inner join mart.publication as publication on restatement.publication_id = publication.publication_id;
comment on view mart.restatements is
'What moved, by at least what the council calls material, when an issued publication was replaced; mart.decisions has
the reason. A row per publication that replaced another, measure and part.';
comment on column mart.restatements.council is 'Short name of the council.';
comment on column mart.restatements.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.restatements.status is 'Status of the publication now: issued, or superseded by a later one.';
comment on column mart.restatements.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.restatements.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.restatements.title is 'Title of the measure.';
comment on column mart.restatements.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.restatements.value_before is 'Value that was issued before; null when there was no figure.';
comment on column mart.restatements.value_now is 'Value that replaces it; null when there is no figure.';
comment on column mart.restatements.progress_before is 'Progress rating that was issued before; empty for none.';
comment on column mart.restatements.progress_now is 'Progress rating that replaces it; empty for none.';
comment on column mart.restatements.also is
'What else is another, in words: progress, direction of travel, target; empty for nothing.';
comment on column mart.restatements.cause is 'What changed behind the figure, in words.';
comment on column mart.restatements.position is 'Place in the report, from 1.';
comment on column mart.restatements.decimals is 'Decimal places to show.';
comment on column mart.restatements.replaces_publication_id is 'Number of the publication that was issued before.';
comment on column mart.restatements.publication_id is 'Number of the publication that replaced it.';
comment on column mart.restatements.issued_at is 'When it was replaced.';
comment on column mart.restatements.issued_by is 'Who issued the publication that replaced it.';
comment on column mart.restatements.change is
'How much higher the new value is, in its unit; null without both values.';
