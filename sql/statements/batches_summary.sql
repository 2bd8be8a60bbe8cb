-- Control totals of some batches together, and how many times a row was flagged. One row.
select
    cast(coalesce(sum(batch.rows_received), 0) as bigint) as rows_received,
    cast(coalesce(sum(batch.rows_loaded), 0) as bigint) as rows_loaded,
    cast(coalesce(sum(batch.rows_held), 0) as bigint) as rows_held,
    cast(coalesce(sum(batch.rows_duplicate), 0) as bigint) as rows_duplicate,
    cast(coalesce(sum(batch.rows_released), 0) as bigint) as rows_released,
    cast(coalesce(
        sum(
            (
                select sum(finding.rows_failed)
                from audit.finding
                where finding.batch_id = batch.batch_id and finding.severity = 'flag'
            )
        ), 0
    ) as bigint) as rows_flagged
from audit.batch
where batch.batch_id = any(cast(:batches as bigint[]));
