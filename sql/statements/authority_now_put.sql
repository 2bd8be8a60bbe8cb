-- Which authority of today answers for the area of another, under each of its codes.
insert into mart.bridge_authority_now (authority_key, present_authority_key, fit)
select
    former.authority_key,
    present.authority_key as present_authority_key,
    :fit as fit
from mart.dim_authority as former
inner join mart.dim_authority as present on present.la_code = :present_la_code and present.is_current
where former.la_code = :la_code
on conflict (authority_key, present_authority_key) do update set fit = excluded.fit;
