-- Publications and the dimensions of the star, and who may read which council.

create table mart.publication (
    publication_id bigint primary key,
    council varchar(60) not null,
    council_name varchar(120) not null,
    quarter varchar(10) not null,
    status varchar(12) not null check (status in ('draft', 'frozen', 'issued', 'superseded', 'withdrawn')),
    created_at timestamptz not null default now(),
    frozen_at timestamptz,
    frozen_by varchar(120),
    issued_at timestamptz,
    issued_by varchar(120),
    input_fingerprint char(64) not null,
    code_version varchar(80) not null default '',
    disclosure varchar(40) not null default 'see each row'
);
create index publication_quarter on mart.publication (council, quarter);
comment on table mart.publication is
'Publications: complete, numbered without gaps, never changed but for their status. A row per publication.';
comment on column mart.publication.publication_id is 'Number of the publication.';
comment on column mart.publication.council is 'Short name of the council.';
comment on column mart.publication.council_name is 'Name of the council.';
comment on column mart.publication.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.publication.status is
'draft, frozen (chosen for the report), issued (the council''s word), superseded by a later one, or withdrawn.';
comment on column mart.publication.created_at is 'When it was published.';
comment on column mart.publication.frozen_at is 'When it was frozen.';
comment on column mart.publication.frozen_by is 'Who froze it.';
comment on column mart.publication.issued_at is 'When it was issued.';
comment on column mart.publication.issued_by is 'Who issued it.';
comment on column mart.publication.input_fingerprint is 'SHA-256 over everything that decides its values.';
comment on column mart.publication.code_version is 'Version of the code that made it.';
comment on column mart.publication.disclosure is 'How disclosure control was applied to it.';

create table mart.publication_pointer (
    council varchar(60) not null,
    quarter varchar(10) not null,
    kind varchar(6) not null check (kind in ('draft', 'issued')),
    publication_id bigint not null references mart.publication (publication_id),
    primary key (council, quarter, kind)
);
create index publication_pointer_publication on mart.publication_pointer (publication_id);
comment on table mart.publication_pointer is
'Which publication counts. A row per council, quarter and kind.';
comment on column mart.publication_pointer.council is 'Short name of the council.';
comment on column mart.publication_pointer.quarter is 'Quarter, as 2025-26-Q1.';
comment on column mart.publication_pointer.kind is 'draft (the newest publication) or issued (the council''s word).';
comment on column mart.publication_pointer.publication_id is 'The publication.';

create table mart.dim_quarter (
    quarter_key integer primary key,
    quarter varchar(10) not null unique,
    title varchar(40) not null,
    start_date date not null,
    end_date date not null,
    financial_year varchar(7) not null,
    academic_year varchar(7) not null,
    quarter_number smallint not null check (quarter_number between 1 and 4)
);
comment on table mart.dim_quarter is 'Quarters of financial years. A row per quarter.';
comment on column mart.dim_quarter.quarter_key is
'Key: start year of the financial year, then the quarter''s number: 20251.';
comment on column mart.dim_quarter.quarter is 'Quarter, as 2025-26-Q1.';
comment on column mart.dim_quarter.title is 'Quarter for readers, as Quarter 1 2025/26.';
comment on column mart.dim_quarter.start_date is 'First day of the quarter.';
comment on column mart.dim_quarter.end_date is 'Last day of the quarter.';
comment on column mart.dim_quarter.financial_year is 'Financial year from 1 April, as 2025-26.';
comment on column mart.dim_quarter.academic_year is 'Academic year in which the quarter ends, as 2024/25.';
comment on column mart.dim_quarter.quarter_number is 'Number in the financial year: 1 is April to June.';

create table mart.dim_area (
    area_key integer generated always as identity primary key,
    council varchar(60) not null unique,
    area_code varchar(9) not null,
    la_code varchar(3) not null,
    area_name varchar(120) not null,
    region varchar(60) not null
);
comment on table mart.dim_area is 'Areas that councils serve. A row per council.';
comment on column mart.dim_area.area_key is 'Key of the area.';
comment on column mart.dim_area.council is 'Short name of the council.';
comment on column mart.dim_area.area_code is 'Code of the Government Statistical Service (GSS), such as E06000001.';
comment on column mart.dim_area.la_code is 'Local authority code of the Department for Education, three digits.';
comment on column mart.dim_area.area_name is 'Name of the area.';
comment on column mart.dim_area.region is 'Region of England.';

create table mart.dim_school (
    school_key integer generated always as identity primary key,
    area_key integer references mart.dim_area (area_key),
    urn varchar(6) not null,
    school_name varchar(120) not null,
    phase varchar(20) not null,
    unique (area_key, urn)
);
comment on table mart.dim_school is
'Schools of the areas. A row per area and school, and the member -1 for values that are of the whole area.';
comment on column mart.dim_school.school_key is 'Key of the school; -1 is all schools.';
comment on column mart.dim_school.area_key is 'Area of the school; null for all schools.';
comment on column mart.dim_school.urn is 'Unique reference number of the school; empty for all schools.';
comment on column mart.dim_school.school_name is 'Name of the school.';
comment on column mart.dim_school.phase is
'Primary, Secondary, Special or PRU (pupil referral unit); empty for all schools.';
insert into mart.dim_school (school_key, area_key, urn, school_name, phase)
overriding system value values (-1, null, '', 'All schools', '');

create table mart.dim_indicator (
    indicator_key integer generated always as identity primary key,
    indicator_id varchar(60) not null,
    version smallint not null,
    title varchar(200) not null,
    numerator_definition text not null,
    denominator_definition text not null,
    unit varchar(20) not null,
    decimals smallint not null,
    polarity varchar(8) not null check (polarity in ('higher', 'lower', 'neutral')),
    period_kind varchar(30) not null,
    national_definition text not null,
    owner varchar(120) not null,
    unique (indicator_id, version)
);
comment on table mart.dim_indicator is
'Indicators and what they mean. A row per indicator and version of its definition.';
comment on column mart.dim_indicator.indicator_key is 'Key of the indicator and version.';
comment on column mart.dim_indicator.indicator_id is 'Name of the indicator in code, such as cla_rate.';
comment on column mart.dim_indicator.version is 'Version of the definition, from 1.';
comment on column mart.dim_indicator.title is 'Title for readers.';
comment on column mart.dim_indicator.numerator_definition is 'What is counted, in words.';
comment on column mart.dim_indicator.denominator_definition is 'What it is divided by, in words; empty for counts.';
comment on column mart.dim_indicator.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.dim_indicator.decimals is 'Decimal places to show.';
comment on column mart.dim_indicator.polarity is 'Which way is good: higher, lower or neutral.';
comment on column mart.dim_indicator.period_kind is
'What a value covers, such as a snapshot or the academic year to date.';
comment on column mart.dim_indicator.national_definition is
'Where the definition comes from, and how ours differs if it does.';
comment on column mart.dim_indicator.owner is 'Who answers for the definition.';

create table mart.dim_breakdown (
    breakdown_key integer generated always as identity primary key,
    breakdown varchar(40) not null,
    item varchar(60) not null,
    unique (breakdown, item)
);
comment on table mart.dim_breakdown is 'Ways to break a value down. A row per breakdown and item; Total, Total is all.';
comment on column mart.dim_breakdown.breakdown_key is 'Key of the breakdown item.';
comment on column mart.dim_breakdown.breakdown is 'Breakdown: Total, phase, sex or age_group.';
comment on column mart.dim_breakdown.item is 'Item of the breakdown, such as Primary.';

create table mart.reader_council (
    role_name varchar(63) not null,
    council varchar(60) not null,
    primary key (role_name, council)
);
comment on table mart.reader_council is
'Which councils a login may read. A row per login and council; row-level security looks here.';
comment on column mart.reader_council.role_name is 'Name of the login.';
comment on column mart.reader_council.council is 'Short name of a council that it may read.';
