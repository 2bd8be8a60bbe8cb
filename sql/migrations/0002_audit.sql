-- The ledger. A row here is written in the same transaction as the data that it speaks of.

create table audit.run (
    run_id bigint generated always as identity primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    command varchar(40) not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    outcome varchar(20) check (outcome in ('done', 'rejected', 'failed', 'nothing')),
    code_version varchar(80) not null default '',
    flow_run varchar(60) not null default ''
);
comment on table audit.run is 'Commands and flow runs that changed, or meant to change, the warehouse. A row per run.';
comment on column audit.run.run_id is 'Number of the run.';
comment on column audit.run.council is 'Short name of the council.';
comment on column audit.run.quarter is 'Quarter that the run was for, as 2025-26-Q1.';
comment on column audit.run.command is 'The command, such as run, rerun, freeze or issue.';
comment on column audit.run.started_at is 'When the run started.';
comment on column audit.run.finished_at is 'When the run ended; null while it runs, or when its process was ended.';
comment on column audit.run.outcome is 'done, rejected (data failed its checks), failed, or nothing (all was current).';
comment on column audit.run.code_version is 'Version of the code. Recorded for people; no decision depends on it.';
comment on column audit.run.flow_run is 'Identifier of the Prefect flow run, empty when there was none.';

create table audit.file (
    file_id bigint generated always as identity primary key,
    council varchar(60) not null,
    extract varchar(60) not null,
    supplier varchar(60) not null,
    file_name varchar(255) not null,
    sha256 char(64) not null,
    size_bytes bigint not null,
    received_at timestamptz not null default now(),
    unique (council, extract, supplier, file_name, sha256)
);
comment on table audit.file is 'Files that were landed. A row per council, extract, supplier, file name and content.';
comment on column audit.file.file_id is 'Number of the file.';
comment on column audit.file.council is 'Short name of the council.';
comment on column audit.file.extract is 'Extract that the file is part of.';
comment on column audit.file.supplier is 'Who sent it: a system or a school''s URN.';
comment on column audit.file.file_name is 'Name under which it arrived.';
comment on column audit.file.sha256 is 'SHA-256 of its bytes, which is also its name in the landing store.';
comment on column audit.file.size_bytes is 'Size in bytes.';
comment on column audit.file.received_at is 'When it was first landed.';

create table audit.batch (
    batch_id bigint generated always as identity primary key,
    council varchar(60) not null,
    extract varchar(60) not null,
    supplier varchar(60) not null,
    covers varchar(20) not null,
    data_to date not null,
    taken_on date not null,
    batch_hash char(64) not null,
    fingerprint char(64) not null,
    version integer not null,
    status varchar(12) not null check (status in ('current', 'superseded', 'rejected')),
    rows_received bigint not null,
    rows_loaded bigint not null,
    rows_held bigint not null,
    rows_duplicate bigint not null,
    created_at timestamptz not null default now(),
    run_id bigint references audit.run (run_id),
    unique (council, extract, supplier, covers, version),
    constraint batch_accounts_for_every_row
    check (status = 'rejected' or rows_received = rows_loaded + rows_held + rows_duplicate)
);
create unique index batch_one_current on audit.batch (council, extract, supplier, covers) where status = 'current';
create index batch_run on audit.batch (run_id);
comment on table audit.batch is
'Deliveries that were checked, each a version of its slice. A row per council, extract, supplier, what it covers, and
version; rejected ones too. At most one version of a slice is current.';
comment on column audit.batch.batch_id is 'Number of the batch.';
comment on column audit.batch.council is 'Short name of the council.';
comment on column audit.batch.extract is 'Extract that the batch is a delivery of.';
comment on column audit.batch.supplier is 'Who sent it: a system or a school''s URN.';
comment on column audit.batch.covers is
'What the batch speaks for: a financial year 2025-26, a term 2024/25 summer, or a half-term 2024/25 HT3.';
comment on column audit.batch.data_to is 'Last day that its data run to.';
comment on column audit.batch.taken_on is 'Day on which the data were taken from the system.';
comment on column audit.batch.batch_hash is 'SHA-256 over its tables and the hashes of their files.';
comment on column audit.batch.fingerprint is 'SHA-256 over the batch and all else that decided how it was staged.';
comment on column audit.batch.version is 'Counts the deliveries of the slice from 1, rejected ones included.';
comment on column audit.batch.status is 'current (the one that counts), superseded by a later version, or rejected.';
comment on column audit.batch.rows_received is 'Rows in its files.';
comment on column audit.batch.rows_loaded is 'Rows that were loaded, or for a register reduced to counts.';
comment on column audit.batch.rows_held is 'Rows held back because of a rule.';
comment on column audit.batch.rows_duplicate is 'Rows left out as exact copies of another.';
comment on column audit.batch.created_at is 'When the batch was recorded.';
comment on column audit.batch.run_id is 'Run that recorded it.';

create table audit.batch_file (
    batch_id bigint not null references audit.batch (batch_id),
    table_name varchar(60) not null,
    sha256 char(64) not null,
    file_name varchar(255) not null,
    rows_received bigint not null,
    primary key (batch_id, table_name, sha256)
);
comment on table audit.batch_file is 'Files that make up a batch. A row per batch, table and content.';
comment on column audit.batch_file.batch_id is 'The batch.';
comment on column audit.batch_file.table_name is 'Table of the extract that the file holds.';
comment on column audit.batch_file.sha256 is 'SHA-256 of the file.';
comment on column audit.batch_file.file_name is 'Name under which it arrived.';
comment on column audit.batch_file.rows_received is 'Rows in the file, without its header.';

create table audit.finding (
    finding_id bigint generated always as identity primary key,
    batch_id bigint not null references audit.batch (batch_id),
    table_name varchar(60) not null,
    rule_id varchar(80) not null,
    severity varchar(4) not null check (severity in ('stop', 'hold', 'flag')),
    columns varchar(200) not null default '',
    rows_failed bigint not null,
    first_row bigint,
    file_name varchar(255) not null default '',
    message text not null,
    fix text not null default ''
);
create index finding_batch on audit.finding (batch_id);
comment on table audit.finding is 'What the rules found in a batch, without any value. A row per batch, file and rule.';
comment on column audit.finding.finding_id is 'Number of the finding.';
comment on column audit.finding.batch_id is 'The batch.';
comment on column audit.finding.table_name is 'Table of the extract.';
comment on column audit.finding.rule_id is 'The rule.';
comment on column audit.finding.severity is 'stop (the batch is rejected), hold (the rows are held back) or flag.';
comment on column audit.finding.columns is 'Columns that the rule looks at.';
comment on column audit.finding.rows_failed is 'How many rows fail the rule.';
comment on column audit.finding.first_row is 'Line of the file with the first of them; the header is line 1.';
comment on column audit.finding.file_name is 'File that it was found in.';
comment on column audit.finding.message is 'What is wrong, in words.';
comment on column audit.finding.fix is 'What to do about it.';

create table audit.held_row (
    batch_id bigint not null references audit.batch (batch_id),
    table_name varchar(60) not null,
    file_name varchar(255) not null,
    row_number bigint not null,
    rule_ids varchar(400) not null,
    released_at timestamptz,
    primary key (batch_id, table_name, file_name, row_number)
);
comment on table audit.held_row is
'Rows held back by a rule, by their place in the file and never by their content. A row per row of a file.';
comment on column audit.held_row.batch_id is 'The batch.';
comment on column audit.held_row.table_name is 'Table of the extract.';
comment on column audit.held_row.file_name is 'File that holds the row.';
comment on column audit.held_row.row_number is 'Line of the file; the header is line 1.';
comment on column audit.held_row.rule_ids is 'Rules that held it, separated by spaces.';
comment on column audit.held_row.released_at is 'When a person released it; null while it is held.';

create table audit.verdict (
    batch_id bigint not null references audit.batch (batch_id),
    table_name varchar(60) not null,
    expectations integer not null,
    failed integer not null,
    worst_severity varchar(4) not null default '',
    result text not null,
    primary key (batch_id, table_name)
);
comment on table audit.verdict is 'What the validation suite said about a table of a batch. A row per batch and table.';
comment on column audit.verdict.batch_id is 'The batch.';
comment on column audit.verdict.table_name is 'Table of the extract.';
comment on column audit.verdict.expectations is 'How many expectations were checked.';
comment on column audit.verdict.failed is 'How many of them failed.';
comment on column audit.verdict.worst_severity is 'Worst severity that failed: stop, hold, flag, or empty.';
comment on column audit.verdict.result is 'The validation result as JSON, without values.';

create table audit.step (
    step_id bigint generated always as identity primary key,
    run_id bigint references audit.run (run_id),
    council varchar(60) not null,
    quarter varchar(10) not null default '',
    extract varchar(60) not null default '',
    supplier varchar(60) not null default '',
    covers varchar(20) not null default '',
    step varchar(12) not null,
    fingerprint char(64) not null,
    outcome varchar(12) not null check (outcome in ('done', 'rejected', 'failed')),
    message text not null default '',
    batch_id bigint references audit.batch (batch_id),
    publication_id bigint,
    finished_at timestamptz not null default now()
);
create unique index step_done_once
on audit.step (council, quarter, extract, supplier, covers, step, fingerprint) where outcome = 'done';
create index step_run on audit.step (run_id);
comment on table audit.step is
'Steps that ended, written with their data, so that no step is done twice. A row per step of a run.';
comment on column audit.step.step_id is 'Number of the step.';
comment on column audit.step.run_id is 'Run that did it.';
comment on column audit.step.council is 'Short name of the council.';
comment on column audit.step.quarter is 'Quarter, for steps about a quarter; otherwise empty.';
comment on column audit.step.extract is 'Extract, for steps about one; otherwise empty.';
comment on column audit.step.supplier is 'Supplier, for steps about one; otherwise empty.';
comment on column audit.step.covers is 'What its batch speaks for; otherwise empty.';
comment on column audit.step.step is 'land, stage, publish or report.';
comment on column audit.step.fingerprint is 'SHA-256 over everything that decides the result of the step.';
comment on column audit.step.outcome is 'done, rejected (data failed its checks) or failed.';
comment on column audit.step.message is 'What went wrong, in words and without values; empty when done.';
comment on column audit.step.batch_id is 'Batch that it made, if any.';
comment on column audit.step.publication_id is 'Publication that it made or rendered, if any.';
comment on column audit.step.finished_at is 'When it ended.';

create table audit.gate (
    publication_id bigint not null,
    check_id varchar(80) not null,
    severity varchar(4) not null check (severity in ('stop', 'hold', 'flag')),
    failed bigint not null,
    message text not null default '',
    primary key (publication_id, check_id)
);
comment on table audit.gate is
'Checks on the values before they were published. A row per publication and check, passed or not.';
comment on column audit.gate.publication_id is 'The publication.';
comment on column audit.gate.check_id is 'The check.';
comment on column audit.gate.severity is 'stop, hold or flag. Nothing with a failed stop is published.';
comment on column audit.gate.failed is 'How many values failed it.';
comment on column audit.gate.message is 'What the check says, in words.';

create table audit.decision (
    decision_id bigint generated always as identity primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    publication_id bigint,
    kind varchar(20) not null,
    subject varchar(120) not null default '',
    by_name varchar(120) not null,
    reason text not null default '',
    decided_at timestamptz not null default now()
);
create index decision_quarter on audit.decision (council, quarter);
comment on table audit.decision is 'What named people decided. A row per decision; rows are added, not changed.';
comment on column audit.decision.decision_id is 'Number of the decision.';
comment on column audit.decision.council is 'Short name of the council.';
comment on column audit.decision.quarter is 'Quarter that it is about.';
comment on column audit.decision.publication_id is 'Publication that it is about, if any.';
comment on column audit.decision.kind is 'freeze, accept-gap or issue.';
comment on column audit.decision.subject is 'What exactly, for instance the extract whose gap is accepted.';
comment on column audit.decision.by_name is 'Who decided.';
comment on column audit.decision.reason is 'Why, in their words.';
comment on column audit.decision.decided_at is 'When.';

create table audit.report (
    report_id bigint generated always as identity primary key,
    publication_id bigint not null,
    audience varchar(10) not null,
    render_fingerprint char(64) not null,
    folder varchar(400) not null,
    sha256 char(64) not null,
    created_at timestamptz not null default now(),
    unique (publication_id, audience, render_fingerprint)
);
comment on table audit.report is
'Reports that were rendered. A row per publication, audience and fingerprint of what decides the rendering.';
comment on column audit.report.report_id is 'Number of the report.';
comment on column audit.report.publication_id is 'Publication that it shows.';
comment on column audit.report.audience is 'Who it is for: internal or public.';
comment on column audit.report.render_fingerprint is 'SHA-256 over the publication, the words and the templates.';
comment on column audit.report.folder is 'Folder that holds the files.';
comment on column audit.report.sha256 is 'SHA-256 over the files.';
comment on column audit.report.created_at is 'When it was rendered.';

create table audit.outbox (
    event_id bigint generated always as identity primary key,
    event varchar(60) not null,
    council varchar(60) not null,
    quarter varchar(10) not null,
    publication_id bigint not null,
    status varchar(12) not null,
    created_at timestamptz not null default now(),
    emitted_at timestamptz
);
create index outbox_waiting on audit.outbox (event_id) where emitted_at is null;
comment on table audit.outbox is
'Events to tell others about, written with what they tell of and sent afterwards. A row per event.';
comment on column audit.outbox.event_id is 'Number of the event.';
comment on column audit.outbox.event is 'Name of the event, such as cyp.quarter.published.';
comment on column audit.outbox.council is 'Short name of the council.';
comment on column audit.outbox.quarter is 'Quarter.';
comment on column audit.outbox.publication_id is 'Publication.';
comment on column audit.outbox.status is 'Status of the publication when the event was written.';
comment on column audit.outbox.created_at is 'When it was written.';
comment on column audit.outbox.emitted_at is 'When it was sent; null while it waits.';

create table audit.counter (
    name varchar(40) primary key,
    value bigint not null
);
comment on table audit.counter is
'Numbers given out without gaps, because they are taken in the transaction that uses them. A row per counter.';
comment on column audit.counter.name is 'What is counted.';
comment on column audit.counter.value is 'Last number given out.';
insert into audit.counter (name, value) values ('publication', 0);
