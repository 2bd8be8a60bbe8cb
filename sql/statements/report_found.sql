-- The folder of a report that was rendered. One row or none.
select folder
from audit.report
where publication_id = :publication_id and audience = :audience and render_fingerprint = :render_fingerprint;
