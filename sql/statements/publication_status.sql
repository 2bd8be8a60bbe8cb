-- The status of a publication. One row or none.
select status
from mart.publication
where publication_id = :publication_id;
