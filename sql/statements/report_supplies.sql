-- Slices behind a publication, and the day that their data run to. A row per slice.
with lineage as (
    select
        extract,
        supplier,
        covers,
        max(data_to) as data_to
    from mart.fact_lineage
    where publication_id = :publication_id
    group by extract, supplier, covers
)

select
    quality.publication_id,
    quality.extract,
    quality.supplier,
    quality.supplier_title,
    quality.covers,
    quality.state,
    quality.rows_received,
    quality.rows_loaded,
    quality.rows_held,
    quality.rows_duplicate,
    quality.rows_released,
    quality.findings_stop,
    quality.findings_hold,
    quality.findings_flag,
    quality.reason,
    quality.batch_id,
    lineage.data_to
from mart.fact_data_quality as quality
left join lineage
    on
        quality.extract = lineage.extract and quality.supplier = lineage.supplier and quality.covers = lineage.covers
where quality.publication_id = :publication_id
order by quality.extract, quality.supplier_title, quality.supplier, quality.covers;
