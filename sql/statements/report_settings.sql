-- Changes of settings that nobody has explained by the time of a publication. A row per measure and setting.
with recorded as (
    select distinct on (change.measure_ref, change.setting)
        change.measure_ref,
        change.setting,
        change.value_before,
        change.value_now,
        change.reason
    from mart.fact_setting_change as change
    inner join mart.publication as publication on change.publication_id = publication.publication_id
    where
        change.publication_id <= :publication_id
        and publication.council = (
            select this.council from mart.publication as this
            where this.publication_id = :publication_id
        )
    order by change.measure_ref asc, change.setting asc, change.publication_id desc
)

select
    recorded.measure_ref,
    recorded.setting,
    recorded.value_before,
    recorded.value_now
from recorded
where recorded.value_before is not null and recorded.reason = ''
order by recorded.measure_ref, recorded.setting;
