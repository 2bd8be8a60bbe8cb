-- Publications of a council, of one quarter or of all, with what was decided last about those restated or withdrawn. A
-- row per publication.
select
    publication.publication_id,
    publication.quarter,
    publication.status,
    publication.created_at,
    publication.frozen_at,
    publication.frozen_by,
    publication.issued_at,
    publication.issued_by,
    publication.code_version,
    coalesce(restated.subject, '') as replaces,
    coalesce(withdrawn.reason, restated.reason, '') as reason
from mart.publication
left join mart.fact_decision as restated
    on publication.publication_id = restated.publication_id and restated.kind = 'restate'
left join mart.fact_decision as withdrawn
    on publication.publication_id = withdrawn.publication_id and withdrawn.kind = 'withdraw'
where publication.council = :council and (:quarter = '' or publication.quarter = :quarter)
order by publication.publication_id;
