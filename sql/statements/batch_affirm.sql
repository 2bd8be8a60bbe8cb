-- Batches that count although a delivery after them was rejected: the file before was put back, so they count anew.
update audit.batch
set current_since = now()
where
    batch.batch_id = any(cast(:batches as bigint[]))
    and exists (
        select 1
        from audit.batch as refused
        where
            refused.council = batch.council
            and refused.extract = batch.extract
            and refused.supplier = batch.supplier
            and refused.covers = batch.covers
            and refused.status = 'rejected'
            and refused.created_at > batch.current_since
    );
