-- Releases of a council, in the order in which they were given. A row each, with the places of its rows.
select
    waiver.waiver_id,
    waiver.extract,
    waiver.supplier,
    waiver.covers,
    waiver.table_name,
    waiver.rule_id,
    waiver.sha256,
    waiver.until_date,
    array_remove(array_agg(waiver_row.row_number), null) as lines
from audit.waiver
left join audit.waiver_row on waiver.waiver_id = waiver_row.waiver_id
where waiver.council = :council
group by waiver.waiver_id
order by waiver.waiver_id;
