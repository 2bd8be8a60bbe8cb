-- Runs that were asked to stop, told apart from those that failed and from those that were killed.

alter table audit.run drop constraint run_outcome_check;
alter table audit.run
add constraint run_outcome_check
check (outcome in ('done', 'rejected', 'failed', 'cancelled', 'nothing', 'crashed'));
comment on column audit.run.outcome is
'done, rejected (data failed its checks), failed, cancelled (a person or the machine asked it to stop), nothing (all was
current), or crashed (its process was ended).';
