-- The newest batch of a slice with this fingerprint, and why it was rejected if it was. One row or none.
select
    batch.batch_id,
    batch.status,
    (
        select
            case
                when finding.first_row is null then finding.message
                else
                    finding.file_name || ', ' || finding.columns
                    || ', from ' || finding.counted_in || ' ' || finding.first_row || ': ' || finding.message
            end
        from audit.finding
        where finding.batch_id = batch.batch_id and finding.severity = 'stop'
        order by finding.finding_id
        limit 1
    ) as reason
from audit.batch
where
    batch.council = :council
    and batch.extract = :extract
    and batch.supplier = :supplier
    and batch.covers = :covers
    and batch.fingerprint = :fingerprint
order by batch.version desc
limit 1;
