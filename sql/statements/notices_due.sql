-- Notices of a council to send now, those for one recipient together. Sending that failed is tried again after a
-- minute, then two, then four, up to an hour, for a week.
select
    notice_id,
    role,
    channel,
    target,
    words
from audit.notice
where
    council = :council
    and sent_at is null
    and created_at > now() - interval '7 days'
    and (
        tried_at is null
        or tried_at < now() - least(interval '1 minute' * power(2, least(times_tried, 10) - 1), interval '1 hour')
    )
order by role, channel, target, notice_id;
