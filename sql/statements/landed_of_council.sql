-- Files of a council that were landed, by the delivery that they came with. A row per batch and file; those of no batch
-- have none.
with theirs as (
    select
        batch.batch_id,
        batch.extract,
        batch_file.file_name,
        batch_file.sha256
    from audit.batch
    inner join audit.batch_file on batch.batch_id = batch_file.batch_id
    where batch.council = :council
)

select distinct
    theirs.batch_id,
    file.sha256,
    coalesce(theirs.extract, file.extract) as extract,
    coalesce(theirs.file_name, file.file_name) as file_name
from audit.file
left join theirs on file.sha256 = theirs.sha256
where file.council = :council
order by theirs.batch_id, file.sha256;
