-- Areas of councils that were published before the national list was there.
update mart.dim_area
set
    authority_key = authority.authority_key,
    valid_from = authority.valid_from,
    valid_to = authority.valid_to,
    successors = authority.successors
from mart.dim_authority as authority
where
    mart.dim_area.authority_key = -1
    and authority.la_code = mart.dim_area.la_code
    and authority.area_code = mart.dim_area.area_code;
