-- Rows of core.attendance_count with what their batch is and speaks for: one row per enrolment, half-term part and code.
select
    attendance_count.*,
    batch.extract,
    batch.covers,
    batch.data_to
from core.attendance_count
inner join audit.batch on batch.batch_id = attendance_count.batch_id
where attendance_count.batch_id = any(cast(:batches as bigint []));
