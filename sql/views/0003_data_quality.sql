-- The state of the data behind the figures.

create or replace view mart.data_quality with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    quality.extract,
    quality.supplier,
    quality.supplier_title,
    quality.covers,
    quality.state,
    quality.rows_received,
    quality.rows_loaded,
    quality.rows_held,
    quality.rows_duplicate,
    quality.findings_stop,
    quality.findings_hold,
    quality.findings_flag,
    quality.reason,
    publication.publication_id,
    publication.created_at as published_at,
    quality.rows_released
from mart.fact_data_quality as quality
inner join mart.publication as publication on quality.publication_id = publication.publication_id
where quality.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.data_quality is
'State of the data behind the figures of the issued publication of each quarter and, for officers, the frozen one and
the newest draft. A row per council, quarter, publication, extract, supplier and what the data cover.';
comment on column mart.data_quality.council is 'Short name of the council.';
comment on column mart.data_quality.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.data_quality.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.data_quality.extract is 'Extract.';
comment on column mart.data_quality.supplier is 'Who supplies it: a system or a school''s URN.';
comment on column mart.data_quality.supplier_title is 'Name of the supplier.';
comment on column mart.data_quality.covers is 'What the data speak for: a financial year, term or half-term.';
comment on column mart.data_quality.state is 'loaded, rejected or missing.';
comment on column mart.data_quality.rows_received is 'Rows received.';
comment on column mart.data_quality.rows_loaded is 'Rows loaded.';
comment on column mart.data_quality.rows_held is 'Rows held back because of a rule.';
comment on column mart.data_quality.rows_duplicate is 'Rows left out as exact copies.';
comment on column mart.data_quality.findings_stop is 'Findings that stop a delivery.';
comment on column mart.data_quality.findings_hold is 'Findings that hold rows back.';
comment on column mart.data_quality.findings_flag is 'Findings that are only pointed out.';
comment on column mart.data_quality.reason is 'Why it was rejected or is missing; empty when loaded.';
comment on column mart.data_quality.publication_id is 'Number of the publication that holds the row.';
comment on column mart.data_quality.published_at is 'When the publication was made.';
comment on column mart.data_quality.rows_released is
'Rows loaded in spite of a rule, because a named officer let them count.';
