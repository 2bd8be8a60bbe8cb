-- Rules that hold rows back in some batches, all together. A row per extract and rule.
select
    batch.extract,
    finding.rule_id,
    finding.message,
    cast(sum(finding.rows_failed) as bigint) as rows_failed
from audit.finding
inner join audit.batch on finding.batch_id = batch.batch_id
where batch.batch_id = any(cast(:batches as bigint[])) and finding.severity = 'hold'
group by batch.extract, finding.rule_id, finding.message
order by batch.extract asc, rows_failed desc, finding.rule_id asc;
