-- Runs of a council that ended early within a week. A row per run.
select
    run_id,
    quarter,
    command,
    outcome,
    started_at,
    message
from audit.run
where
    council = :council
    and outcome in ('failed', 'rejected', 'crashed')
    and finished_at > now() - interval '7 days'
order by run_id;
