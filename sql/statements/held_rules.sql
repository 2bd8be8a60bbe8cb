-- Rules that hold rows back in a council's current batches. A row per batch, table and rule.
select
    batch.extract,
    batch.supplier,
    batch.covers,
    finding.file_name,
    finding.rule_id,
    finding.columns,
    finding.rows_failed,
    finding.first_row,
    finding.counted_in,
    finding.message,
    finding.fix
from audit.finding
inner join audit.batch on batch.batch_id = finding.batch_id
where
    batch.council = :council
    and batch.status = 'current'
    and finding.severity = 'hold'
    and (:extract = '' or batch.extract = :extract)
order by batch.extract, batch.supplier, batch.covers, finding.finding_id;
