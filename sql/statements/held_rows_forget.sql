-- Where held rows of some batches were is forgotten.
delete from audit.held_row
where batch_id = any(cast(:batches as bigint[]));
