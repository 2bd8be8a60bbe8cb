-- Rows of core.cla_child with what their batch is and speaks for. One row per child and batch.
select
    cla_child.batch_id,
    cla_child.child,
    cla_child.sex,
    cla_child.date_of_birth,
    cla_child.ethnicity,
    cla_child.upn,
    batch.extract,
    batch.covers,
    batch.data_to
from core.cla_child
inner join audit.batch on cla_child.batch_id = batch.batch_id
where cla_child.batch_id = any(cast(:batches as bigint[]));
