-- Deliveries of a council that were rejected within a week and have no newer version, with the first reason. A row per
-- delivery.
select
    batch.batch_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    coalesce(stopped.message, '') as message,
    coalesce(stopped.fix, '') as fix
from audit.batch
left join lateral (
    select
        finding.fix,
        case
            when finding.first_row is null then finding.message
            else
                finding.file_name || ', ' || finding.columns
                || ', from ' || finding.counted_in || ' ' || finding.first_row || ': ' || finding.message
        end as message
    from audit.finding
    where finding.batch_id = batch.batch_id and finding.severity = 'stop'
    order by finding.finding_id
    limit 1
) as stopped on true
where
    batch.council = :council
    and batch.status = 'rejected'
    and batch.created_at > now() - interval '7 days'
    and not exists (
        select 1
        from audit.batch as later
        where
            later.council = batch.council
            and later.extract = batch.extract
            and later.supplier = batch.supplier
            and later.covers = batch.covers
            and later.version > batch.version
    )
order by batch.batch_id;
