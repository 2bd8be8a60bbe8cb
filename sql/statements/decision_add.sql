-- A person decided.
insert into audit.decision (council, quarter, publication_id, kind, subject, by_name, reason)
values (:council, :quarter, :publication_id, :kind, :subject, :by_name, :reason);
