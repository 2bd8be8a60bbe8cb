-- A named person took this publication back.
update mart.publication
set status = 'withdrawn'
where publication_id = :publication_id;
