-- What was last brought in of a supply: one row per delivery and file.
select
    data_to,
    taken_on,
    file_name,
    identity,
    sha256
from audit.fetched
where
    council = :council
    and extract = :extract
    and supplier = :supplier
order by data_to, file_name;
