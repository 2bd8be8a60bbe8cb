-- What is wrong in what a council last received and since when, or what its newest deliveries put right. A row per
-- finding.
select
    life.finding_ref,
    life.extract,
    life.supplier,
    life.covers,
    life.table_name,
    life.rule_id,
    life.severity,
    life.columns,
    life.rows_failed,
    life.rows_released,
    life.file_name,
    life.first_row,
    life.counted_in,
    life.message,
    life.fix,
    life.first_seen,
    life.last_seen,
    life.fixed_at
from audit.finding_life as life
where
    life.council = :council
    and (:extract = '' or life.extract = :extract)
    and case when :fixed then life.fixed_by_newest else life.fixed_at is null end
order by
    life.extract, life.supplier, life.covers, life.table_name,
    case life.severity when 'stop' then 1 when 'hold' then 2 else 3 end,
    life.rule_id;
