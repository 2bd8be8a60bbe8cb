-- What is recorded last of each setting of a council's measures. A row per measure and setting.
select distinct on (change.measure_ref, change.setting)
    change.measure_ref,
    change.setting,
    change.value_before,
    change.value_now,
    change.reason
from mart.fact_setting_change as change
inner join mart.publication as publication on change.publication_id = publication.publication_id
where publication.council = :council
order by change.measure_ref asc, change.setting asc, change.publication_id desc;
