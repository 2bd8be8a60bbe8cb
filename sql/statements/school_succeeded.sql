-- Published under numbers that schools had before: each such row points to the school that it has become.
update mart.dim_school
set present_school_key = :school_key
where
    area_key = :area_key
    and urn = any(cast(:former_urns as varchar[]))
    and school_key <> :school_key
    and present_school_key is distinct from :school_key;
