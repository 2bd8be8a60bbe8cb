-- A new publication, as a draft.
insert into mart.publication (
    publication_id,
    council,
    council_name,
    quarter,
    status,
    input_fingerprint,
    code_version
)
values (
    :publication_id,
    :council,
    :council_name,
    :quarter,
    'draft',
    :input_fingerprint,
    :code_version
);
