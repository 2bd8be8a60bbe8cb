-- The three schemas, and the table that remembers which migrations were applied.

create schema audit;
comment on schema audit is
'What the pipeline did: runs, files, batches, findings, steps, decisions. Nothing here is about a child.';

create schema core;
comment on schema core is
'Child-level rows: typed, minimised, pseudonymised. Each row belongs to one batch, and batches stay.';

create schema mart;
comment on schema mart is
'What is published: a star of facts and dimensions, and plain-English views that BI tools read.';

create table audit.schema_migration (
    name varchar(200) primary key,
    sha256 char(64) not null,
    applied_at timestamptz not null default now()
);
comment on table audit.schema_migration is
'Migrations applied to this database, with the hash of each file at that time. A row per migration file.';
comment on column audit.schema_migration.name is 'File name of the migration, or what is reapplied as a whole.';
comment on column audit.schema_migration.sha256 is 'SHA-256 of the file, so that a changed migration is noticed.';
comment on column audit.schema_migration.applied_at is 'When it was applied.';
