-- Suspensions and permanent exclusions, as schools notify them and as the school census counts them.

create table core.exclusion (
    batch_id bigint not null references audit.batch (batch_id),
    source_table varchar(24) not null,
    row_number integer not null,
    pupil varchar(32) not null,
    school_urn varchar(6),
    category varchar(4) not null check (category in ('SUSP', 'PERM', 'LNCH')),
    start_date date not null,
    session varchar(2),
    sessions integer,
    reason varchar(2),
    sen_provision varchar(1),
    decision varchar(10),
    decision_date date,
    primary key (batch_id, source_table, row_number)
);
comment on table core.exclusion is
'Suspensions, permanent exclusions and lunchtime exclusions. A row per batch and notification, or per batch and
different exclusion of the school census.';
comment on column core.exclusion.batch_id is 'Batch that the row came with.';
comment on column core.exclusion.source_table is
'Table of the delivery that the row came from: notifications, census_exclusion or census_leaver_exclusion.';
comment on column core.exclusion.row_number is 'Line of that table''s file; the header is line 1.';
comment on column core.exclusion.pupil is 'Pseudonym of the unique pupil number within the council.';
comment on column core.exclusion.school_urn is 'URN of the school; null where the census came without its schools.';
comment on column core.exclusion.category is 'SUSP suspension, PERM permanent exclusion, LNCH lunchtime exclusion.';
comment on column core.exclusion.start_date is 'Day on which the exclusion began.';
comment on column core.exclusion.session is 'AM or PM: session in which it began. Null in the census.';
comment on column core.exclusion.sessions is 'Sessions (half days) that the pupil missed.';
comment on column core.exclusion.reason is 'Code of the main reason.';
comment on column core.exclusion.sen_provision is 'N none, K SEN support, E education, health and care plan.';
comment on column core.exclusion.decision is
'Later decision: UPHELD, or one that rescinds it (REINSTATED, CANCELLED, QUASHED). Null while there is none.';
comment on column core.exclusion.decision_date is 'Day of that decision.';
