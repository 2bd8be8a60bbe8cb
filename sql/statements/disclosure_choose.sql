-- A person decided about a figure or a paragraph that a quarter's public report hides, or about hiding any.
insert into audit.disclosure_choice (council, quarter, kind, measure_ref, part, of_quarter, words, by_name, reason)
values (:council, :quarter, :kind, :measure_ref, :part, :of_quarter, :words, :by_name, :reason);
