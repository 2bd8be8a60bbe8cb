-- Another draft was chosen in place of the one that was frozen.
update mart.publication
set status = 'superseded'
where council = :council and quarter = :quarter and status = 'frozen';
