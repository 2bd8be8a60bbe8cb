-- A step ended. One that is done already stays as it was first recorded.
insert into audit.step (
    run_id,
    council,
    quarter,
    extract,
    supplier,
    covers,
    step,
    fingerprint,
    outcome,
    message,
    batch_id,
    publication_id
)
values (
    cast(:run_id as bigint),
    :council,
    :quarter,
    :extract,
    :supplier,
    :covers,
    :step,
    :fingerprint,
    :outcome,
    :message,
    cast(:batch_id as bigint),
    cast(:publication_id as bigint)
)
on conflict do nothing;
