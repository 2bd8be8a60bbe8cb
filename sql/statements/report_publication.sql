-- A publication, and the quarter that it is of. One row or none.
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
    publication.disclosure,
    quarter.title as quarter_title,
    quarter.start_date,
    quarter.end_date
from mart.publication as publication
inner join mart.dim_quarter as quarter on publication.quarter = quarter.quarter
where publication.publication_id = :publication_id;
