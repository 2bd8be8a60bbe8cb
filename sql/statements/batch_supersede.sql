-- The current batch of a slice, if there is one, is so no longer.
update audit.batch
set status = 'superseded'
where
    council = :council
    and extract = :extract
    and supplier = :supplier
    and covers = :covers
    and status = 'current';
