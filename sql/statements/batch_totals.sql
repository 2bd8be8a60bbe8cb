-- Control totals of a council's batches: one row per batch.
select
    batch_id,
    rows_received,
    rows_loaded,
    rows_held,
    rows_duplicate,
    rows_released
from audit.batch
where council = :council;
