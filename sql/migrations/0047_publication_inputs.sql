-- What a publication rests on beside deliveries, so that two of them can be told apart by it.

create table audit.publication_input (
    publication_id bigint not null references mart.publication (publication_id),
    name varchar(200) not null,
    sha256 char(64) not null,
    primary key (publication_id, name)
);
comment on table audit.publication_input is
'The council''s own files and the program that a publication was made with. A row per publication and file, and one each
for the program and its code lists; rows are added, never changed.';
comment on column audit.publication_input.publication_id is 'The publication.';
comment on column audit.publication_input.name is
'File in the council folder, such as targets.csv or reference/schools.csv; or program, or code lists of the program.';
comment on column audit.publication_input.sha256 is 'SHA-256 of it.';

create trigger publication_input_stays before update or delete or truncate on audit.publication_input
for each statement execute function audit.refuse_change();
