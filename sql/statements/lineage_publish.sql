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
    taken_on
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
    batch.taken_on
from audit.batch_file
inner join audit.batch on batch.batch_id = batch_file.batch_id
where batch_file.batch_id = any(cast(:batches as bigint[]));
