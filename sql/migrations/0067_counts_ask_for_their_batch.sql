-- Counts of sessions come in by the million, and a foreign key is asked row by row: for these tables it is half of what
-- the database does to take them in. The same promise, asked once a statement.

create function core.require_batches() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        select 1
        from (select distinct added.batch_id from added) as named
        where not exists (select 1 from audit.batch as batch where batch.batch_id = named.batch_id)
    ) then
        raise foreign_key_violation using message =
            format('Rows of core.%s are of a batch that audit.batch does not have.', tg_table_name);
    end if;
    return null;
end
$$;
comment on function core.require_batches() is 'Trigger that refuses rows of a batch that is not recorded.';

do $$
declare
    counted text;
begin
    foreach counted in array array['attendance_count', 'attendance_possible'] loop
        execute format('alter table core.%I drop constraint %I', counted, counted || '_batch_id_fkey');
        execute format(
            'create trigger %I after insert on core.%I referencing new table as added'
            ' for each statement execute function core.require_batches()',
            counted || '_has_batches', counted
        );
        execute format(
            'create trigger %I after update on core.%I referencing new table as added'
            ' for each statement execute function core.require_batches()',
            counted || '_keeps_batches', counted
        );
        execute format(
            'comment on column core.%I.batch_id is %L',
            counted, 'Batch that the row came with: of audit.batch, as a trigger requires once a statement.'
        );
    end loop;
end
$$;

-- So that no row can lose its batch either.
create trigger batch_stays before delete or update of batch_id or truncate on audit.batch
for each statement execute function audit.refuse_change();
