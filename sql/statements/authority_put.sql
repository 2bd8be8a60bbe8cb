-- An authority under one of its codes.
insert into mart.dim_authority (
    la_code,
    area_code,
    authority_name,
    region,
    valid_from,
    valid_to,
    is_current,
    successors
)
values (
    :la_code,
    :area_code,
    :authority_name,
    :region,
    :valid_from,
    :valid_to,
    :is_current,
    :successors
)
on conflict (la_code, area_code) do update
    set
        authority_name = excluded.authority_name,
        region = excluded.region,
        valid_from = excluded.valid_from,
        valid_to = excluded.valid_to,
        is_current = excluded.is_current,
        successors = excluded.successors;
