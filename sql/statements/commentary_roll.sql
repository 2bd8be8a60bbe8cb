-- What the rolls behind a publication say of the pupils whom some batches of exclusions name. A row per pupil and year.
select distinct on (enrolment.pupil, enrolment.academic_year)
    enrolment.pupil,
    enrolment.academic_year,
    enrolment.sex,
    enrolment.year_group
from core.enrolment as enrolment
where
    enrolment.batch_id in (
        select lineage.batch_id
        from mart.fact_lineage as lineage
        where lineage.publication_id = :publication_id
    )
    and enrolment.pupil in (
        select exclusion.pupil
        from core.exclusion as exclusion
        where exclusion.batch_id = any(cast(:batches as bigint[]))
    )
order by
    enrolment.pupil,
    enrolment.academic_year,
    (enrolment.sex is null or enrolment.year_group is null),
    enrolment.school_urn,
    enrolment.batch_id;
