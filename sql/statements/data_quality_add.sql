-- What became of one slice behind a publication, with how many rules it broke of each severity.
insert into mart.fact_data_quality (
    publication_id,
    extract,
    supplier,
    supplier_title,
    covers,
    state,
    rows_received,
    rows_loaded,
    rows_held,
    rows_duplicate,
    rows_released,
    findings_stop,
    findings_hold,
    findings_flag,
    reason,
    batch_id
)
select
    :publication_id as publication_id,
    :extract as extract,
    :supplier as supplier,
    :supplier_title as supplier_title,
    :covers as covers,
    :state as state,
    :rows_received as rows_received,
    :rows_loaded as rows_loaded,
    :rows_held as rows_held,
    :rows_duplicate as rows_duplicate,
    :rows_released as rows_released,
    count(*) filter (where finding.severity = 'stop') as findings_stop,
    count(*) filter (where finding.severity = 'hold') as findings_hold,
    count(*) filter (where finding.severity = 'flag') as findings_flag,
    :reason as reason,
    cast(:batch_id as bigint) as batch_id
from audit.finding
where finding.batch_id = cast(:batch_id as bigint);
