-- The newest superseded batch of a slice with this fingerprint. One row or none.
select batch_id
from audit.batch
where
    council = :council
    and extract = :extract
    and supplier = :supplier
    and covers = :covers
    and fingerprint = :fingerprint
    and status = 'superseded'
order by version desc
limit 1;
