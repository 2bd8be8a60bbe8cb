-- Who changed what, kept by the database itself, and decisions that nobody can take back silently.

create table audit.change_log (
    change_id bigint generated always as identity primary key,
    changed_at timestamptz not null default clock_timestamp(),
    login varchar(63) not null,
    as_role varchar(63) not null,
    client varchar(120) not null default '',
    object varchar(120) not null,
    operation varchar(6) not null check (operation in ('insert', 'update', 'delete')),
    council varchar(60) not null default '',
    row_before text not null default '',
    row_after text not null default ''
);
create index change_log_object on audit.change_log (object, changed_at);
comment on table audit.change_log is
'Every change to publications, pointers, settings, officers'' words, signatures, decisions and who may see what, written
by the database whoever makes it. A row per row that was changed; rows are added, never changed.';
comment on column audit.change_log.change_id is 'Number, in the order in which they were made.';
comment on column audit.change_log.changed_at is 'When.';
comment on column audit.change_log.login is 'Login of the connection.';
comment on column audit.change_log.as_role is 'Role that the connection had put on; none where it acted as its login.';
comment on column audit.change_log.client is 'What the client program called itself; cyp for the pipeline.';
comment on column audit.change_log.object is 'Table, with its schema.';
comment on column audit.change_log.operation is 'insert, update or delete.';
comment on column audit.change_log.council is 'Short name of the council; empty where the table names none.';
comment on column audit.change_log.row_before is 'The row before, as JSON and without long words; empty for an insert.';
comment on column audit.change_log.row_after is 'The row after, as JSON and without long words; empty for a delete.';

create table audit.access_log (
    access_id bigint generated always as identity primary key,
    opened_at timestamptz not null default clock_timestamp(),
    login varchar(63) not null default session_user,
    account varchar(63) not null,
    council varchar(60) not null,
    command varchar(40) not null,
    subject varchar(200) not null default ''
);
comment on table audit.access_log is
'Commands that gave somebody rows about children, officers'' words or a login of the warehouse. A row per command; rows
are added, never changed. What is read within the database is its server''s to log (pgaudit).';
comment on column audit.access_log.access_id is 'Number, in the order in which they were given.';
comment on column audit.access_log.opened_at is 'When.';
comment on column audit.access_log.login is 'Login of the connection.';
comment on column audit.access_log.account is 'Account of the machine on which the command was given.';
comment on column audit.access_log.council is 'Short name of the council; empty for the login of the owner.';
comment on column audit.access_log.command is 'The command.';
comment on column audit.access_log.subject is 'What it gave: rules whose rows, a quarter''s words, or a kind of login.';

-- As its owner, so that a role writes what it changed here and can do nothing else here.
create function audit.note_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    was constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'words' end;
    now_is constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'words' end;
begin
    insert into audit.change_log (login, as_role, client, object, operation, council, row_before, row_after)
    values (
        session_user, current_setting('role'), left(current_setting('application_name'), 120),
        tg_table_schema || '.' || tg_table_name, lower(tg_op),
        coalesce(now_is ->> 'council', was ->> 'council', ''), coalesce(was::text, ''), coalesce(now_is::text, '')
    );
    return null;
end
$$;
comment on function audit.note_change() is 'Trigger that writes each changed row into audit.change_log.';

do $$
declare
    watched text;
begin
    foreach watched in array array[
        'mart.publication', 'mart.publication_pointer', 'mart.reader_council', 'mart.fact_setting_change',
        'audit.commentary', 'audit.sign_off', 'audit.issued_words', 'audit.decision', 'audit.disclosure_choice',
        'audit.waiver', 'audit.council_key'
    ] loop
        execute format(
            'create trigger %I after insert or update or delete on %s for each row execute function audit.note_change()',
            split_part(watched, '.', 2) || '_is_logged', watched
        );
    end loop;
    foreach watched in array array[
        'decision', 'disclosure_choice', 'waiver', 'waiver_row', 'council_key', 'change_log', 'access_log'
    ] loop
        execute format(
            'create trigger %I before update or delete or truncate on audit.%I'
            ' for each statement execute function audit.refuse_change()',
            watched || '_stays', watched
        );
    end loop;
end
$$;
-- A truncation names no row, so it could not be logged.
create trigger publication_pointer_is_not_emptied before truncate on mart.publication_pointer
for each statement execute function mart.refuse_change();
create trigger reader_council_is_not_emptied before truncate on mart.reader_council
for each statement execute function mart.refuse_change();
