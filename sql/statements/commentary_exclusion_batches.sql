-- The batches of suspensions and exclusions behind a publication. A row per batch.
select distinct batch_id
from mart.fact_lineage
where publication_id = :publication_id and extract in ('exclusions', 'census_exclusions')
order by batch_id;
