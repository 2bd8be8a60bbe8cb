-- What was taken out of landed files, in the order in which it was. A row per file, table and removal.
select
    sha256,
    table_name,
    rows_removed,
    sha256_now
from audit.removed_file
where sha256 = any(cast(:hashes as text[]))
order by removed_at, removal_id;
