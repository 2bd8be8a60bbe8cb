-- Care leavers and absences from placement, as the SSDA903 return holds them beside the episodes.

create table core.care_leaver (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    in_touch varchar(4),
    activity varchar(2),
    accommodation varchar(2),
    primary key (batch_id, child)
);
comment on table core.care_leaver is
'Young people who left care, in the year of a birthday from 17 to 21. A row per batch and young person.';
comment on column core.care_leaver.batch_id is 'Batch that the row came with.';
comment on column core.care_leaver.child is 'Pseudonym of the young person within the council.';
comment on column core.care_leaver.in_touch is 'Whether the council is in touch, as coded in the return.';
comment on column core.care_leaver.activity is
'Main activity, as coded in the return: F full time, P part time, G none, 0 not known.';
comment on column core.care_leaver.accommodation is
'Accommodation, as coded in the return: a letter, and 1 for suitable or 2 for not; 0 not known.';

create table core.cla_missing (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    kind varchar(1) not null check (kind in ('M', 'A')),
    start_date date not null,
    end_date date,
    primary key (batch_id, child, start_date)
);
comment on table core.cla_missing is
'Times that a child looked after was not at the placement. A row per batch, child and start.';
comment on column core.cla_missing.batch_id is 'Batch that the row came with.';
comment on column core.cla_missing.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_missing.child is 'Pseudonym of the child within the council.';
comment on column core.cla_missing.kind is 'M missing, A away from placement without authorisation.';
comment on column core.cla_missing.start_date is 'Day on which it began.';
comment on column core.cla_missing.end_date is 'Day on which the child was found or came back; null until then.';
