-- Folders of the reports that were rendered of a publication. A row per folder.
select distinct folder
from audit.report
where publication_id = :publication_id
order by folder;
