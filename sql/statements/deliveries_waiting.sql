-- Deliveries that were rejected because of a rule and are still the newest of their slice. A row per file.
select
    batch.extract,
    batch.supplier,
    batch.covers,
    finding.table_name,
    batch_file.sha256,
    batch_file.file_name
from audit.batch
inner join audit.finding on batch.batch_id = finding.batch_id
inner join audit.batch_file
    on finding.batch_id = batch_file.batch_id and finding.table_name = batch_file.table_name
where
    batch.council = :council
    and batch.status = 'rejected'
    and finding.rule_id = :rule
    and finding.severity = 'stop'
    and (:extract = '' or batch.extract = :extract)
    and (:supplier = '' or batch.supplier = :supplier)
    and (:covers = '' or batch.covers = :covers)
    and not exists (
        select 1
        from audit.batch as newer
        where
            newer.council = batch.council
            and newer.extract = batch.extract
            and newer.supplier = batch.supplier
            and newer.covers = batch.covers
            and newer.version > batch.version
    )
order by batch.extract, batch.supplier, batch.covers, finding.table_name;
