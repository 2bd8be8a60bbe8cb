-- The rows of some batches are no longer in core.
update audit.batch
set emptied_at = now()
where batch_id = any(cast(:batches as bigint[]));
