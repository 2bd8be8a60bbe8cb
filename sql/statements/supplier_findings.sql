-- What the rules found in each supplier's deliveries behind a publication, rejected ones included, and where the first
-- row is; never a value. A row per delivery, table, file and rule.
select
    quality.extract,
    quality.supplier,
    quality.covers,
    finding.table_name,
    finding.rule_id,
    finding.severity,
    finding.columns,
    finding.rows_failed,
    finding.rows_released,
    finding.file_name,
    finding.first_row,
    finding.counted_in,
    finding.message,
    finding.fix
from mart.fact_data_quality as quality
inner join audit.finding as finding on quality.batch_id = finding.batch_id
where quality.publication_id = :publication_id
order by
    quality.extract, quality.supplier, quality.covers, finding.table_name,
    case finding.severity when 'stop' then 1 when 'hold' then 2 else 3 end,
    finding.rule_id, finding.file_name;
