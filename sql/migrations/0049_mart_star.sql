-- Mart: a calendar, local authorities with their successors, what schools were when, and factors of indicators.

create table mart.dim_date (
    date_key integer primary key,
    day date not null unique,
    calendar_year smallint not null,
    calendar_quarter smallint not null,
    month_number smallint not null,
    month_name varchar(9) not null,
    day_of_month smallint not null,
    weekday_number smallint not null,
    weekday_name varchar(9) not null,
    is_weekday boolean not null,
    iso_year smallint not null,
    iso_week smallint not null,
    financial_year varchar(7) not null,
    financial_quarter smallint not null,
    quarter_key integer not null,
    quarter varchar(10) not null,
    academic_year varchar(7) not null,
    academic_term varchar(6) not null
);
comment on table mart.dim_date is
'Days from 2010 to 2040, without a gap, in whole calendar years. A row per day. Mark it as the date table, by day.';
comment on column mart.dim_date.date_key is 'Key: year, month and day, as 20250630.';
comment on column mart.dim_date.day is 'The day.';
comment on column mart.dim_date.calendar_year is 'Calendar year.';
comment on column mart.dim_date.calendar_quarter is 'Quarter of the calendar year: 1 is January to March.';
comment on column mart.dim_date.month_number is 'Month, 1 to 12.';
comment on column mart.dim_date.month_name is 'Name of the month.';
comment on column mart.dim_date.day_of_month is 'Day of the month, 1 to 31.';
comment on column mart.dim_date.weekday_number is 'Day of the week: 1 is Monday.';
comment on column mart.dim_date.weekday_name is 'Name of the weekday.';
comment on column mart.dim_date.is_weekday is 'True from Monday to Friday, bank holidays included.';
comment on column mart.dim_date.iso_year is 'Year that the week belongs to by ISO 8601.';
comment on column mart.dim_date.iso_week is 'Week by ISO 8601, 1 to 53.';
comment on column mart.dim_date.financial_year is 'Financial year from 1 April, as 2025-26.';
comment on column mart.dim_date.financial_quarter is 'Quarter of the financial year: 1 is April to June.';
comment on column mart.dim_date.quarter_key is 'Key of that quarter, as in dim_quarter: 20251.';
comment on column mart.dim_date.quarter is 'That quarter, as 2025-26-Q1.';
comment on column mart.dim_date.academic_year is 'Academic year from 1 September, as 2024/25.';
comment on column mart.dim_date.academic_term is
'autumn (September to December), spring (January to March) or summer (April to August). Schools'' own terms differ by
days from council to council.';

insert into mart.dim_date
select
    to_char(each.day, 'YYYYMMDD')::integer as date_key,
    each.day,
    extract(year from each.day)::smallint as calendar_year,
    extract(quarter from each.day)::smallint as calendar_quarter,
    extract(month from each.day)::smallint as month_number,
    to_char(each.day, 'FMMonth') as month_name,
    extract(day from each.day)::smallint as day_of_month,
    extract(isodow from each.day)::smallint as weekday_number,
    to_char(each.day, 'FMDay') as weekday_name,
    extract(isodow from each.day) < 6 as is_weekday,
    extract(isoyear from each.day)::smallint as iso_year,
    extract(week from each.day)::smallint as iso_week,
    to_char(each.financial, 'YYYY') || '-' || to_char(each.financial + interval '1 year', 'YY') as financial_year,
    extract(quarter from each.financial)::smallint as financial_quarter,
    (extract(year from each.financial) * 10 + extract(quarter from each.financial))::integer as quarter_key,
    to_char(each.financial, 'YYYY') || '-' || to_char(each.financial + interval '1 year', 'YY') || '-Q'
    || to_char(each.financial, 'Q') as quarter,
    to_char(each.academic, 'YYYY') || '/' || to_char(each.academic + interval '1 year', 'YY') as academic_year,
    case
        when extract(month from each.day) >= 9 then 'autumn'
        when extract(month from each.day) <= 3 then 'spring'
        else 'summer'
    end as academic_term
from (
    -- A year from April, or from September, is a calendar year of the month that many months earlier.
    select
        given.day::date as day, -- noqa: RF04
        date_trunc('month', given.day) - interval '3 months' as financial,
        date_trunc('month', given.day) - interval '8 months' as academic
    from generate_series(timestamp '2010-01-01', timestamp '2040-12-31', interval '1 day') as given (day)
) as each;

alter table mart.dim_quarter add foreign key (start_date) references mart.dim_date (day);
alter table mart.dim_quarter add foreign key (end_date) references mart.dim_date (day);

create table mart.dim_authority (
    authority_key integer generated always as identity primary key,
    la_code varchar(3) not null,
    area_code varchar(9) not null,
    authority_name varchar(120) not null,
    region varchar(60) not null,
    valid_from date not null,
    valid_to date not null,
    is_current boolean not null,
    successors varchar(40) not null default '',
    unique (la_code, area_code)
);
comment on table mart.dim_authority is
'Local authorities of England that answer or answered for children''s services. A row per authority and code of its
area, with the days on which it bore that; and the member -1 for what is no such authority.';
comment on column mart.dim_authority.authority_key is 'Key of the authority and code; -1 is none of them.';
comment on column mart.dim_authority.la_code is
'Local authority code of the Department for Education, three digits; empty for none.';
comment on column mart.dim_authority.area_code is 'Code of the Government Statistical Service (GSS); empty for none.';
comment on column mart.dim_authority.authority_name is 'Name of the authority, or Unknown.';
comment on column mart.dim_authority.region is 'Region of England.';
comment on column mart.dim_authority.valid_from is
'First day on which the authority had this code; 1900-01-01 for one that had it in 2012.';
comment on column mart.dim_authority.valid_to is 'Last day; 2199-12-31 for one that has it still.';
comment on column mart.dim_authority.is_current is 'True for the codes of today.';
comment on column mart.dim_authority.successors is
'Codes (la_code) of the authorities that took its area over, with spaces between; empty for one that goes on.';
insert into mart.dim_authority (
    authority_key, la_code, area_code, authority_name, region, valid_from, valid_to, is_current
)
overriding system value values (-1, '', '', 'Unknown', '', '1900-01-01', '2199-12-31', true);

create table mart.bridge_authority_now (
    authority_key integer not null references mart.dim_authority (authority_key),
    present_authority_key integer not null references mart.dim_authority (authority_key),
    fit varchar(5) not null check (fit in ('same', 'whole', 'part')),
    primary key (authority_key, present_authority_key)
);
comment on table mart.bridge_authority_now is
'Which authorities answer today for the area of each. A row per authority and code, and authority of today.';
comment on column mart.bridge_authority_now.authority_key is 'The authority as it was.';
comment on column mart.bridge_authority_now.present_authority_key is 'The authority that answers for its area today.';
comment on column mart.bridge_authority_now.fit is
'same (it goes on), whole (all of its area went to that one) or part (part of it did: its figures are of more than that
one''s area).';
insert into mart.bridge_authority_now values (-1, -1, 'same');

alter table mart.dim_area add column authority_key integer not null default -1
references mart.dim_authority (authority_key);
alter table mart.dim_area add column valid_from date not null default '1900-01-01';
alter table mart.dim_area add column valid_to date not null default '2199-12-31';
alter table mart.dim_area add column successors varchar(40) not null default '';
comment on column mart.dim_area.authority_key is 'Its authority in the national list; -1 for an invented one.';
comment on column mart.dim_area.valid_from is 'First day of the authority; 1900-01-01 where it was there in 2012.';
comment on column mart.dim_area.valid_to is 'Last day of the authority; 2199-12-31 for one that goes on.';
comment on column mart.dim_area.successors is
'Codes (la_code) of the authorities that took its area over, with spaces between; empty for one that goes on.';

alter table mart.dim_school add column status varchar(60) not null default '';
alter table mart.dim_school add column is_listed boolean not null default true;
alter table mart.dim_school add column present_school_key integer references mart.dim_school (school_key);
create index dim_school_present on mart.dim_school (present_school_key);
comment on column mart.dim_school.status is
'What kind of school it is by law, as the national register calls it; empty where the council does not say.';
comment on column mart.dim_school.is_listed is
'True for a school that the council lists now; false for one that closed, or has another number.';
comment on column mart.dim_school.present_school_key is
'The school that it has become, under another number; null for one that is still itself.';
comment on column mart.dim_school.urn is
'Unique reference number of the school; empty for all schools. A row keeps its number.';

create table mart.dim_school_version (
    school_version_key integer generated always as identity primary key,
    school_key integer not null references mart.dim_school (school_key),
    urn varchar(6) not null,
    school_name varchar(120) not null,
    phase varchar(20) not null,
    status varchar(60) not null default '',
    valid_from date not null,
    valid_to date not null,
    is_current boolean not null,
    unique (school_key, valid_from),
    check (valid_from <= valid_to)
);
comment on table mart.dim_school_version is
'What schools were when: number, name, phase and status. A row per school and span of days; the spans of a school
follow each other without a gap.';
comment on column mart.dim_school_version.school_version_key is 'Key of the school and span; of all schools too.';
comment on column mart.dim_school_version.school_key is 'The school, as facts point to it.';
comment on column mart.dim_school_version.urn is 'Its unique reference number in those days; empty for all schools.';
comment on column mart.dim_school_version.school_name is 'Its name in those days, or All schools.';
comment on column mart.dim_school_version.phase is 'Its phase in those days; empty for all schools.';
comment on column mart.dim_school_version.status is
'What kind of school it was by law in those days; empty where the council does not say.';
comment on column mart.dim_school_version.valid_from is 'First day; 1900-01-01 for the earliest that is known.';
comment on column mart.dim_school_version.valid_to is 'Last day; 2199-12-31 for what it is now.';
comment on column mart.dim_school_version.is_current is 'True for what it is now.';
-- Of schools that were published before nothing is known but what they are.
insert into mart.dim_school_version (school_key, urn, school_name, phase, valid_from, valid_to, is_current)
select
    school.school_key,
    school.urn,
    school.school_name,
    school.phase,
    date '1900-01-01' as valid_from,
    date '2199-12-31' as valid_to,
    true as is_current
from mart.dim_school as school
order by school.school_key;

alter table mart.dim_indicator add column is_current boolean not null default true;
alter table mart.dim_indicator add column factor integer;
alter table mart.dim_indicator add column adds_up boolean not null default true;
alter table mart.dim_indicator add column last_day date;
comment on column mart.dim_indicator.is_current is 'True for the newest version of the definition.';
comment on column mart.dim_indicator.factor is
'What a share is multiplied with: value = numerator / denominator * factor; null for counts and amounts, whose value is
the numerator. A figure of period_kind annualised year so far is also scaled up to the whole year.';
comment on column mart.dim_indicator.adds_up is
'False where what a quarter adds to a figure to date is no figure of its own.';
comment on column mart.dim_indicator.last_day is
'Last day on which the definition held; null where it still holds.';
update mart.dim_indicator
set
    is_current = not exists (
        select 1
        from mart.dim_indicator as newer
        where
            newer.indicator_id = mart.dim_indicator.indicator_id
            and newer.version > mart.dim_indicator.version
    );

alter table mart.fact_comparator add column authority_key integer not null default -1
references mart.dim_authority (authority_key);
comment on column mart.fact_comparator.authority_key is
'The authority that the value is of; -1 for England, a region or a mean, and in publications made before 29 November
2026.';
