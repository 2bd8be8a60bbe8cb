-- Forget what was brought in of a delivery before, to write anew what is now.
delete from audit.fetched
where
    council = :council
    and extract = :extract
    and supplier = :supplier
    and data_to = :data_to;
