-- A figure that moved when an issued publication was replaced.
insert into mart.fact_restatement (
    publication_id,
    replaces_publication_id,
    position,
    measure_ref,
    part,
    title,
    unit,
    decimals,
    value_before,
    value_now,
    progress_before,
    progress_now,
    also,
    cause,
    disclosure
)
values (
    :publication_id,
    :replaces_publication_id,
    :position,
    :measure_ref,
    :part,
    :title,
    :unit,
    :decimals,
    :value_before,
    :value_now,
    :progress_before,
    :progress_now,
    :also,
    :cause,
    :disclosure
);
