-- Rows of core.enrolment with what their batch is and speaks for: one row per enrolment and batch.
select
    enrolment.*,
    batch.extract,
    batch.covers,
    batch.data_to
from core.enrolment
inner join audit.batch on batch.batch_id = enrolment.batch_id
where enrolment.batch_id = any(cast(:batches as bigint []));
