-- The report that was the last word on an earlier quarter when a publication was issued; the newest, where it was not.
-- One row or none.
select earlier.publication_id
from mart.publication as present
inner join mart.publication as earlier
    on
        present.council = earlier.council
        and present.quarter > earlier.quarter
        and earlier.status in ('issued', 'superseded')
        and earlier.issued_at <= coalesce(present.issued_at, 'infinity')
where present.publication_id = :publication_id
order by earlier.quarter desc, earlier.issued_at desc, earlier.publication_id desc
limit 1;
