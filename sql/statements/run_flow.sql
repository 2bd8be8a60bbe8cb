-- Which flow run of Prefect a run is shown as.
update audit.run
set flow_run = :flow_run
where run_id = :run_id;
