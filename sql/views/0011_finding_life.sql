-- Since when each finding is known, and when it was put right. A finding is one rule broken in one table of one slice,
-- so the same problem in the slice's next file is the same finding.

create or replace view audit.finding_life as
with batch as (
    select
        one.batch_id,
        one.council,
        one.extract,
        one.supplier,
        one.covers,
        one.version,
        one.status,
        one.batch_hash,
        one.created_at,
        coalesce(one.current_since, one.created_at) as counts_since,
        -- What is wrong now is in the version that counts, and in a delivery that came after it and was rejected.
        one.status = 'current' or (
            one.status = 'rejected' and not exists (
                select 1
                from audit.batch as other
                where
                    other.council = one.council
                    and other.extract = one.extract
                    and other.supplier = one.supplier
                    and other.covers = one.covers
                    and other.batch_id <> one.batch_id
                    and (
                        other.version > one.version
                        or (other.status = 'current' and other.current_since > one.created_at)
                    )
            )
        ) as is_open
    from audit.batch as one
),

newest as (
    select distinct on (council, extract, supplier, covers)
        council,
        extract,
        supplier,
        covers,
        batch_hash
    from batch
    where is_open
    order by council asc, extract asc, supplier asc, covers asc, counts_since desc
),

seen as (
    select
        batch.council,
        batch.extract,
        batch.supplier,
        batch.covers,
        finding.table_name,
        finding.rule_id,
        min(batch.created_at) as first_seen,
        max(batch.counts_since) as last_seen,
        max(batch.version) as last_version,
        bool_or(batch.is_open) as is_open,
        (array_agg(finding.finding_id order by batch.is_open desc, batch.counts_since desc, finding.finding_id asc))[1]
            as last_finding
    from audit.finding
    inner join batch on finding.batch_id = batch.batch_id
    group by
        batch.council, batch.extract, batch.supplier, batch.covers, finding.table_name, finding.rule_id
)

select
    seen.council,
    seen.extract,
    seen.supplier,
    seen.covers,
    seen.table_name,
    seen.rule_id,
    last.severity,
    last.columns,
    last.rows_failed,
    last.rows_released,
    last.file_name,
    last.first_row,
    last.counted_in,
    last.message,
    last.fix,
    seen.first_seen,
    seen.last_seen,
    fixing.current_since as fixed_at,
    cast(left(
        encode(sha256(convert_to(
            concat_ws(
                chr(31), seen.council, seen.extract, seen.supplier, seen.covers, seen.table_name, seen.rule_id
            ), 'UTF8'
        )), 'hex'), 10
    ) as varchar(10)) as finding_ref,
    coalesce(fixing.batch_hash = newest.batch_hash, false) as fixed_by_newest
from seen
inner join audit.finding as last on seen.last_finding = last.finding_id
inner join newest
    on
        seen.council = newest.council
        and seen.extract = newest.extract
        and seen.supplier = newest.supplier
        and seen.covers = newest.covers
left join lateral (
    select
        later.current_since,
        later.batch_hash
    from audit.batch as later
    where
        not seen.is_open
        and later.status <> 'rejected'
        and later.council = seen.council
        and later.extract = seen.extract
        and later.supplier = seen.supplier
        and later.covers = seen.covers
        and (later.version > seen.last_version or later.status = 'current')
    order by later.version > seen.last_version desc, later.version asc
    limit 1
) as fixing on true;
comment on view audit.finding_life is
'What was ever found to be wrong, since when, and when it was put right. A row per council, slice, table and rule: the
same problem in the next file of the slice is the same row.';
comment on column audit.finding_life.council is 'Short name of the council.';
comment on column audit.finding_life.extract is 'Extract.';
comment on column audit.finding_life.supplier is 'Who supplies it.';
comment on column audit.finding_life.covers is 'What the slice covers: a financial year, term or half-term.';
comment on column audit.finding_life.table_name is 'Table of the extract; empty where a file could not be read.';
comment on column audit.finding_life.rule_id is 'Rule that was broken.';
comment on column audit.finding_life.severity is
'stop, hold or flag, when it was seen last; the same goes for what follows.';
comment on column audit.finding_life.columns is 'Columns that the rule reads.';
comment on column audit.finding_life.rows_failed is 'Rows that broke it.';
comment on column audit.finding_life.rows_released is 'Of these, rows that count by a named officer''s release.';
comment on column audit.finding_life.file_name is 'File, and sheet of a workbook.';
comment on column audit.finding_life.first_row is 'Where the first of the rows is.';
comment on column audit.finding_life.counted_in is
'What first_row counts: line of the file, record of its XML, row of the sheet.';
comment on column audit.finding_life.message is 'What is wrong.';
comment on column audit.finding_life.fix is 'What to do.';
comment on column audit.finding_life.first_seen is 'When it was first found.';
comment on column audit.finding_life.last_seen is 'When a version of the slice that has it was last found to count.';
comment on column audit.finding_life.fixed_at is 'When a version without it came to count; null while it is there.';
comment on column audit.finding_life.finding_ref is 'Short name of the finding, the same for as long as it is known.';
comment on column audit.finding_life.fixed_by_newest is
'Whether it was the newest delivery of the slice that put it right.';
