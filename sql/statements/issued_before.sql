-- What is issued for the quarters before one, and whether a person made its figures final. A row per publication.
select
    publication.publication_id,
    publication.publication_id in (
        select decided.publication_id
        from mart.fact_decision as decided
        where decided.kind = 'final'
    ) as is_final
from mart.publication as publication
where publication.council = :council and publication.quarter < :quarter and publication.status = 'issued'
order by publication.publication_id;
