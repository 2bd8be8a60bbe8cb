-- A run ended. No row changes when that was known already.
update audit.run
set finished_at = now(), outcome = :outcome, message = :message
where run_id = :run_id and finished_at is null;
