-- Children in need, as the children in need census holds them.

create table core.cin_child (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    upn varchar(32),
    date_of_birth date,
    sex varchar(1),
    ethnicity varchar(4),
    primary key (batch_id, child)
);
comment on table core.cin_child is 'Children in a file of the children in need census. A row per batch and child.';
comment on column core.cin_child.batch_id is 'Batch that the row came with.';
comment on column core.cin_child.child is 'Pseudonym of the child within the council.';
comment on column core.cin_child.upn is 'Pseudonym of the unique pupil number, if the child has one.';
comment on column core.cin_child.date_of_birth is 'Date of birth; null for an unborn child.';
comment on column core.cin_child.sex is 'Sex, as coded in the census; U for an unborn child.';
comment on column core.cin_child.ethnicity is 'Ethnicity code of the census.';

create table core.cin_referral (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    referral_date date not null,
    referral_source varchar(2),
    primary_need varchar(2),
    closure_date date,
    closure_reason varchar(3),
    is_nfa boolean not null,
    primary key (batch_id, referral_number)
);
comment on table core.cin_referral is
'Referrals to children''s social care, and the cases that they opened. A row per batch and referral.';
comment on column core.cin_referral.batch_id is 'Batch that the row came with.';
comment on column core.cin_referral.row_number is 'Number of the referral''s record in the file, from 1.';
comment on column core.cin_referral.child is 'Pseudonym of the child within the council.';
comment on column core.cin_referral.referral_number is 'Number by which its assessments and plans name it.';
comment on column core.cin_referral.referral_date is 'Day of the referral.';
comment on column core.cin_referral.referral_source is 'Code of who referred the child.';
comment on column core.cin_referral.primary_need is 'Code of the main reason for needing help.';
comment on column core.cin_referral.closure_date is 'Day on which the case was closed; null while it is open.';
comment on column core.cin_referral.closure_reason is 'Reason for which it was closed.';
comment on column core.cin_referral.is_nfa is 'Whether no further action followed, so that no case was opened.';

create table core.cin_assessment (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    assessment_number integer not null,
    start_date date not null,
    authorised_date date,
    primary key (batch_id, assessment_number)
);
comment on table core.cin_assessment is 'Assessments of children''s social care. A row per batch and assessment.';
comment on column core.cin_assessment.batch_id is 'Batch that the row came with.';
comment on column core.cin_assessment.row_number is 'Number of the assessment''s record in the file, from 1.';
comment on column core.cin_assessment.child is 'Pseudonym of the child within the council.';
comment on column core.cin_assessment.referral_number is 'Number of the referral that it followed, in its batch.';
comment on column core.cin_assessment.assessment_number is 'Number that its factors name it by, in its batch.';
comment on column core.cin_assessment.start_date is 'Day on which the assessment began.';
comment on column core.cin_assessment.authorised_date is 'Day on which it was authorised; null while it goes on.';

create table core.cin_assessment_factor (
    batch_id bigint not null references audit.batch (batch_id),
    assessment_number integer not null,
    factor varchar(3) not null,
    primary key (batch_id, assessment_number, factor)
);
comment on table core.cin_assessment_factor is
'Factors that assessments found. A row per batch, assessment and factor.';
comment on column core.cin_assessment_factor.batch_id is 'Batch that the row came with.';
comment on column core.cin_assessment_factor.assessment_number is 'Number of the assessment, in its batch.';
comment on column core.cin_assessment_factor.factor is 'Code of the factor, as 11A for child sexual exploitation.';

create table core.cin_plan (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    start_date date not null,
    end_date date,
    primary key (batch_id, referral_number, start_date)
);
comment on table core.cin_plan is 'Child in need plans. A row per batch, referral and start.';
comment on column core.cin_plan.batch_id is 'Batch that the row came with.';
comment on column core.cin_plan.row_number is 'Number of the plan''s record in the file, from 1.';
comment on column core.cin_plan.child is 'Pseudonym of the child within the council.';
comment on column core.cin_plan.referral_number is 'Number of the referral that it followed, in its batch.';
comment on column core.cin_plan.start_date is 'Day on which the plan began.';
comment on column core.cin_plan.end_date is 'Day on which it ended; null while it goes on.';

create table core.cin_section47 (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    start_date date not null,
    conference_date date,
    conference_not_required boolean not null,
    primary key (batch_id, referral_number, start_date)
);
comment on table core.cin_section47 is
'Enquiries under section 47 of the Children Act 1989. A row per batch, referral and start.';
comment on column core.cin_section47.batch_id is 'Batch that the row came with.';
comment on column core.cin_section47.row_number is 'Number of the enquiry''s record in the file, from 1.';
comment on column core.cin_section47.child is 'Pseudonym of the child within the council.';
comment on column core.cin_section47.referral_number is 'Number of the referral that it followed, in its batch.';
comment on column core.cin_section47.start_date is 'Day on which the enquiry began.';
comment on column core.cin_section47.conference_date is
'Day of the initial child protection conference; null where none was held yet.';
comment on column core.cin_section47.conference_not_required is 'Whether the enquiry found that none was needed.';

create table core.cin_protection_plan (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_number integer not null,
    plan_start date not null,
    plan_end date,
    initial_category varchar(3),
    latest_category varchar(3),
    previous_plans integer not null check (previous_plans >= 0),
    primary key (batch_id, row_number)
);
comment on table core.cin_protection_plan is 'Child protection plans. A row per batch and plan.';
comment on column core.cin_protection_plan.batch_id is 'Batch that the row came with.';
comment on column core.cin_protection_plan.row_number is 'Number of the plan''s record in the file, from 1.';
comment on column core.cin_protection_plan.child is 'Pseudonym of the child within the council.';
comment on column core.cin_protection_plan.referral_number is 'Number of the referral that it followed, in its batch.';
comment on column core.cin_protection_plan.plan_start is 'Day on which the plan began.';
comment on column core.cin_protection_plan.plan_end is 'Day on which it ended; null while it goes on.';
comment on column core.cin_protection_plan.initial_category is 'Category of abuse at the start.';
comment on column core.cin_protection_plan.latest_category is 'Category of abuse as it was last recorded.';
comment on column core.cin_protection_plan.previous_plans is 'How many child protection plans the child had before.';
