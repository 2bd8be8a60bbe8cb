-- Keys of the authorities by their codes. A row per authority and code.
select
    authority.la_code,
    authority.area_code,
    authority.authority_name,
    authority.valid_from,
    authority.valid_to,
    authority.authority_key
from mart.dim_authority as authority
where authority.authority_key <> -1;
