-- The council's area as its folder describes it now. One row: its key.
insert into mart.dim_area (council, area_code, la_code, area_name, region)
values (:council, :area_code, :la_code, :area_name, :region)
on conflict (council) do update
    set
        area_code = excluded.area_code,
        la_code = excluded.la_code,
        area_name = excluded.area_name,
        region = excluded.region
returning area_key;
