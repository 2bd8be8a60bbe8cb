-- Children looked after, as the SSDA903 return holds them.

create table core.cla_child (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    sex varchar(1),
    date_of_birth date,
    ethnicity varchar(4),
    upn varchar(32),
    primary key (batch_id, child)
);
comment on table core.cla_child is 'Children in an SSDA903 file. A row per batch and child.';
comment on column core.cla_child.batch_id is 'Batch that the row came with.';
comment on column core.cla_child.child is 'Pseudonym of the child within the council.';
comment on column core.cla_child.sex is 'Sex, as coded in the return.';
comment on column core.cla_child.date_of_birth is 'Date of birth.';
comment on column core.cla_child.ethnicity is 'Ethnicity code of the return.';
comment on column core.cla_child.upn is 'Pseudonym of the unique pupil number, if the child has one.';

create table core.cla_episode (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    episode_start date not null,
    reason_new_episode varchar(4),
    legal_status varchar(4),
    category_of_need varchar(4),
    placement varchar(4),
    placement_provider varchar(4),
    episode_end date,
    reason_ceased varchar(4),
    placement_change_reason varchar(8),
    placement_urn varchar(10),
    primary key (batch_id, child, episode_start)
);
comment on table core.cla_episode is
'Episodes of being looked after, each in one placement under one legal status. A row per batch, child and start.';
comment on column core.cla_episode.batch_id is 'Batch that the row came with.';
comment on column core.cla_episode.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_episode.child is 'Pseudonym of the child within the council.';
comment on column core.cla_episode.episode_start is 'Day on which the episode started.';
comment on column core.cla_episode.reason_new_episode is 'Why it started; S means started to be looked after.';
comment on column core.cla_episode.legal_status is 'Legal status code. V3 and V4 are series of short breaks.';
comment on column core.cla_episode.category_of_need is 'Code of the main reason for needing help.';
comment on column core.cla_episode.placement is 'Placement type code.';
comment on column core.cla_episode.placement_provider is 'Placement provider code.';
comment on column core.cla_episode.episode_end is 'Day on which the episode ended; null while it is open.';
comment on column core.cla_episode.reason_ceased is 'Reason for the end of the episode.';
comment on column core.cla_episode.placement_change_reason is 'Reason for a change of placement.';
comment on column core.cla_episode.placement_urn is 'URN of the placement, where it has one.';
