-- The files of a batch. A row per file.
select distinct
    file_name,
    sha256
from audit.batch_file
where batch_id = :batch_id
order by file_name;
