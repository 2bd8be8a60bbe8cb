-- The findings of the batches behind a publication.
insert into mart.fact_finding (
    publication_id,
    extract,
    supplier,
    covers,
    table_name,
    rule_id,
    severity,
    rows_failed,
    rows_released,
    released,
    message,
    fix
)
select
    cast(:publication_id as bigint) as publication_id,
    batch.extract,
    batch.supplier,
    batch.covers,
    finding.table_name,
    finding.rule_id,
    finding.severity,
    finding.rows_failed,
    finding.rows_released,
    case when finding.rows_released > 0 then coalesce(release.words, '') else '' end as released,
    finding.message,
    finding.fix
from audit.finding
inner join audit.batch on batch.batch_id = finding.batch_id
left join lateral (
    select
        string_agg(
            decision.by_name || ', ' || to_char(decision.decided_at, 'DD/MM/YYYY') || ', until '
            || to_char(waiver.until_date, 'DD/MM/YYYY') || ': ' || decision.reason,
            '; ' order by waiver.waiver_id
        ) as words
    from audit.waiver
    inner join audit.decision on waiver.decision_id = decision.decision_id
    where
        waiver.council = batch.council
        and waiver.extract = batch.extract
        and waiver.supplier = batch.supplier
        and waiver.covers = batch.covers
        and waiver.table_name = finding.table_name
        and waiver.rule_id = finding.rule_id
        and waiver.until_date >= :day
        and (
            waiver.sha256 = ''
            or exists (
                select 1
                from audit.batch_file as one
                where one.batch_id = batch.batch_id and one.sha256 = waiver.sha256
            )
        )
) as release on true
where finding.batch_id = any(cast(:batches as bigint[]));
