-- A removal was asked for. One row: its number.
insert into audit.removal (council, kind, by_name, reason)
values (:council, :kind, :by_name, :reason)
returning removal_id;
