-- A run begins. One row: its number.
insert into audit.run (council, quarter, command, code_version, flow_run)
values (:council, :quarter, :command, :code_version, :flow_run)
returning run_id;
