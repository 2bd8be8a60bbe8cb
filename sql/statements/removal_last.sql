-- The newest erasure of a council. One row or none.
select removal_id
from audit.removal
where
    council = :council
    and kind = 'erasure'
order by removal_id desc
limit 1;
