-- A file of the council, or the program, that a publication was made with.
insert into audit.publication_input (publication_id, name, sha256)
values (:publication_id, :name, :sha256);
