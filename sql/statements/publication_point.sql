-- Which publication counts, as a draft or as the council's word.
insert into mart.publication_pointer (council, quarter, kind, publication_id)
values (:council, :quarter, :kind, :publication_id)
on conflict (council, quarter, kind) do update set publication_id = excluded.publication_id;
