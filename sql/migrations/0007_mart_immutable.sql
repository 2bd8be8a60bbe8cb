-- What was published is never changed: the database refuses, whoever asks.

create function mart.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'Rows of mart.% are never changed or deleted: publish again instead.', tg_table_name;
end
$$;
comment on function mart.refuse_change() is 'Trigger that refuses every change to published rows.';

create function mart.refuse_late_rows() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        select 1
        from (select distinct added.publication_id from added) as touched
        inner join mart.publication as publication on touched.publication_id = publication.publication_id
        where publication.created_at <> transaction_timestamp()
    ) then
        raise exception 'Rows are added to mart.% only by the transaction that makes their publication.', tg_table_name;
    end if;
    return null;
end
$$;
comment on function mart.refuse_late_rows() is
'Trigger that refuses rows for a publication that an earlier transaction completed.';

create function mart.refuse_rewrite() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if (new.publication_id, new.council, new.council_name, new.quarter, new.created_at, new.input_fingerprint,
        new.code_version, new.disclosure)
        is distinct from
        (old.publication_id, old.council, old.council_name, old.quarter, old.created_at, old.input_fingerprint,
        old.code_version, old.disclosure)
    then
        raise exception 'Only the status of a publication changes, with who froze or issued it and when.';
    end if;
    if new.status = 'draft' and old.status <> 'draft' then
        raise exception 'A publication that is % does not become a draft again: publish a new one.', old.status;
    end if;
    return new;
end
$$;
comment on function mart.refuse_rewrite() is 'Trigger that lets only the status of a publication change.';

create trigger publication_keeps_its_word before update on mart.publication
for each row execute function mart.refuse_rewrite();
create trigger publication_stays before delete or truncate on mart.publication
for each statement execute function mart.refuse_change();

do $$
declare
    fact text;
begin
    foreach fact in array array[
        'fact_indicator_value', 'fact_performance', 'fact_data_quality', 'fact_finding', 'fact_lineage',
        'fact_milestone', 'fact_comparator'
    ] loop
        execute format(
            'create trigger %I before update or delete or truncate on mart.%I'
            ' for each statement execute function mart.refuse_change()',
            fact || '_stays', fact
        );
        execute format(
            'create trigger %I after insert on mart.%I referencing new table as added'
            ' for each statement execute function mart.refuse_late_rows()',
            fact || '_is_complete', fact
        );
    end loop;
end
$$;
