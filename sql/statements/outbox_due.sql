-- The oldest event that nobody has been told of, locked for this transaction; rows that another drain holds are passed
-- over. Told again after ten minutes, for a day, when the publication still counts and no report has followed: an event
-- can be lost between the server that took it and the trigger it was meant for.
select
    due.event_id,
    due.event,
    due.council,
    due.quarter,
    due.publication_id,
    due.status
from audit.outbox as due
where
    due.emitted_at is null
    or (
        due.emitted_at < now() - interval '10 minutes'
        and due.created_at > now() - interval '1 day'
        and exists (
            select 1
            from mart.publication_pointer as pointer
            where pointer.publication_id = due.publication_id
        )
        and not exists (
            select 1
            from audit.report as made
            where
                made.publication_id = due.publication_id
                and made.created_at >= due.created_at
        )
    )
order by due.event_id
limit 1
for update of due skip locked
