-- The publication that a quarter's pointer names, unless it was withdrawn. One row or none.
select
    publication.publication_id,
    publication.council,
    publication.council_name,
    publication.quarter,
    publication.status,
    publication.created_at,
    publication.frozen_at,
    publication.frozen_by,
    publication.issued_at,
    publication.issued_by,
    publication.input_fingerprint,
    publication.code_version,
    publication.disclosure
from mart.publication_pointer as pointer
inner join mart.publication on publication.publication_id = pointer.publication_id
where
    pointer.council = :council
    and pointer.quarter = :quarter
    and pointer.kind = :kind
    and publication.status <> 'withdrawn';
