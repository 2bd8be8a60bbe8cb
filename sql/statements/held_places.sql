-- Rows that rules hold back in a council's current batches, or would if no officer had released them, by their place. A
-- row each.
select
    batch.batch_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    held_row.table_name,
    batch_file.file_name,
    batch_file.sha256,
    held_row.row_number,
    held_row.rule_ids,
    coalesce(
        substr(
            nullif(held_row.file_name, batch_file.file_name),
            length(batch_file.file_name) + length(', sheet ') + 1
        ), ''
    ) as sheet,
    held_row.released_at is not null as is_released
from audit.held_row
inner join audit.batch on held_row.batch_id = batch.batch_id
inner join audit.batch_file
    on held_row.batch_id = batch_file.batch_id and held_row.table_name = batch_file.table_name
where
    batch.council = :council
    and batch.status = 'current'
    and (:extract = '' or batch.extract = :extract)
    and (:supplier = '' or batch.supplier = :supplier)
    and (:covers = '' or batch.covers = :covers)
    and (
        cardinality(cast(:rules as varchar[])) = 0
        or string_to_array(held_row.rule_ids, ' ') && cast(cast(:rules as varchar[]) as text[])
    )
order by batch.extract, batch.supplier, batch.covers, held_row.table_name, held_row.row_number;
