-- A person decided about a figure that a quarter's public report hides, or about hiding any.
insert into audit.disclosure_choice (council, quarter, kind, measure_ref, part, of_quarter, by_name, reason)
values (:council, :quarter, :kind, :measure_ref, :part, :of_quarter, :by_name, :reason);
