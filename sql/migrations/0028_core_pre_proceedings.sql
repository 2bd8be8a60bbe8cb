-- Core: what the children in need census tells, from 2026, of family group meetings and steps before care proceedings.

create table core.cin_pre_proceedings (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    pre_proceedings_start date,
    letter_date date,
    meeting_offered boolean,
    meeting_held boolean,
    first_meeting_date date,
    review_meetings integer check (review_meetings >= 0),
    decision_date date,
    outcome varchar(3),
    application_date date,
    proceedings_letter_date date,
    primary key (batch_id, row_number)
);
comment on table core.cin_pre_proceedings is
'Family group meetings and steps before care proceedings. A row per batch and record.';
comment on column core.cin_pre_proceedings.batch_id is 'Batch that the row came with.';
comment on column core.cin_pre_proceedings.row_number is 'Number of the record in the file, from 1.';
comment on column core.cin_pre_proceedings.child is 'Pseudonym of the child within the council.';
comment on column core.cin_pre_proceedings.referral_number is 'Number of the referral that it followed, in its batch.';
comment on column core.cin_pre_proceedings.pre_proceedings_start is
'Day on which the pre-proceedings began; null where there were none.';
comment on column core.cin_pre_proceedings.letter_date is 'Day on which the letter before proceedings was sent.';
comment on column core.cin_pre_proceedings.meeting_offered is 'Whether a family group meeting was offered.';
comment on column core.cin_pre_proceedings.meeting_held is 'Whether one was held.';
comment on column core.cin_pre_proceedings.first_meeting_date is 'Day of the first pre-proceedings meeting.';
comment on column core.cin_pre_proceedings.review_meetings is 'How many review meetings there were.';
comment on column core.cin_pre_proceedings.decision_date is 'Day of the decision to step up to court or down.';
comment on column core.cin_pre_proceedings.outcome is 'Outcome, as coded in the return.';
comment on column core.cin_pre_proceedings.application_date is 'Day of the application to court.';
comment on column core.cin_pre_proceedings.proceedings_letter_date is 'Day of the letter that proceedings had begun.';
