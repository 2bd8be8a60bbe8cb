-- Held rows that a named officer lets count, and since when a version of a slice counts.

comment on column audit.decision.kind is
'freeze, accept-gap, issue, restate (an issue that replaces another), withdraw or release (held rows that count).';
comment on column audit.decision.subject is
'What exactly: the extract whose gap is accepted, the number of the publication that is replaced, or the extract and
rule from which rows are released; otherwise empty.';
comment on column audit.decision.quarter is 'Quarter that it is about; empty for a release, which is about a slice.';

create table audit.waiver (
    waiver_id bigint generated always as identity primary key,
    decision_id bigint not null references audit.decision (decision_id),
    council varchar(60) not null,
    extract varchar(60) not null,
    supplier varchar(60) not null,
    covers varchar(20) not null,
    table_name varchar(60) not null,
    rule_id varchar(80) not null,
    sha256 varchar(64) not null default '',
    until_date date not null
);
create index waiver_slice on audit.waiver (council, extract, supplier, covers);
create index waiver_decision on audit.waiver (decision_id);
comment on table audit.waiver is
'Rules that hold rows back and are not to, by a named officer''s decision. A row per decision and slice; rows are added,
never changed. Of several about one row, the newest decides.';
comment on column audit.waiver.waiver_id is 'Number, in the order in which they were given.';
comment on column audit.waiver.decision_id is 'Decision: who, when and why.';
comment on column audit.waiver.council is 'Short name of the council.';
comment on column audit.waiver.extract is 'Extract.';
comment on column audit.waiver.supplier is 'Who supplies it.';
comment on column audit.waiver.covers is 'What the slice covers: a financial year, term or half-term.';
comment on column audit.waiver.table_name is 'Table of the extract.';
comment on column audit.waiver.rule_id is 'Rule that is waived.';
comment on column audit.waiver.sha256 is
'File for whose rows it was given; empty when it is for every row of whatever file comes for the slice.';
comment on column audit.waiver.until_date is 'Last day on which it applies.';

create table audit.waiver_row (
    waiver_id bigint not null references audit.waiver (waiver_id),
    row_number bigint not null,
    primary key (waiver_id, row_number)
);
comment on table audit.waiver_row is
'Rows for which a waiver was given, by their place in its file and never by their content. A row per waiver and row of
the file; none for a waiver of every row.';
comment on column audit.waiver_row.waiver_id is 'Waiver.';
comment on column audit.waiver_row.row_number is 'Line of the file, record of its XML or row of its sheet.';

alter table audit.batch add column rows_released bigint not null default 0;
alter table audit.batch
add constraint batch_released_rows_are_loaded check (rows_released between 0 and rows_loaded);
alter table audit.batch add column current_since timestamptz;
update audit.batch set current_since = created_at
where status <> 'rejected';
comment on column audit.batch.rows_released is
'Rows loaded in spite of a rule that holds them, because a named officer let them count.';
comment on column audit.batch.current_since is
'When it was last found to be what counts for its slice; null for one that was rejected.';

alter table audit.finding add column rows_released bigint not null default 0;
comment on column audit.finding.rows_released is
'Of the rows that failed, those that count by a named officer''s release.';

comment on table audit.held_row is
'Rows that a rule holds back, or would if no officer had released them, by their place in the file and never by their
content. A row per row of a file.';
comment on column audit.held_row.released_at is
'When it was loaded because a named officer let it count; null while it is held.';

alter table mart.fact_data_quality add column rows_released bigint not null default 0;
comment on column mart.fact_data_quality.rows_released is
'Rows loaded in spite of a rule, because a named officer let them count.';
alter table mart.fact_finding add column rows_released bigint not null default 0;
alter table mart.fact_finding add column released text not null default '';
comment on column mart.fact_finding.rows_released is
'Of the rows that failed, those that count by a named officer''s release.';
comment on column mart.fact_finding.released is
'Who released them, on which day, until when and why; empty where nobody did.';
alter table mart.fact_lineage add column rows_released bigint not null default 0;
comment on column mart.fact_lineage.rows_released is
'Rows of the file that were loaded in spite of a rule, because a named officer let them count.';
