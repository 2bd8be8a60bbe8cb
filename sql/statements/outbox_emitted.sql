-- Remember that an event was taken by the Prefect server.
update audit.outbox
set
    emitted_at = now(),
    times_told = times_told + 1
where event_id = :event_id
