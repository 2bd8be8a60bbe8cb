-- What was the council's word until now is superseded.
update mart.publication
set status = 'superseded'
where council = :council and quarter = :quarter and status = 'issued';
