-- What was issued before is the council's word again.
update mart.publication
set status = 'issued'
where publication_id = :publication_id;
