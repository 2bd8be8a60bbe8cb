-- By what a child who was erased is known again.
insert into audit.erased_person (removal_id, council, mark)
values (:removal_id, :council, :mark)
on conflict do nothing;
