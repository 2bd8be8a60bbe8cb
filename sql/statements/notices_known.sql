-- What was written for a council's recipients already. A row per notice and recipient.
select
    role,
    channel,
    target,
    about
from audit.notice
where council = :council;
