-- Core: what a child in care was last assessed to be working at, and how far that is from the target.

alter table core.care_target add column working_at numeric(15, 6);
alter table core.care_target add column assessed_on date;
alter table core.care_target add column progress varchar(16);
comment on column core.care_target.working_at is
'Scaled score, grade or points that the child was last assessed to be working at; null where none is given.';
comment on column core.care_target.assessed_on is
'Day of that assessment; null where none is given.';
comment on column core.care_target.progress is
'Met, Near, Below or Not known yet: the year''s result, or else the last assessment, beside the target; null without a
target, and in lists taken in before this column was there.';
