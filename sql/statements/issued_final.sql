-- Quarters whose figures a person made final, as they are issued now. A row per quarter.
select distinct publication.quarter
from mart.publication as publication
inner join mart.fact_decision as decided
    on publication.publication_id = decided.publication_id and decided.kind = 'final'
where publication.council = :council and publication.status = 'issued'
order by publication.quarter;
