-- Quarters of a council with a publication that waits to be issued.
select pointer.quarter
from mart.publication_pointer as pointer
inner join mart.publication on pointer.publication_id = publication.publication_id
where pointer.council = :council and pointer.kind = 'frozen' and publication.status = 'frozen'
order by pointer.quarter;
