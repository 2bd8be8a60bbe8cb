-- How often an event was sent: each time it is sent again, the pause before the next time doubles.

alter table audit.outbox add column times_told smallint not null default 0;
comment on column audit.outbox.times_told is
'How often it was sent. It is sent again, after a pause that doubles, until the report has followed.';
