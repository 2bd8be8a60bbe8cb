-- Of some publications, what does not hold the rows that were sealed. A row per publication and table or view.
select
    seal.publication_id,
    seal.relation,
    seal.row_count as rows_then,
    held.row_count as rows_now
from audit.publication_seal as seal
cross join lateral audit.seal_of(seal.publication_id, seal.relation, seal.columns) as held
where
    seal.publication_id = any(cast(:publications as bigint[]))
    and (held.row_count, held.sha256) is distinct from (seal.row_count, seal.sha256)
order by seal.publication_id, seal.relation;
