-- Rows of core.attendance_count, with what their batch is and speaks for.
select
    attendance_count.batch_id,
    attendance_count.pupil,
    attendance_count.school_urn,
    attendance_count.academic_year,
    attendance_count.half_term,
    attendance_count.period_start,
    attendance_count.period_end,
    attendance_count.code,
    attendance_count.sessions,
    batch.extract,
    batch.covers,
    batch.data_to
from core.attendance_count
inner join audit.batch on attendance_count.batch_id = batch.batch_id
where attendance_count.batch_id = any(cast(:batches as bigint[]));
