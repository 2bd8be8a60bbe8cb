-- A run ended.
update audit.run
set finished_at = now(), outcome = :outcome
where run_id = :run_id;
