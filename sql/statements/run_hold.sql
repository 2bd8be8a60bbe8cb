-- Hold a run's lock until this connection ends, which it does with its process, however that ends.
select pg_advisory_lock(hashtext('audit.run'), cast(:run_id as integer));
