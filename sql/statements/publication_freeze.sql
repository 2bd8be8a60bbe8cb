-- A named person chose this draft for the report.
update mart.publication
set status = 'frozen', frozen_at = now(), frozen_by = :by
where publication_id = :publication_id;
