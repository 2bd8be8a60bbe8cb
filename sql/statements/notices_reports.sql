-- Reports that were rendered within a week of what is frozen or issued and still counts. A row per publication.
select
    publication.publication_id,
    publication.quarter,
    publication.status,
    string_agg(distinct made.folder, ' ' order by made.folder) as folders
from mart.publication
inner join audit.report as made on publication.publication_id = made.publication_id
where
    publication.council = :council
    and publication.status in ('frozen', 'issued')
    and made.created_at > now() - interval '7 days'
    and made.folder like '%/' || publication.publication_id || '-' || publication.status || '-%'
group by publication.publication_id, publication.quarter, publication.status
order by publication.publication_id;
