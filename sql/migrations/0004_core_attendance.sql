-- School attendance, reduced from registers or received as the school census counts it.

create table core.enrolment (
    batch_id bigint not null references audit.batch (batch_id),
    pupil varchar(32) not null,
    school_urn varchar(6) not null,
    academic_year varchar(7) not null,
    age_at_start smallint,
    sex varchar(1),
    year_group varchar(2),
    enrolment_status varchar(1),
    boarder varchar(1),
    primary key (batch_id, pupil, school_urn)
);
comment on table core.enrolment is
'Pupils on the roll of a school. A row per batch, pupil and school: a pupil who moved is on two rolls.';
comment on column core.enrolment.batch_id is 'Batch that the row came with.';
comment on column core.enrolment.pupil is 'Pseudonym of the unique pupil number within the council.';
comment on column core.enrolment.school_urn is 'URN of the school.';
comment on column core.enrolment.academic_year is 'Academic year, as 2024/25.';
comment on column core.enrolment.age_at_start is 'Completed years of age on 31 August before the academic year.';
comment on column core.enrolment.sex is 'Sex, as recorded by the school.';
comment on column core.enrolment.year_group is 'National curriculum year group.';
comment on column core.enrolment.enrolment_status is
'C current, M current main, S current subsidiary, F further education college, O other provider.';
comment on column core.enrolment.boarder is 'N or empty does not board; any other code boards.';

create table core.attendance_count (
    batch_id bigint not null references audit.batch (batch_id),
    pupil varchar(32) not null,
    school_urn varchar(6) not null,
    academic_year varchar(7) not null,
    half_term smallint not null check (half_term between 1 and 6),
    period_start date not null,
    period_end date not null,
    code varchar(2) not null,
    sessions integer not null check (sessions >= 0),
    primary key (batch_id, pupil, school_urn, half_term, period_start, code)
);
comment on table core.attendance_count is
'Sessions by attendance code. A row per batch, pupil, school, half-term, part of it and code. Half-terms are cut where a
financial quarter ends, so that counts up to any quarter''s end add up exactly.';
comment on column core.attendance_count.batch_id is 'Batch that the row came with.';
comment on column core.attendance_count.pupil is 'Pseudonym of the unique pupil number within the council.';
comment on column core.attendance_count.school_urn is 'URN of the school.';
comment on column core.attendance_count.academic_year is 'Academic year, as 2024/25.';
comment on column core.attendance_count.half_term is '1 and 2 autumn, 3 and 4 spring, 5 and 6 summer.';
comment on column core.attendance_count.period_start is 'First day of the part of the half-term that is counted.';
comment on column core.attendance_count.period_end is 'Last day of the part of the half-term that is counted.';
comment on column core.attendance_count.code is 'Attendance code, as the school recorded it.';
comment on column core.attendance_count.sessions is 'Number of sessions (half days) with that code.';

create table core.attendance_school_day (
    batch_id bigint not null references audit.batch (batch_id),
    school_urn varchar(6) not null,
    session_date date not null,
    session varchar(2) not null check (session in ('AM', 'PM')),
    marks integer not null check (marks >= 0),
    attending integer not null check (attending >= 0),
    primary key (batch_id, school_urn, session_date, session)
);
comment on table core.attendance_school_day is
'Totals of a school''s register, to find days without a register. A row per batch, school, day and session.';
comment on column core.attendance_school_day.batch_id is 'Batch that the row came with.';
comment on column core.attendance_school_day.school_urn is 'URN of the school.';
comment on column core.attendance_school_day.session_date is 'Day.';
comment on column core.attendance_school_day.session is 'AM or PM.';
comment on column core.attendance_school_day.marks is 'Marks in the register for that session.';
comment on column core.attendance_school_day.attending is 'Marks of them that say the pupil attended.';
