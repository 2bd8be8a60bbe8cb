-- Remember that an event was taken by the Prefect server.
update audit.outbox
set emitted_at = now()
where event_id = :event_id
