-- A new version of a slice. One row: its number.
insert into audit.batch (
    council,
    extract,
    supplier,
    covers,
    data_to,
    taken_on,
    batch_hash,
    fingerprint,
    version,
    status,
    rows_received,
    rows_loaded,
    rows_held,
    rows_duplicate,
    rows_released,
    run_id,
    current_since
)
values (
    cast(:council as varchar),
    cast(:extract as varchar),
    cast(:supplier as varchar),
    cast(:covers as varchar),
    :data_to,
    :taken_on,
    :batch_hash,
    :fingerprint,
    (
        select coalesce(max(earlier.version), 0) + 1
        from audit.batch as earlier
        where
            earlier.council = cast(:council as varchar)
            and earlier.extract = cast(:extract as varchar)
            and earlier.supplier = cast(:supplier as varchar)
            and earlier.covers = cast(:covers as varchar)
    ),
    cast(:status as varchar),
    :received,
    :loaded,
    :held,
    :duplicates,
    :released,
    cast(:run_id as bigint),
    case when cast(:status as varchar) = 'current' then now() end
)
returning batch_id;
