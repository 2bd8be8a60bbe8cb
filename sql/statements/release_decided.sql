-- A named officer decided that held rows count. One row: the number of the decision.
insert into audit.decision (council, quarter, kind, subject, by_name, reason)
values (:council, '', 'release', :subject, :by_name, :reason)
returning decision_id;
