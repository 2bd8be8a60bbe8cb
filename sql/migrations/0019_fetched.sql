-- What was last brought in of each delivery, so that a source is asked whether it changed and not for its files again.

create table audit.fetched (
    council varchar(60) not null,
    extract varchar(60) not null,
    supplier varchar(60) not null,
    data_to date not null,
    file_name varchar(255) not null,
    taken_on date not null,
    identity text not null,
    sha256 char(64) not null,
    fetched_at timestamptz not null default now(),
    primary key (council, extract, supplier, data_to, file_name)
);
comment on table audit.fetched is
'Files of each delivery as they were last brought in. A row per delivery and file; those of a delivery are written
together, so that they are always one cut. What was brought in before is in audit.file.';
comment on column audit.fetched.council is 'Short name of the council.';
comment on column audit.fetched.extract is 'Extract that the delivery is of.';
comment on column audit.fetched.supplier is 'Who sent it: a system or a school''s URN.';
comment on column audit.fetched.data_to is 'Last day that the delivery''s data run to.';
comment on column audit.fetched.file_name is 'Name under which the file arrived.';
comment on column audit.fetched.taken_on is 'Day on which the data were taken from the system.';
comment on column audit.fetched.identity is
'What the source said of the content: for SFTP size and time, for HTTPS the ETag or time. Empty where only the bytes
tell, as in a folder or a database.';
comment on column audit.fetched.sha256 is 'SHA-256 of its bytes, which is also its name in the landing store.';
comment on column audit.fetched.fetched_at is 'When it was brought in.';
