-- What a removal took from a place, and what a second look found there.
insert into audit.removal_proof (removal_id, step, place, removed, left_over)
values (
    cast(:removal_id as bigint),
    (
        select count(*) + 1
        from audit.removal_proof as earlier
        where earlier.removal_id = cast(:removal_id as bigint)
    ),
    :place,
    :removed,
    :left_over
);
