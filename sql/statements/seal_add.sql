-- Seal what a publication holds in some tables and views of mart.
select audit.seal(:publication_id, cast(:relations as varchar[]));
