-- Rows were taken out of a landed file, or it was removed whole.
insert into audit.removed_file (council, sha256, table_name, removal_id, rows_removed, sha256_now)
values (:council, :sha256, :table_name, :removal_id, :rows_removed, :sha256_now)
on conflict do nothing;
