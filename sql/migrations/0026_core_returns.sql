-- What the returns of docs/returns.md hold, and who stands behind a figure that officers give.

create table core.early_help_episode (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    start_date date not null,
    ended_on date,
    reason varchar(8),
    end_reason varchar(8),
    organisation varchar(8),
    worker varchar(32),
    primary key (batch_id, row_number)
);
comment on table core.early_help_episode is
'Early help episodes that were open in the financial year. A row per batch, child and episode.';
comment on column core.early_help_episode.batch_id is 'Batch that the row came with.';
comment on column core.early_help_episode.row_number is 'Line or row of the file that the row came from.';
comment on column core.early_help_episode.child is 'Pseudonym of the child within the council.';
comment on column core.early_help_episode.start_date is 'Day on which the episode began.';
comment on column core.early_help_episode.ended_on is 'Day on which it ended; null until then.';
comment on column core.early_help_episode.reason is 'Main reason for the help.';
comment on column core.early_help_episode.end_reason is 'Reason that the episode ended.';
comment on column core.early_help_episode.organisation is 'Lead organisation.';
comment on column core.early_help_episode.worker is 'Pseudonym of the worker within the council.';

create table core.missing_episode (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    kind varchar(8),
    start_date date not null,
    ended_on date,
    interview_offered varchar(8),
    interview_accepted varchar(8),
    interview_date date,
    primary key (batch_id, row_number)
);
comment on table core.missing_episode is
'Times that children of the council went missing, looked after or not, with the interviews on their return. A row per
batch and episode.';
comment on column core.missing_episode.batch_id is 'Batch that the row came with.';
comment on column core.missing_episode.row_number is 'Line or row of the file that the row came from.';
comment on column core.missing_episode.child is 'Pseudonym of the child within the council.';
comment on column core.missing_episode.kind is 'Missing, or away without authorisation.';
comment on column core.missing_episode.start_date is 'Day on which the child went missing.';
comment on column core.missing_episode.ended_on is 'Day on which the child came back; null until then.';
comment on column core.missing_episode.interview_offered is 'Whether a return home interview was offered.';
comment on column core.missing_episode.interview_accepted is 'Whether it was accepted.';
comment on column core.missing_episode.interview_date is 'Day of the interview; null until it is held.';

create table core.exploitation_flag (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    kind varchar(8) not null,
    start_date date not null,
    ended_on date,
    primary key (batch_id, row_number)
);
comment on table core.exploitation_flag is
'Times for which children were flagged as at risk of exploitation. A row per batch, child, kind and time.';
comment on column core.exploitation_flag.batch_id is 'Batch that the row came with.';
comment on column core.exploitation_flag.row_number is 'Line or row of the file that the row came from.';
comment on column core.exploitation_flag.child is 'Pseudonym of the child within the council.';
comment on column core.exploitation_flag.kind is 'Kind of exploitation.';
comment on column core.exploitation_flag.start_date is 'Day on which the flag was set.';
comment on column core.exploitation_flag.ended_on is 'Day on which it was taken off; null until then.';

create table core.quality_audit (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32),
    audit_date date not null,
    team varchar(60) not null,
    kind varchar(8) not null,
    grade varchar(8),
    primary key (batch_id, row_number)
);
comment on table core.quality_audit is 'Quality visits and case audits. A row per batch and visit or audit.';
comment on column core.quality_audit.batch_id is 'Batch that the row came with.';
comment on column core.quality_audit.row_number is 'Line or row of the file that the row came from.';
comment on column core.quality_audit.child is 'Pseudonym of the child within the council.';
comment on column core.quality_audit.audit_date is 'Day of the visit or audit.';
comment on column core.quality_audit.team is 'Name of the team.';
comment on column core.quality_audit.kind is 'Kind of visit or audit.';
comment on column core.quality_audit.grade is 'Grade of the work.';

create table core.key_stage_result (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    pupil varchar(32) not null,
    key_stage varchar(8) not null,
    subject varchar(8) not null,
    academic_year varchar(7) not null,
    result numeric(15, 6),
    standard_met boolean,
    primary key (batch_id, row_number)
);
comment on table core.key_stage_result is
'Results of pupils. A row per batch, pupil, key stage, subject and academic year.';
comment on column core.key_stage_result.batch_id is 'Batch that the row came with.';
comment on column core.key_stage_result.row_number is 'Line or row of the file that the row came from.';
comment on column core.key_stage_result.pupil is 'Pseudonym of the pupil''s number within the council.';
comment on column core.key_stage_result.key_stage is 'Key stage.';
comment on column core.key_stage_result.subject is 'Subject.';
comment on column core.key_stage_result.academic_year is 'Academic year, as 2024/25.';
comment on column core.key_stage_result.result is
'Scaled score, grade or points; null where there is only a judgement.';
comment on column core.key_stage_result.standard_met is 'Whether the expected standard was met.';

create table core.school_target (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    school_urn varchar(6) not null,
    key_stage varchar(8) not null,
    subject varchar(8) not null,
    academic_year varchar(7) not null,
    baseline numeric(15, 6),
    target numeric(15, 6),
    actual numeric(15, 6),
    primary key (batch_id, row_number)
);
comment on table core.school_target is
'Targets of schools for all their pupils. A row per batch, school, key stage, subject and academic year.';
comment on column core.school_target.batch_id is 'Batch that the row came with.';
comment on column core.school_target.row_number is 'Line or row of the file that the row came from.';
comment on column core.school_target.school_urn is 'Unique reference number of the school.';
comment on column core.school_target.key_stage is 'Key stage.';
comment on column core.school_target.subject is 'Subject.';
comment on column core.school_target.academic_year is 'Academic year, as 2024/25.';
comment on column core.school_target.baseline is
'Per cent of pupils at the expected standard a year before; for A8, points.';
comment on column core.school_target.target is 'What the school aims at, in the same unit.';
comment on column core.school_target.actual is 'What was reached, in the same unit; null until it is known.';

create table core.care_target (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32),
    pupil varchar(32) not null,
    school_urn varchar(6) not null,
    key_stage varchar(8) not null,
    subject varchar(8) not null,
    academic_year varchar(7) not null,
    baseline numeric(15, 6),
    target numeric(15, 6),
    actual numeric(15, 6),
    due_on date not null,
    returned_on date,
    primary key (batch_id, row_number)
);
comment on table core.care_target is
'Targets of children in care. A row per batch, child, key stage, subject and academic year.';
comment on column core.care_target.batch_id is 'Batch that the row came with.';
comment on column core.care_target.row_number is 'Line or row of the file that the row came from.';
comment on column core.care_target.child is 'Pseudonym of the child within the council.';
comment on column core.care_target.pupil is 'Pseudonym of the pupil''s number within the council.';
comment on column core.care_target.school_urn is 'Unique reference number of the school.';
comment on column core.care_target.key_stage is 'Key stage.';
comment on column core.care_target.subject is 'Subject.';
comment on column core.care_target.academic_year is 'Academic year, as 2024/25.';
comment on column core.care_target.baseline is 'Scaled score, grade or points that the child starts from.';
comment on column core.care_target.target is 'What school and child aim at, on the same scale.';
comment on column core.care_target.actual is 'What was reached, on the same scale; null until it is known.';
comment on column core.care_target.due_on is 'Day by which the school was asked to return it.';
comment on column core.care_target.returned_on is 'Day on which it came back; null until then.';

create table core.home_education (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    pupil varchar(32),
    start_date date not null,
    ended_on date,
    reason varchar(8),
    suitable varchar(8),
    primary key (batch_id, row_number)
);
comment on table core.home_education is
'Children educated at home by choice of their parents. A row per batch, child and time.';
comment on column core.home_education.batch_id is 'Batch that the row came with.';
comment on column core.home_education.row_number is 'Line or row of the file that the row came from.';
comment on column core.home_education.child is 'Pseudonym of the child within the council.';
comment on column core.home_education.pupil is 'Pseudonym of the pupil''s number within the council.';
comment on column core.home_education.start_date is 'Day on which home education began.';
comment on column core.home_education.ended_on is 'Day on which it ended; null until then.';
comment on column core.home_education.reason is 'Reason that the parents give.';
comment on column core.home_education.suitable is 'Suitability of the education, as last judged.';

create table core.foster_household (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    household varchar(32) not null,
    approved_on date not null,
    ended_on date,
    kind varchar(8),
    places integer,
    end_reason varchar(8),
    primary key (batch_id, row_number)
);
comment on table core.foster_household is 'Households approved to foster. A row per batch, household and approval.';
comment on column core.foster_household.batch_id is 'Batch that the row came with.';
comment on column core.foster_household.row_number is 'Line or row of the file that the row came from.';
comment on column core.foster_household.household is 'Pseudonym of the household within the council.';
comment on column core.foster_household.approved_on is 'Day of the approval.';
comment on column core.foster_household.ended_on is 'Day on which the approval ended; null until then.';
comment on column core.foster_household.kind is 'Kind of fostering.';
comment on column core.foster_household.places is 'Children whom it is approved for at once.';
comment on column core.foster_household.end_reason is 'Reason that the approval ended.';

create table core.sen_transport (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    pupil varchar(32),
    mode varchar(8) not null,
    start_date date not null,
    ended_on date,
    annual_cost integer,
    primary key (batch_id, row_number)
);
comment on table core.sen_transport is
'Transport for pupils with special educational needs. A row per batch, child, mode and time.';
comment on column core.sen_transport.batch_id is 'Batch that the row came with.';
comment on column core.sen_transport.row_number is 'Line or row of the file that the row came from.';
comment on column core.sen_transport.child is 'Pseudonym of the child within the council.';
comment on column core.sen_transport.pupil is 'Pseudonym of the pupil''s number within the council.';
comment on column core.sen_transport.mode is 'Way of travelling.';
comment on column core.sen_transport.start_date is 'Day on which the transport began.';
comment on column core.sen_transport.ended_on is 'Day on which it ended; null until then.';
comment on column core.sen_transport.annual_cost is 'What it costs in a whole year, in whole pounds.';

alter table core.council_return
add column preparer varchar(4),
add column approver varchar(4),
add column evidence varchar(200);
comment on column core.council_return.preparer is 'Initials of who worked the figure out; null where not told.';
comment on column core.council_return.approver is 'Initials of who approved it; null while nobody has.';
comment on column core.council_return.evidence is 'Where the figure can be checked: a report, a ledger, a page.';
