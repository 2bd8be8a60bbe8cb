-- An issued publication hides small numbers from now on, or a person turned that off.
insert into mart.fact_disclosure (publication_id, is_applied, hidden, by_name, reason)
values (:publication_id, :is_applied, :hidden, :by_name, :reason);
