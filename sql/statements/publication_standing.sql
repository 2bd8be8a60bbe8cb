-- Publications of a council that count or are read beside others: of one quarter whatever its pointers name, of earlier
-- ones what is issued. A row per publication.
select publication.publication_id
from mart.publication as publication
where
    publication.council = :council
    and publication.status <> 'withdrawn'
    and (
        publication.quarter < :quarter and publication.status = 'issued'
        or publication.quarter = :quarter and publication.publication_id in (
            select pointer.publication_id
            from mart.publication_pointer as pointer
            where pointer.council = :council and pointer.quarter = :quarter
        )
    )
order by publication.publication_id;
