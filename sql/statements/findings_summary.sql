-- What the rules found in the deliveries behind a publication, rejected ones too. A row per extract, table and rule.
select
    batch.extract,
    finding.table_name,
    finding.rule_id,
    finding.severity,
    cast(sum(finding.rows_failed) as bigint) as rows_failed,
    count(distinct finding.batch_id) as deliveries,
    min(finding.message) as message
from mart.fact_data_quality as quality
inner join audit.batch on quality.batch_id = batch.batch_id
inner join audit.finding on batch.batch_id = finding.batch_id
where quality.publication_id = :publication_id
group by batch.extract, finding.table_name, finding.rule_id, finding.severity
order by batch.extract asc, finding.table_name asc, finding.severity desc, finding.rule_id asc;
