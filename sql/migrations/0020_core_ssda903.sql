-- The other tables of the SSDA903 return: reviews, outcomes, adoption, social workers, orders that deprive of liberty.

create table core.cla_review (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    reviewed_on date not null,
    participation varchar(3),
    primary key (batch_id, child, reviewed_on)
);
comment on table core.cla_review is 'Reviews of children looked after. A row per batch, child and day.';
comment on column core.cla_review.batch_id is 'Batch that the row came with.';
comment on column core.cla_review.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_review.child is 'Pseudonym of the child within the council.';
comment on column core.cla_review.reviewed_on is 'Day of the review.';
comment on column core.cla_review.participation is 'How the child took part, as coded in the return.';

create table core.cla_asylum_seeker (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    ceased_on date,
    primary key (batch_id, child)
);
comment on table core.cla_asylum_seeker is 'Unaccompanied asylum-seeking children. A row per batch and child.';
comment on column core.cla_asylum_seeker.batch_id is 'Batch that the row came with.';
comment on column core.cla_asylum_seeker.child is 'Pseudonym of the child within the council.';
comment on column core.cla_asylum_seeker.ceased_on is
'Day on which the status ceases, which may be to come: at the latest the eighteenth birthday.';

create table core.cla_outcome (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    sdq_score integer,
    sdq_reason varchar(4),
    convicted boolean,
    health_check boolean,
    immunisations boolean,
    teeth_check boolean,
    health_assessment boolean,
    substance_misuse boolean,
    intervention_received boolean,
    intervention_offered boolean,
    primary key (batch_id, child)
);
comment on table core.cla_outcome is
'Health and other outcomes of children looked after for the 12 months to 31 March. A row per batch and child.';
comment on column core.cla_outcome.batch_id is 'Batch that the row came with.';
comment on column core.cla_outcome.child is 'Pseudonym of the child within the council.';
comment on column core.cla_outcome.sdq_score is 'Score of the strengths and difficulties questionnaire, 0 to 40.';
comment on column core.cla_outcome.sdq_reason is 'Why there is no score, as coded in the return.';
comment on column core.cla_outcome.convicted is 'Whether the child was convicted in the year.';
comment on column core.cla_outcome.health_check is 'Whether health checks of a child under five are up to date.';
comment on column core.cla_outcome.immunisations is 'Whether immunisations are up to date.';
comment on column core.cla_outcome.teeth_check is 'Whether teeth were checked in the year.';
comment on column core.cla_outcome.health_assessment is 'Whether health was assessed in the year.';
comment on column core.cla_outcome.substance_misuse is 'Whether misuse of substances was identified.';
comment on column core.cla_outcome.intervention_received is 'Whether the child received an intervention for it.';
comment on column core.cla_outcome.intervention_offered is 'Whether one that was not received had been offered.';

create table core.cla_adoption (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    decided_on date,
    matched_on date,
    by_foster_carer boolean,
    primary key (batch_id, child)
);
comment on table core.cla_adoption is
'Children adopted in the year, nothing about their adopters but whether they had fostered. A row per batch and child.';
comment on column core.cla_adoption.batch_id is 'Batch that the row came with.';
comment on column core.cla_adoption.child is 'Pseudonym of the child within the council.';
comment on column core.cla_adoption.decided_on is 'Day of the decision that the child should be placed for adoption.';
comment on column core.cla_adoption.matched_on is 'Day on which the child was matched with adopters.';
comment on column core.cla_adoption.by_foster_carer is 'Whether the child''s foster carer adopted the child.';

create table core.cla_adoption_decision (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    decided_on date not null,
    ceased_on date,
    ceased_reason varchar(3),
    primary key (batch_id, child, decided_on)
);
comment on table core.cla_adoption_decision is
'Decisions that a child should be placed for adoption. A row per batch, child and day of the decision.';
comment on column core.cla_adoption_decision.batch_id is 'Batch that the row came with.';
comment on column core.cla_adoption_decision.row_number is
'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_adoption_decision.child is 'Pseudonym of the child within the council.';
comment on column core.cla_adoption_decision.decided_on is 'Day of the decision.';
comment on column core.cla_adoption_decision.ceased_on is 'Day on which it was reversed; null while it stands.';
comment on column core.cla_adoption_decision.ceased_reason is 'Why it was reversed, as coded in the return.';

create table core.cla_previous_permanence (
    batch_id bigint not null references audit.batch (batch_id),
    child varchar(32) not null,
    option varchar(2),
    primary key (batch_id, child)
);
comment on table core.cla_previous_permanence is
'By which order, if any, children had left care for good before they came back. A row per batch and child.';
comment on column core.cla_previous_permanence.batch_id is 'Batch that the row came with.';
comment on column core.cla_previous_permanence.child is 'Pseudonym of the child within the council.';
comment on column core.cla_previous_permanence.option is 'Kind of the order, as coded in the return; Z1 for none.';

create table core.cla_social_worker (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    worker varchar(32),
    start_date date not null,
    ended_on date,
    change_reason varchar(6),
    primary key (batch_id, child, start_date)
);
comment on table core.cla_social_worker is
'Times that a child looked after had one social worker. A row per batch, child and first day.';
comment on column core.cla_social_worker.batch_id is 'Batch that the row came with.';
comment on column core.cla_social_worker.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_social_worker.child is 'Pseudonym of the child within the council.';
comment on column core.cla_social_worker.worker is
'Pseudonym of the social worker within the council, to tell one from another.';
comment on column core.cla_social_worker.start_date is 'Day on which the social worker began.';
comment on column core.cla_social_worker.ended_on is 'Day on which the social worker ended; null until then.';
comment on column core.cla_social_worker.change_reason is 'Why the social worker changed, as coded in the return.';

create table core.cla_liberty_order (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    started_on date not null,
    ended_on date,
    primary key (batch_id, child, started_on)
);
comment on table core.cla_liberty_order is
'Orders that deprive a child looked after of liberty. A row per batch, child and first day.';
comment on column core.cla_liberty_order.batch_id is 'Batch that the row came with.';
comment on column core.cla_liberty_order.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.cla_liberty_order.child is 'Pseudonym of the child within the council.';
comment on column core.cla_liberty_order.started_on is 'Day on which the order began.';
comment on column core.cla_liberty_order.ended_on is 'Day on which it ended; null until then.';
