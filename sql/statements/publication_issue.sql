-- A named person made this publication the council's word.
update mart.publication
set status = 'issued', issued_at = now(), issued_by = :by
where publication_id = :publication_id;
