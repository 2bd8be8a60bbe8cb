-- Runs whose process ended before they did: noticed by whoever runs next, and told apart from those that failed.

alter table audit.run drop constraint run_outcome_check;
alter table audit.run
add constraint run_outcome_check check (outcome in ('done', 'rejected', 'failed', 'nothing', 'crashed'));
create index run_unfinished on audit.run (council) where finished_at is null;
comment on column audit.run.command is
'The command, such as run or rerun; deployment for a run that a schedule or a person started in Prefect.';
comment on column audit.run.finished_at is
'When the run ended, or was found to have been ended; null while it runs, and until a killed one is found.';
comment on column audit.run.outcome is
'done, rejected (data failed its checks), failed, nothing (all was current), or crashed (its process was ended).';
