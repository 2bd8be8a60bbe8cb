-- The key that is in use for a council's pseudonyms. One row, or none before anything was loaded.
select
    council_key.key_id,
    council_key.by_name,
    council_key.reason,
    council_key.since
from audit.council_key
where council_key.council = :council
order by council_key.change_id desc
limit 1;
