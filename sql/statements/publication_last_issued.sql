-- What was issued last for a quarter, whatever became of it since. One row or none.
select
    publication_id,
    status,
    issued_at,
    issued_by
from mart.publication
where council = :council and quarter = :quarter and issued_at is not null
order by issued_at desc, publication_id desc
limit 1;
