-- A publication of a council by its number. One row or none.
select
    publication_id,
    council,
    quarter,
    status,
    created_at,
    frozen_at,
    frozen_by,
    issued_at,
    issued_by,
    code_version
from mart.publication
where council = :council and publication_id = :publication_id;
