-- What the rules found behind a publication. A row per slice, table and rule.
select
    publication_id,
    extract,
    supplier,
    covers,
    table_name,
    rule_id,
    severity,
    rows_failed,
    rows_released,
    released,
    message,
    fix
from mart.fact_finding
where publication_id = :publication_id
order by extract, supplier, covers, table_name, severity, rule_id, message;
