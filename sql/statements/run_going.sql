-- Runs of a council whose process lives: unfinished, and their lock is held. A row per run.
select
    begun.run_id,
    begun.quarter
from audit.run as begun
inner join pg_catalog.pg_locks as held
    on
        held.locktype = 'advisory'
        and held.database = (
            select present.oid
            from pg_catalog.pg_database as present
            where present.datname = current_database()
        )
        and held.classid = cast(hashtext('audit.run') as oid)
        and held.objid = cast(begun.run_id as oid)
        and held.objsubid = 2
where
    begun.council = :council
    and begun.finished_at is null
order by begun.run_id;
