-- Rows of a landed file are held no longer: they were taken out of it.
delete from audit.held_row
using audit.batch_file, audit.batch
where
    held_row.batch_id = batch_file.batch_id
    and held_row.table_name = batch_file.table_name
    and batch_file.batch_id = batch.batch_id
    and batch.council = :council
    and batch_file.sha256 = :sha256
    and held_row.table_name = :table_name
    and held_row.row_number = any(cast(:lines as bigint[]));
