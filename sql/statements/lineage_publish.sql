-- The files of the batches behind a publication.
insert into mart.fact_lineage (
    publication_id,
    extract,
    supplier,
    covers,
    batch_id,
    table_name,
    file_name,
    sha256,
    data_to,
    taken_on,
    rows_released
)
select
    cast(:publication_id as bigint) as publication_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    batch.batch_id,
    batch_file.table_name,
    batch_file.file_name,
    batch_file.sha256,
    batch.data_to,
    batch.taken_on,
    (
        select count(*)
        from audit.held_row
        where
            held_row.batch_id = batch.batch_id
            and held_row.table_name = batch_file.table_name
            and held_row.released_at is not null
    ) as rows_released
from audit.batch_file
inner join audit.batch on batch.batch_id = batch_file.batch_id
where batch_file.batch_id = any(cast(:batches as bigint[]));
