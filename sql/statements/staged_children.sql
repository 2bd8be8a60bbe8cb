-- Rows of core.cla_child with what their batch is and speaks for: one row per child and batch.
select
    cla_child.*,
    batch.extract,
    batch.covers,
    batch.data_to
from core.cla_child
inner join audit.batch on batch.batch_id = cla_child.batch_id
where cla_child.batch_id = any(cast(:batches as bigint []));
