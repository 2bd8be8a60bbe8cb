-- Rules that hold rows back in a council's current batches, or would if no officer had released the rows. A row per
-- batch, table and rule.
select
    life.finding_ref,
    batch.extract,
    batch.supplier,
    batch.covers,
    finding.table_name,
    finding.file_name,
    finding.rule_id,
    finding.columns,
    finding.rows_failed,
    finding.rows_released,
    finding.first_row,
    finding.counted_in,
    finding.message,
    finding.fix,
    life.first_seen,
    finding.rows_failed - finding.rows_released as rows_held
from audit.finding
inner join audit.batch on finding.batch_id = batch.batch_id
inner join audit.finding_life as life
    on
        batch.council = life.council
        and batch.extract = life.extract
        and batch.supplier = life.supplier
        and batch.covers = life.covers
        and finding.table_name = life.table_name
        and finding.rule_id = life.rule_id
where
    batch.council = :council
    and batch.status = 'current'
    and finding.severity = 'hold'
    and (:extract = '' or batch.extract = :extract)
order by batch.extract, batch.supplier, batch.covers, finding.finding_id;
