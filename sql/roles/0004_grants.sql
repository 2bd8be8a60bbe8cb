-- Every privilege by name; a new table is closed to all until a line here opens it. Only the tables of core, which come
-- with the extracts, are all treated alike.

revoke all on schema public from public;
revoke all on schema audit, core, mart from public;
revoke all on all tables in schema audit, core, mart from public;
revoke all on all functions in schema mart from public;

-- The loader lands, checks and stages.
grant usage on schema audit, core to cyp_loader;
grant select, insert, update on
audit.run, audit.file, audit.batch, audit.batch_file, audit.finding, audit.held_row, audit.verdict, audit.step
to cyp_loader;
grant select, insert, update, delete on audit.fetched to cyp_loader;
grant select, insert on audit.council_key to cyp_loader, cyp_publisher;
grant select on audit.waiver, audit.waiver_row, audit.schema_migration to cyp_loader;
grant select, insert on all tables in schema core to cyp_loader;

-- The publisher computes from core and publishes to mart.
grant usage on schema audit, core, mart to cyp_publisher;
grant select on all tables in schema core to cyp_publisher;
grant select on
audit.file, audit.fetched, audit.batch, audit.batch_file, audit.finding, audit.finding_life, audit.held_row,
audit.verdict, audit.schema_migration
to cyp_publisher;
grant update (current_since) on audit.batch to cyp_publisher;
grant select, insert on audit.waiver, audit.waiver_row, audit.disclosure_choice to cyp_publisher;
grant select, insert on audit.commentary, audit.sign_off, audit.issued_words to cyp_publisher;
grant select, insert, update on
audit.run, audit.step, audit.gate, audit.decision, audit.outbox, audit.counter
to cyp_publisher;
grant select, insert, update on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.reader_council
to cyp_publisher;
grant select, insert on
mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality, mart.fact_finding, mart.fact_lineage,
mart.fact_milestone, mart.fact_comparator, mart.fact_decision, mart.fact_restatement, mart.fact_revision,
mart.fact_series_break, mart.fact_setting_change, mart.fact_disclosure, mart.fact_hidden,
mart.fact_performance_public, mart.fact_milestone_public
to cyp_publisher;

-- The report reads what is published and records what it rendered.
grant usage on schema audit, mart to cyp_report;
grant select on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality, mart.fact_finding,
mart.fact_lineage, mart.fact_milestone, mart.fact_comparator, mart.fact_decision, mart.fact_restatement,
mart.fact_revision, mart.performance, mart.performance_every_publication, mart.indicator_values, mart.data_quality,
mart.milestones, mart.comparators, mart.publications, mart.decisions, mart.restatements, mart.revisions,
mart.series_breaks, mart.fact_series_break, mart.fact_setting_change, mart.data_dictionary,
mart.fact_disclosure, mart.fact_hidden, mart.fact_performance_public, mart.fact_milestone_public
to cyp_report;
grant execute on function mart.performance_as_published(bigint) to cyp_report;
grant select on audit.schema_migration, audit.disclosure_choice, audit.commentary, audit.sign_off, audit.issued_words
to cyp_report;
grant select, insert on audit.report, audit.step to cyp_report;
grant select, update on audit.outbox to cyp_report;

-- The backup reads everything. With row-level security, pg_dump needs --enable-row-security for a login in this role.
grant usage on schema audit, core, mart to cyp_backup;
grant select on all tables in schema audit, core, mart to cyp_backup;
grant select on all sequences in schema audit, core, mart to cyp_backup;

-- The analyst reads child-level rows by pseudonym, without dates of birth and pupil numbers, in every table of core.
grant usage on schema audit, core to core_analyst;
grant select (batch_id, council, extract, supplier, covers, data_to, taken_on, version, status)
on audit.batch to core_analyst;
do $$
declare
    opened record;
begin
    for opened in
        select table_name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
        from information_schema.columns
        where table_schema = 'core' and column_name not in ('date_of_birth', 'upn')
        group by table_name
    loop
        execute format('grant select (%s) on core.%I to core_analyst', opened.columns, opened.table_name);
    end loop;
end
$$;

-- BI tools read mart alone. Row-level security narrows it to their council, and readers to what is issued.
grant usage on schema mart to bi_officer, bi_reader;
grant select on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.reader_council, mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality,
mart.fact_milestone, mart.fact_comparator, mart.fact_decision, mart.fact_restatement, mart.fact_revision,
mart.performance, mart.performance_every_publication, mart.indicator_values, mart.data_quality, mart.milestones,
mart.comparators, mart.publications, mart.decisions, mart.restatements, mart.revisions, mart.series_breaks,
mart.fact_series_break, mart.data_dictionary, mart.fact_disclosure, mart.fact_performance_public,
mart.fact_milestone_public
to bi_officer, bi_reader;
grant select on
mart.fact_finding, mart.fact_lineage, mart.fact_setting_change, mart.setting_changes, mart.fact_hidden
to bi_officer;
-- Readers may know what is hidden, not which of it is small and which is hidden beside it.
grant select (
    publication_id, indicator_key, quarter_key, area_key, school_key, breakdown_key, data_status, is_history
) on mart.fact_hidden to bi_reader;
grant execute on function mart.performance_as_published(bigint) to bi_officer, bi_reader;
