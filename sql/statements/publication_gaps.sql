-- Slices behind a publication that did not arrive or were rejected.
select
    extract,
    supplier,
    supplier_title,
    covers,
    state,
    reason
from mart.fact_data_quality
where publication_id = :publication_id and state <> 'loaded'
order by extract, supplier, covers;
