-- The workforce: the yearly census of social workers, and the list of everybody in post that a case system gives.

create table core.workforce_vacancy (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    vacancies numeric(15, 6) not null,
    agency_fte numeric(15, 6),
    agency_workers integer,
    primary key (batch_id, row_number)
);
comment on table core.workforce_vacancy is 'Vacant posts for social workers on 30 September. A row per batch.';
comment on column core.workforce_vacancy.batch_id is 'Batch that the row came with.';
comment on column core.workforce_vacancy.row_number is 'Record of the file that the row came from.';
comment on column core.workforce_vacancy.vacancies is 'Vacant posts on 30 September, as full-time posts.';
comment on column core.workforce_vacancy.agency_fte is 'Agency workers who cover vacancies, as full-time posts.';
comment on column core.workforce_vacancy.agency_workers is 'Agency workers who cover vacancies, as people.';

create table core.social_worker (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    is_agency boolean not null,
    worker varchar(32) not null,
    fte numeric(15, 6),
    qualification varchar(1),
    step_up boolean,
    frontline boolean,
    role varchar(1),
    start_date date,
    origin varchar(2),
    ended_on date,
    destination varchar(1),
    leaving_reason varchar(2),
    fte_30 numeric(15, 6),
    cases_30 integer,
    days_lost numeric(15, 6),
    contract_weeks numeric(15, 6),
    absent_30 boolean,
    absence_reason varchar(3),
    status varchar(1),
    primary key (batch_id, row_number)
);
comment on table core.social_worker is
'Social workers of the year to 30 September. A row per batch, social worker and start in a role.';
comment on column core.social_worker.batch_id is 'Batch that the row came with.';
comment on column core.social_worker.row_number is 'Record of the file that the row came from.';
comment on column core.social_worker.is_agency is 'Whether an agency sent the worker.';
comment on column core.social_worker.worker is
'Pseudonym of the social worker within the council, made of the registration number.';
comment on column core.social_worker.fte is 'Full-time equivalent of the post, 0 to 1.';
comment on column core.social_worker.qualification is 'Level of qualification.';
comment on column core.social_worker.step_up is 'Whether trained by Step Up to Social Work.';
comment on column core.social_worker.frontline is 'Whether trained by Frontline.';
comment on column core.social_worker.role is 'Role in the organisation.';
comment on column core.social_worker.start_date is 'Date the role began.';
comment on column core.social_worker.origin is 'Work before the role.';
comment on column core.social_worker.ended_on is 'Date the role ended; null until then.';
comment on column core.social_worker.destination is 'Work after the role.';
comment on column core.social_worker.leaving_reason is 'Reason for leaving.';
comment on column core.social_worker.fte_30 is 'Full-time equivalent on 30 September.';
comment on column core.social_worker.cases_30 is 'Cases held on 30 September.';
comment on column core.social_worker.days_lost is 'Working days lost to sickness in the year.';
comment on column core.social_worker.contract_weeks is 'Weeks of contract.';
comment on column core.social_worker.absent_30 is 'Whether absent on 30 September.';
comment on column core.social_worker.absence_reason is 'Reason for the absence.';
comment on column core.social_worker.status is 'Level of practice.';

create table core.worker_post (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    worker varchar(32) not null,
    registration varchar(32),
    team varchar(60) not null,
    role varchar(8),
    fte numeric(15, 6),
    is_agency boolean,
    cases integer,
    start_date date not null,
    ended_on date,
    primary key (batch_id, row_number)
);
comment on table core.worker_post is
'Workers of the council and the posts that they hold. A row per batch, worker and post.';
comment on column core.worker_post.batch_id is 'Batch that the row came with.';
comment on column core.worker_post.row_number is 'Line or row of the file that the row came from.';
comment on column core.worker_post.worker is 'Pseudonym of the worker within the council.';
comment on column core.worker_post.registration is
'Pseudonym of the social worker within the council, made of the registration number.';
comment on column core.worker_post.team is 'Name of the team.';
comment on column core.worker_post.role is 'Role of the worker.';
comment on column core.worker_post.fte is 'Full-time equivalent of the post.';
comment on column core.worker_post.is_agency is 'Whether an agency sent the worker.';
comment on column core.worker_post.cases is 'Children whose cases the worker holds.';
comment on column core.worker_post.start_date is 'Day on which the post began.';
comment on column core.worker_post.ended_on is 'Day on which it ended; null until then.';
