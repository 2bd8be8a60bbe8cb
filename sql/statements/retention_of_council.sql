-- A council's batches and their files, with what is still kept of them. A row per batch and file.
select distinct
    batch.batch_id,
    batch.extract,
    batch.data_to,
    batch.emptied_at,
    batch_file.sha256,
    exists(
        select 1
        from audit.held_row as held
        where held.batch_id = batch.batch_id
    ) as holds_rows
from audit.batch
left join audit.batch_file on batch.batch_id = batch_file.batch_id
where batch.council = :council
order by batch.batch_id, batch_file.sha256;
