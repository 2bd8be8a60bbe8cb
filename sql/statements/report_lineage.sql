-- Files behind a publication. A row per batch, table and file.
select
    publication_id,
    extract,
    supplier,
    covers,
    batch_id,
    table_name,
    file_name,
    sha256,
    data_to,
    taken_on
from mart.fact_lineage
where publication_id = :publication_id
order by extract, supplier, covers, table_name, file_name, sha256;
