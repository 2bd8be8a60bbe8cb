-- Whether a run goes on, as far as the ledger knows. One row. It cannot be closed before this transaction has ended.
select finished_at is null
from audit.run
where run_id = :run_id
for share;
