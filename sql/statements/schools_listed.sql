-- Schools of the area that the council's folder lists no more.
update mart.dim_school
set is_listed = false
where area_key = :area_key and is_listed and urn <> all(cast(:urns as varchar[]));
