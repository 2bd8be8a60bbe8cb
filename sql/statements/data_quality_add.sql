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
    findings_stop,
    findings_hold,
    findings_flag,
    reason,
    batch_id
)
select
    :publication_id,
    :extract,
    :supplier,
    :supplier_title,
    :covers,
    :state,
    :rows_received,
    :rows_loaded,
    :rows_held,
    :rows_duplicate,
    count(*) filter (where finding.severity = 'stop'),
    count(*) filter (where finding.severity = 'hold'),
    count(*) filter (where finding.severity = 'flag'),
    :reason,
    cast(:batch_id as bigint)
from audit.finding
where finding.batch_id = cast(:batch_id as bigint);
