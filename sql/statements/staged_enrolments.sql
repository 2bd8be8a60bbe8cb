-- Rows of core.enrolment with what their batch is and speaks for. One row per enrolment and batch.
select
    enrolment.batch_id,
    enrolment.pupil,
    enrolment.school_urn,
    enrolment.academic_year,
    enrolment.age_at_start,
    enrolment.sex,
    enrolment.year_group,
    enrolment.enrolment_status,
    enrolment.boarder,
    batch.extract,
    batch.covers,
    batch.data_to
from core.enrolment
inner join audit.batch on enrolment.batch_id = batch.batch_id
where enrolment.batch_id = any(cast(:batches as bigint[]));
