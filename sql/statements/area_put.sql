-- The council's area as its folder and the national list describe it now. One row: its key.
insert into mart.dim_area (
    council,
    area_code,
    la_code,
    area_name,
    region,
    authority_key,
    valid_from,
    valid_to,
    successors
)
values (
    :council,
    :area_code,
    :la_code,
    :area_name,
    :region,
    :authority_key,
    :valid_from,
    :valid_to,
    :successors
)
on conflict (council) do update
    set
        area_code = excluded.area_code,
        la_code = excluded.la_code,
        area_name = excluded.area_name,
        region = excluded.region,
        authority_key = excluded.authority_key,
        valid_from = excluded.valid_from,
        valid_to = excluded.valid_to,
        successors = excluded.successors
returning area_key;
