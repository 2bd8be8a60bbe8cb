-- Take a run's lock anew after its connection was cut. One row: whether it was free.
select pg_try_advisory_lock(hashtext('audit.run'), cast(:run_id as integer));
