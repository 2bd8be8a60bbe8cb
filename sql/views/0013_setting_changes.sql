-- Who changed how measures are judged.

create or replace view mart.setting_changes with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    change.measure_ref,
    change.setting,
    change.value_before,
    change.value_now,
    change.changed_by,
    change.changed_on,
    change.reason,
    publication.publication_id,
    publication.created_at as published_at
from mart.fact_setting_change as change
inner join mart.publication as publication on change.publication_id = publication.publication_id
where change.value_before is not null;
comment on view mart.setting_changes is
'Changes of targets, ratings, good directions, owners and disclosure of measures: what, by whom, when and why. For
officers. A row per publication that found a change, measure and setting.';
comment on column mart.setting_changes.council is 'Short name of the council.';
comment on column mart.setting_changes.quarter is 'Quarter whose publication found the change, as 2025-26-Q1.';
comment on column mart.setting_changes.status is 'Status of that publication.';
comment on column mart.setting_changes.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.setting_changes.setting is
'What was set: title, objective, officer, parts, good direction, rating, disclosure, or a target of a part and year.';
comment on column mart.setting_changes.value_before is 'What it was, in words; empty when it was not there.';
comment on column mart.setting_changes.value_now is 'What it is, in words; empty when it was taken away.';
comment on column mart.setting_changes.changed_by is 'Who changed it, as the council folder says; else empty.';
comment on column mart.setting_changes.changed_on is 'When, as the council folder says; null where it does not.';
comment on column mart.setting_changes.reason is 'Why, as the council folder says; else empty.';
comment on column mart.setting_changes.publication_id is 'Number of the publication that found the change.';
comment on column mart.setting_changes.published_at is 'When the publication was made.';
