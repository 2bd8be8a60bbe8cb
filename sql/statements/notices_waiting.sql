-- How many notices of a council wait, since when, and why the last of them was not taken.
select
    count(*) as waiting,
    min(created_at) as since,
    coalesce(max(problem), '') as problem
from audit.notice
where council = :council and sent_at is null;
