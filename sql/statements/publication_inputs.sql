-- What a publication was made with beside deliveries. A row per file, and one each for the program and its code lists.
select
    name,
    sha256
from audit.publication_input
where publication_id = :publication_id
order by name;
