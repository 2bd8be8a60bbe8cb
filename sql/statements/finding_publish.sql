-- The findings of the batches behind a publication.
insert into mart.fact_finding (
    publication_id,
    extract,
    supplier,
    covers,
    table_name,
    rule_id,
    severity,
    rows_failed,
    message,
    fix
)
select
    cast(:publication_id as bigint) as publication_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    finding.table_name,
    finding.rule_id,
    finding.severity,
    finding.rows_failed,
    finding.message,
    finding.fix
from audit.finding
inner join audit.batch on batch.batch_id = finding.batch_id
where finding.batch_id = any(cast(:batches as bigint[]));
