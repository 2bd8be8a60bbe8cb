-- What was issued last for a quarter of all that another issue superseded. One row or none.
select
    publication_id,
    status,
    issued_at,
    issued_by
from mart.publication
where council = :council and quarter = :quarter and status = 'superseded' and issued_at is not null
order by issued_at desc, publication_id desc
limit 1;
