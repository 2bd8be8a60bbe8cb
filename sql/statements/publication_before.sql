-- The publication that came before one of the same quarter. One row: its number, null for the first.
select max(earlier.publication_id) as publication_id
from mart.publication as earlier
inner join mart.publication as present on earlier.council = present.council and earlier.quarter = present.quarter
where present.publication_id = :publication_id and earlier.publication_id < :publication_id;
