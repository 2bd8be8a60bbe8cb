-- What is issued for the quarters before one. A row per publication.
select publication.publication_id
from mart.publication as publication
where publication.council = :council and publication.quarter < :quarter and publication.status = 'issued'
order by publication.publication_id;
