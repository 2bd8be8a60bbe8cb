-- What a school was or is in a span of days.
insert into mart.dim_school_version (
    school_key,
    urn,
    school_name,
    phase,
    status,
    valid_from,
    valid_to,
    is_current
)
values (
    :school_key,
    :urn,
    :school_name,
    :phase,
    :status,
    :valid_from,
    :valid_to,
    :is_current
)
on conflict (school_key, valid_from) do update
    set
        urn = excluded.urn,
        school_name = excluded.school_name,
        phase = excluded.phase,
        status = excluded.status,
        valid_to = excluded.valid_to,
        is_current = excluded.is_current;
