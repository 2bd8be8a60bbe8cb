-- An item of a breakdown. One row: its key.
insert into mart.dim_breakdown (breakdown, item)
values (:breakdown, :item)
on conflict (breakdown, item) do update set item = excluded.item
returning breakdown_key;
