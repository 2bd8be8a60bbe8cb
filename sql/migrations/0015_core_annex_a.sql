-- What the lists of Annex A hold that no return to government does: early help, and interviews on return.

create table core.early_help_assessment (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    start_date date not null,
    completed_date date,
    primary key (batch_id, row_number)
);
comment on table core.early_help_assessment is
'Early help assessments of the last six months (Annex A, list 2). A row per batch and assessment.';
comment on column core.early_help_assessment.batch_id is 'Batch that the row came with.';
comment on column core.early_help_assessment.row_number is 'Row of the sheet that it came from.';
comment on column core.early_help_assessment.child is 'Pseudonym of the child within the council.';
comment on column core.early_help_assessment.start_date is 'Day on which the assessment began.';
comment on column core.early_help_assessment.completed_date is 'Day on which it was completed; null while it goes on.';

create table core.cla_missing_summary (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    started_date date not null,
    ceased_date date,
    missing_episodes integer check (missing_episodes >= 0),
    absent_episodes integer check (absent_episodes >= 0),
    interview_offered boolean,
    interview_accepted boolean,
    primary key (batch_id, child, started_date)
);
comment on table core.cla_missing_summary is
'How often each child in care was missing in the last 12 months (Annex A, list 8). A row per batch, child and period of
care.';
comment on column core.cla_missing_summary.batch_id is 'Batch that the row came with.';
comment on column core.cla_missing_summary.row_number is 'Row of the sheet that it came from.';
comment on column core.cla_missing_summary.child is 'Pseudonym of the child within the council.';
comment on column core.cla_missing_summary.started_date is 'Day on which the child started to be looked after.';
comment on column core.cla_missing_summary.ceased_date is 'Day on which the child ceased to be; null while in care.';
comment on column core.cla_missing_summary.missing_episodes is 'Times missing from placement in the last 12 months.';
comment on column core.cla_missing_summary.absent_episodes is 'Times absent from placement in the last 12 months.';
comment on column core.cla_missing_summary.interview_offered is
'Whether an interview was offered on return from the last time missing; null where nothing is said.';
comment on column core.cla_missing_summary.interview_accepted is
'Whether the child accepted it; null where nothing is said.';
