-- The school census whole: pupils' needs, terms counted as a whole, and the sessions that schools say were possible.

alter table core.enrolment
add column sen_provision varchar(1),
add column primary_need varchar(4);
comment on column core.enrolment.sen_provision is
'Provision for special educational needs: N none, K SEN support, E EHC plan. Null where the source does not say.';
comment on column core.enrolment.primary_need is
'Code of the primary need, as ASD. Null where the source does not say.';
comment on column core.enrolment.enrolment_status is
'C current, M current main, S current subsidiary, F further education college, O other provider. Null for pupils no
longer on roll, of whom the census does not ask it.';

alter table core.attendance_count
add column half_terms smallint not null default 1 check (half_terms in (1, 2));
comment on column core.attendance_count.half_terms is
'Half-terms that are counted together from half_term on: 2 where a term is counted as a whole.';

create table core.attendance_possible (
    batch_id bigint not null references audit.batch (batch_id),
    pupil varchar(32) not null,
    school_urn varchar(6) not null,
    academic_year varchar(7) not null,
    half_term smallint not null check (half_term between 1 and 6),
    half_terms smallint not null check (half_terms in (1, 2)),
    period_start date not null,
    period_end date not null,
    sessions integer not null check (sessions >= 0),
    primary key (batch_id, pupil, school_urn, half_term)
);
comment on table core.attendance_possible is
'Sessions that were possible, as the school says in the census. A row per batch, pupil, school and half-term or term.
They say how often pupils attended where a school counts absences alone.';
comment on column core.attendance_possible.batch_id is 'Batch that the row came with.';
comment on column core.attendance_possible.pupil is 'Pseudonym of the unique pupil number within the council.';
comment on column core.attendance_possible.school_urn is 'URN of the school.';
comment on column core.attendance_possible.academic_year is 'Academic year, as 2024/25.';
comment on column core.attendance_possible.half_term is '1 and 2 autumn, 3 and 4 spring, 5 and 6 summer.';
comment on column core.attendance_possible.half_terms is 'Half-terms that are counted together: 2 for a whole term.';
comment on column core.attendance_possible.period_start is 'First day that is counted.';
comment on column core.attendance_possible.period_end is 'Last day that is counted.';
comment on column core.attendance_possible.sessions is 'Number of sessions (half days) that were possible.';
