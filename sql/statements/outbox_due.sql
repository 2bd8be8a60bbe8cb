-- The oldest event that nobody has been told of, locked for this transaction; rows that another drain holds are passed
-- over. Told again after two minutes, then four, then eight, for a day, when the publication still counts and its
-- report (two, for what was issued: internal and public) has not followed: an event can be lost between the server that
-- took it and its trigger. Of a publication that was withdrawn, nobody is told.
select
    due.event_id,
    due.event,
    due.council,
    due.quarter,
    due.publication_id,
    due.status
from audit.outbox as due
where
    not exists (
        select 1
        from mart.publication as gone
        where gone.publication_id = due.publication_id and gone.status = 'withdrawn'
    )
    and (
        due.emitted_at is null
        or (
            due.emitted_at < now() - interval '1 minute' * power(2, due.times_told)
            and due.created_at > now() - interval '1 day'
            and exists (
                select 1
                from mart.publication_pointer as pointer
                where pointer.publication_id = due.publication_id
            )
            and (
                select count(distinct made.audience)
                from audit.report as made
                where
                    made.publication_id = due.publication_id
                    and made.created_at >= due.created_at
            ) < case due.status when 'issued' then 2 else 1 end
        )
    )
order by due.event_id
limit 1
for update of due skip locked
