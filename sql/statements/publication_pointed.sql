-- The publication that a quarter's pointer names. One row or none.
select publication.*
from mart.publication_pointer as pointer
inner join mart.publication on publication.publication_id = pointer.publication_id
where pointer.council = :council and pointer.quarter = :quarter and pointer.kind = :kind;
