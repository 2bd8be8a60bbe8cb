-- Mart: how measures are judged, and who changed that, when and why.

create table mart.fact_setting_change (
    publication_id bigint not null references mart.publication (publication_id),
    measure_ref varchar(60) not null,
    setting varchar(120) not null,
    value_before text,
    value_now text not null,
    changed_by varchar(120) not null default '',
    changed_on date,
    reason text not null default '',
    primary key (publication_id, measure_ref, setting)
);
comment on table mart.fact_setting_change is
'Settings by which measures are judged, where they are not as in the publication before. A row per publication, measure
and setting; rows are added, never changed.';
comment on column mart.fact_setting_change.publication_id is 'Publication that found the setting so.';
comment on column mart.fact_setting_change.measure_ref is 'Reference of the measure in the council''s plan.';
comment on column mart.fact_setting_change.setting is
'What was set: title, objective, officer, parts, good direction, rating, disclosure, or a target of a part and year.';
comment on column mart.fact_setting_change.value_before is
'What it was, in words; null when it is recorded for the first time, empty when it was taken away before.';
comment on column mart.fact_setting_change.value_now is 'What it is, in words; empty when it was taken away.';
comment on column mart.fact_setting_change.changed_by is 'Who changed it, as the council folder says; else empty.';
comment on column mart.fact_setting_change.changed_on is 'When, as the council folder says; null where it does not.';
comment on column mart.fact_setting_change.reason is 'Why, as the council folder says; else empty.';

create trigger fact_setting_change_stays before update or delete or truncate on mart.fact_setting_change
for each statement execute function mart.refuse_change();
create trigger fact_setting_change_is_complete after insert on mart.fact_setting_change referencing new table as added
for each statement execute function mart.refuse_late_rows();
