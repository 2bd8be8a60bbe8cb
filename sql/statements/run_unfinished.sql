-- Runs of a council that did not finish. A row per run. Whose lock nobody holds does not go on: its process is gone.
-- A flow run that was tried again since is named by the later run alone.
select
    begun.run_id,
    begun.council,
    begun.quarter,
    begun.command,
    begun.started_at,
    case
        when exists (
            select 1
            from audit.run as later
            where later.flow_run = begun.flow_run and later.run_id > begun.run_id
        ) then ''
        else begun.flow_run
    end as flow_run,
    exists(
        select 1
        from pg_catalog.pg_locks as held
        where
            held.locktype = 'advisory'
            and held.database = (
                select present.oid
                from pg_catalog.pg_database as present
                where present.datname = current_database()
            )
            and held.classid = cast(hashtext('audit.run') as oid)
            and held.objid = cast(begun.run_id as oid)
            and held.objsubid = 2
    ) as goes_on
from audit.run as begun
where
    begun.council = :council
    and begun.finished_at is null
order by begun.run_id;
