-- A run begins. One row: its number.
insert into audit.run (council, quarter, command, code_version)
values (:council, :quarter, :command, :code_version)
returning run_id;
