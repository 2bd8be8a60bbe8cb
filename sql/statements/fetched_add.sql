-- A file of a delivery was brought in. Of two that lie there under one name, the last counts.
insert into audit.fetched (council, extract, supplier, data_to, taken_on, file_name, identity, sha256)
values (:council, :extract, :supplier, :data_to, :taken_on, :file_name, :identity, :sha256)
on conflict (council, extract, supplier, data_to, file_name) do update
    set identity = excluded.identity, sha256 = excluded.sha256, fetched_at = now();
