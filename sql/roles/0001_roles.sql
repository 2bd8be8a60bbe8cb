-- Roles by what they may do. None of them logs in; logins are made members of them.
-- Roles belong to the whole server, so they may be there already.

do $$
declare
    wanted text;
begin
    foreach wanted in array array[
        'cyp_owner', 'cyp_loader', 'cyp_publisher', 'cyp_report', 'cyp_backup', 'core_analyst', 'bi_officer',
        'bi_reader'
    ] loop
        begin
            if not exists (select 1 from pg_catalog.pg_roles where rolname = wanted) then
                execute format('create role %I nologin', wanted);
            end if;
        exception
            when duplicate_object or unique_violation then null; -- another database of the server was quicker
        end;
    end loop;
    -- Whoever migrates must be able to hand everything to its owner, and to see it afterwards.
    if not pg_catalog.pg_has_role(current_user, 'cyp_owner', 'usage') then
        execute format('grant cyp_owner to %I', current_user);
    end if;
end
$$;
