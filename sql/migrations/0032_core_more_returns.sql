-- Inspections of providers, reach of family centres, and training of the workforce: more returns of docs/returns.md.

create table core.inspection (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    provider_urn varchar(9),
    provider_type varchar(8) not null,
    inspection_date date not null,
    publication_date date,
    overall varchar(8),
    quality_of_education varchar(8),
    behaviour varchar(8),
    personal_development varchar(8),
    leadership varchar(8),
    early_years varchar(8),
    sixth_form varchar(8),
    inclusion varchar(8),
    curriculum varchar(8),
    achievement varchar(8),
    protection varchar(8),
    safeguarding varchar(8),
    category varchar(8),
    primary key (batch_id, row_number)
);
comment on table core.inspection is
'Inspections of schools, childcare and children''s homes. A row per batch, provider and inspection.';
comment on column core.inspection.batch_id is 'Batch that the row came with.';
comment on column core.inspection.row_number is 'Line or row of the file that the row came from.';
comment on column core.inspection.provider_urn is
'Unique reference number with Ofsted; null for those who care for children in a home.';
comment on column core.inspection.provider_type is 'Type of provider.';
comment on column core.inspection.inspection_date is 'First day of the inspection.';
comment on column core.inspection.publication_date is 'Day on which the report was published; null until then.';
comment on column core.inspection.overall is
'Overall effectiveness, or experiences and progress of children in a home; null where it is not judged.';
comment on column core.inspection.quality_of_education is 'Quality of education; null in report cards.';
comment on column core.inspection.behaviour is
'Behaviour and attitudes; in report cards attendance and behaviour, or attitudes and routines.';
comment on column core.inspection.personal_development is
'Personal development; in report cards with well-being, or welfare and well-being.';
comment on column core.inspection.leadership is 'Leadership and management; in report cards leadership and governance.';
comment on column core.inspection.early_years is 'Early years provision of a school.';
comment on column core.inspection.sixth_form is 'Sixth form of a school; in report cards post-16 provision.';
comment on column core.inspection.inclusion is 'Inclusion; only in report cards.';
comment on column core.inspection.curriculum is 'Curriculum and teaching; only in report cards.';
comment on column core.inspection.achievement is 'Achievement; only in report cards.';
comment on column core.inspection.protection is 'How well children in a home are helped and protected.';
comment on column core.inspection.safeguarding is
'Whether safeguarding is effective, in report cards whether its standards are met.';
comment on column core.inspection.category is 'Category of concern that a school was put into; null for none.';

create table core.family_centre_child (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    registered_child varchar(32) not null,
    family varchar(32),
    child varchar(32),
    centre varchar(60) not null,
    registered_on date not null,
    last_seen_on date,
    in_target_area boolean,
    ended_on date,
    primary key (batch_id, row_number)
);
comment on table core.family_centre_child is
'Children under 5 registered at family hubs and children''s centres. A row per batch, child, centre and registration.';
comment on column core.family_centre_child.batch_id is 'Batch that the row came with.';
comment on column core.family_centre_child.row_number is 'Line or row of the file that the row came from.';
comment on column core.family_centre_child.registered_child is 'Pseudonym of the child in the centres'' system.';
comment on column core.family_centre_child.family is 'Pseudonym of the family in the centres'' system.';
comment on column core.family_centre_child.child is
'Pseudonym of the child within the council, where the case system knows it.';
comment on column core.family_centre_child.centre is 'Name of the centre.';
comment on column core.family_centre_child.registered_on is 'Day of the registration.';
comment on column core.family_centre_child.last_seen_on is
'Day on which the centre last saw the child; null until it has.';
comment on column core.family_centre_child.in_target_area is 'Whether the child lives in a target area.';
comment on column core.family_centre_child.ended_on is 'Day on which the registration ended; null until then.';

create table core.training_session (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    course varchar(8) not null,
    session_date date not null,
    audience varchar(8),
    places integer,
    attended integer,
    evaluated integer,
    primary key (batch_id, row_number)
);
comment on table core.training_session is 'Courses run for the workforce. A row per batch and run.';
comment on column core.training_session.batch_id is 'Batch that the row came with.';
comment on column core.training_session.row_number is 'Line or row of the file that the row came from.';
comment on column core.training_session.course is 'Subject of the course.';
comment on column core.training_session.session_date is 'Day of the course, the last of several.';
comment on column core.training_session.audience is 'Whom the course was for.';
comment on column core.training_session.places is 'Places that there were; null where there was no limit.';
comment on column core.training_session.attended is 'People who came.';
comment on column core.training_session.evaluated is 'People who completed an evaluation; null where nobody was asked.';
