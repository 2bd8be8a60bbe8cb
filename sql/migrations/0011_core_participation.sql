-- Young people past 16, as the monthly file of NCCIS holds them.

create table core.young_person (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    young_person varchar(32) not null,
    upn varchar(32),
    academic_age smallint not null,
    sex varchar(1),
    lead_la varchar(3) not null,
    cohort_status varchar(1) not null,
    activity_code varchar(3) not null,
    currency_lapsed boolean not null,
    neet_start date,
    send_flag boolean,
    level_of_need varchar(1),
    guarantee_year11 varchar(3),
    guarantee_year11_la varchar(3),
    guarantee_year12 varchar(3),
    guarantee_year12_la varchar(3),
    primary key (batch_id, young_person, cohort_status)
);
comment on table core.young_person is
'Young people in a monthly NCCIS file. A row per batch, young person and cohort status.';
comment on column core.young_person.batch_id is 'Batch that the row came with.';
comment on column core.young_person.row_number is 'Number of the young person''s record in the file, from 1.';
comment on column core.young_person.young_person is 'Pseudonym of the NCCIS identifier within the council.';
comment on column core.young_person.upn is 'Pseudonym of the unique pupil number, if it is known.';
comment on column core.young_person.academic_age is
'Completed years of age on 31 August before the academic year of the file.';
comment on column core.young_person.sex is 'Sex, as recorded: F, M or U.';
comment on column core.young_person.lead_la is 'Code of the local authority that is responsible.';
comment on column core.young_person.cohort_status is 'Cohort that the record is of; T means transferred away.';
comment on column core.young_person.activity_code is 'Code of the current activity.';
comment on column core.young_person.currency_lapsed is
'Whether the record is no longer current: what the young person does then counts as not known.';
comment on column core.young_person.neet_start is
'Day since when not in education, employment or training; null otherwise.';
comment on column core.young_person.send_flag is 'Whether there is a current EHC plan.';
comment on column core.young_person.level_of_need is '1 intensive, 2 targeted, 3 minimal support.';
comment on column core.young_person.guarantee_year11 is 'Code of the September Guarantee status in Year 11.';
comment on column core.young_person.guarantee_year11_la is 'Local authority that the Year 11 guarantee counts for.';
comment on column core.young_person.guarantee_year12 is 'Code of the September Guarantee status in Year 12.';
comment on column core.young_person.guarantee_year12_la is 'Local authority that the Year 12 guarantee counts for.';

create table core.young_person_characteristic (
    batch_id bigint not null references audit.batch (batch_id),
    young_person varchar(32) not null,
    characteristic varchar(3) not null,
    primary key (batch_id, young_person, characteristic)
);
comment on table core.young_person_characteristic is
'Characteristics of young people in a monthly NCCIS file. A row per batch, young person and characteristic.';
comment on column core.young_person_characteristic.batch_id is 'Batch that the row came with.';
comment on column core.young_person_characteristic.young_person is
'Pseudonym of the NCCIS identifier within the council.';
comment on column core.young_person_characteristic.characteristic is
'Code of the characteristic, as 140 for a young carer.';
