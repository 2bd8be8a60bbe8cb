-- The next number. Taken in the transaction that publishes, so that none is left out. One row.
update audit.counter
set value = value + 1
where name = 'publication'
returning value;
