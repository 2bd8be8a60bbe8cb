-- What was taken out for good: a child who is to be forgotten, and what was kept for as long as its rule says.

create table audit.removal (
    removal_id bigint generated always as identity primary key,
    council varchar(60) not null,
    kind varchar(10) not null check (kind in ('erasure', 'retention')),
    by_name varchar(120) not null,
    reason text not null check (reason <> ''),
    decided_at timestamptz not null default now()
);
comment on table audit.removal is
'Erasures of a child, and removals by the rules of retention. A row per command; rows are added, never changed.';
comment on column audit.removal.removal_id is 'Number of the removal.';
comment on column audit.removal.council is 'Short name of the council.';
comment on column audit.removal.kind is 'erasure (of a child) or retention (of what is past its time).';
comment on column audit.removal.by_name is 'Officer who asked for it.';
comment on column audit.removal.reason is 'Why, in their words, which name nobody.';
comment on column audit.removal.decided_at is 'When.';

create table audit.removal_proof (
    removal_id bigint not null references audit.removal (removal_id),
    step integer not null,
    place varchar(120) not null,
    removed bigint not null,
    left_over bigint not null,
    proved_at timestamptz not null default now(),
    primary key (removal_id, step)
);
comment on table audit.removal_proof is
'What a removal took away and what a second look found afterwards. A row per place; rows are added, never changed.';
comment on column audit.removal_proof.removal_id is 'The removal.';
comment on column audit.removal_proof.step is 'Number within the removal.';
comment on column audit.removal_proof.place is 'Where: landed files, a table of core, or the held rows.';
comment on column audit.removal_proof.removed is 'Rows or files that were taken away.';
comment on column audit.removal_proof.left_over is 'Rows or files that were found there afterwards: 0.';
comment on column audit.removal_proof.proved_at is 'When it was looked at again.';

create table audit.erased_person (
    removal_id bigint not null references audit.removal (removal_id),
    council varchar(60) not null,
    mark char(64) not null,
    primary key (council, mark, removal_id)
);
comment on table audit.erased_person is
'By what a child who was erased would be known again in a file: a hash with the council''s key, made from the pseudonym
and equal to none. A row per erasure and number of the child; rows are added, never changed.';
comment on column audit.erased_person.removal_id is 'The erasure.';
comment on column audit.erased_person.council is 'Short name of the council.';
comment on column audit.erased_person.mark is 'The hash.';

create table audit.removed_file (
    council varchar(60) not null,
    sha256 char(64) not null,
    table_name varchar(60) not null,
    removal_id bigint not null references audit.removal (removal_id),
    rows_removed bigint not null,
    sha256_now varchar(64) not null default '',
    removed_at timestamptz not null default clock_timestamp(),
    primary key (council, sha256, removal_id, table_name)
);
comment on table audit.removed_file is
'Landed files out of which rows were taken, or that were removed whole. A row per file, table and removal; rows are
added, never changed. A file keeps the name of what arrived.';
comment on column audit.removed_file.council is 'Short name of the council.';
comment on column audit.removed_file.sha256 is 'SHA-256 of the file as it arrived, its name in the landing store.';
comment on column audit.removed_file.table_name is 'Table of the extract; empty for a file that was removed whole.';
comment on column audit.removed_file.removal_id is 'The removal.';
comment on column audit.removed_file.rows_removed is 'Rows of the table that were taken out of it.';
comment on column audit.removed_file.sha256_now is 'SHA-256 of what lies there since; empty where nothing does.';
comment on column audit.removed_file.removed_at is 'When.';

alter table audit.batch add column emptied_at timestamptz;
comment on column audit.batch.emptied_at is
'When its rows were removed from core because the rule of retention says so; null while they are there. Its counts stay
as they were, and its delivery is not brought in again.';

do $$
declare
    kept text;
begin
    foreach kept in array array['removal', 'removal_proof', 'erased_person', 'removed_file'] loop
        execute format(
            'create trigger %I before update or delete or truncate on audit.%I'
            ' for each statement execute function audit.refuse_change()',
            kept || '_stays', kept
        );
    end loop;
end
$$;
create trigger removal_is_logged after insert on audit.removal
for each row execute function audit.note_change();
