-- What each batch is and speaks for. One row per batch.
select
    batch.batch_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    batch.data_to
from audit.batch as batch
where batch.batch_id = any(cast(:batches as bigint[]));
