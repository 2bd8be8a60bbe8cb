-- Rules that hold rows back in some batches, all together. A row per extract and rule.
select
    batch.extract,
    finding.rule_id,
    finding.message,
    cast(sum(finding.rows_failed - finding.rows_released) as bigint) as rows_held,
    min(life.first_seen) as first_seen
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
    batch.batch_id = any(cast(:batches as bigint[]))
    and finding.severity = 'hold'
    and finding.rows_failed > finding.rows_released
group by batch.extract, finding.rule_id, finding.message
order by batch.extract asc, rows_held desc, finding.rule_id asc;
