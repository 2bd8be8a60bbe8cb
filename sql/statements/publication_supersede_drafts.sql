-- A new draft replaces the drafts of its quarter that nobody froze.
update mart.publication
set status = 'superseded'
where council = :council and quarter = :quarter and status = 'draft';
