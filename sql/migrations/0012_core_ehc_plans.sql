-- Education, health and care plans, as the SEN2 return holds them.

create table core.ehc_case (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    pupil varchar(32),
    sex varchar(1),
    age_at_request smallint,
    received_date date not null,
    request_outcome varchar(1),
    request_outcome_date date,
    assessment_outcome varchar(1),
    assessment_outcome_date date,
    is_exception boolean,
    plan_start date,
    plan_ceased date,
    cease_reason varchar(1),
    primary_need varchar(4),
    primary key (batch_id, row_number)
);
comment on table core.ehc_case is
'Requests for an assessment of education, health and care needs, with the assessment and the plan that followed. A row
per batch and request.';
comment on column core.ehc_case.batch_id is 'Batch that the row came with.';
comment on column core.ehc_case.row_number is 'Line of the request in its file; the header is line 1.';
comment on column core.ehc_case.pupil is 'Pseudonym of the unique pupil number, if the child has one.';
comment on column core.ehc_case.sex is 'Sex, as coded in the return.';
comment on column core.ehc_case.age_at_request is 'Completed years of age when the request was received.';
comment on column core.ehc_case.received_date is 'Day on which the request was received.';
comment on column core.ehc_case.request_outcome is
'Y assess, N do not, A not yet decided, W withdrawn, H decided before the period of the return.';
comment on column core.ehc_case.request_outcome_date is 'Day on which the requester was told.';
comment on column core.ehc_case.assessment_outcome is
'Y issue a plan, N do not, A not yet decided, W withdrawn, H decided before the period of the return.';
comment on column core.ehc_case.assessment_outcome_date is
'Day on which the plan was issued, or on which it was told that there is none.';
comment on column core.ehc_case.is_exception is 'Whether an exception to the limit of 20 weeks applies.';
comment on column core.ehc_case.plan_start is 'Day of the plan; null where there is none.';
comment on column core.ehc_case.plan_ceased is 'Day on which the plan ceased; null while it is maintained.';
comment on column core.ehc_case.cease_reason is 'Code of the reason for which it ceased.';
comment on column core.ehc_case.primary_need is 'Code of the primary need of the child, as ASD.';

create table core.ehc_placement (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    request_row integer not null,
    placement_rank integer,
    school_urn varchar(6),
    ukprn varchar(8),
    setting varchar(4),
    entry_date date not null,
    leaving_date date,
    primary key (batch_id, row_number)
);
comment on table core.ehc_placement is
'Where children with an education, health and care plan learn. A row per batch and placement.';
comment on column core.ehc_placement.batch_id is 'Batch that the row came with.';
comment on column core.ehc_placement.row_number is 'Line of the placement in its file; the header is line 1.';
comment on column core.ehc_placement.request_row is
'Request that the plan came of: row_number of core.ehc_case in the same batch.';
comment on column core.ehc_placement.placement_rank is '1 for the main placement.';
comment on column core.ehc_placement.school_urn is 'URN of the school; null for a provider or setting without one.';
comment on column core.ehc_placement.ukprn is 'Number of the learning provider, where it has one.';
comment on column core.ehc_placement.setting is 'Code of a setting that has neither number, as EHE for home education.';
comment on column core.ehc_placement.entry_date is 'Day on which the child entered.';
comment on column core.ehc_placement.leaving_date is 'Day on which the child left; null while there.';
