-- A batch that was superseded is current again.
update audit.batch
set status = 'current', current_since = now()
where batch_id = :batch_id;
