-- What was loaded of a supply's deliveries whose data end before a day, the newest version of each. A row per delivery
-- and table.
select
    batch.batch_id,
    batch.covers,
    batch.data_to,
    batch_file.table_name,
    batch_file.sha256,
    batch_file.rows_received
from audit.batch
inner join audit.batch_file on batch.batch_id = batch_file.batch_id
where
    batch.batch_id in (
        select max(loaded.batch_id)
        from audit.batch as loaded
        where
            loaded.council = :council
            and loaded.extract = :extract
            and loaded.supplier = :supplier
            and loaded.data_to < :data_to
            and loaded.status <> 'rejected'
        group by loaded.data_to
    )
order by batch.data_to, batch_file.table_name;
