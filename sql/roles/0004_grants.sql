-- Every privilege by name. A new table is closed to all until a line here opens it.

revoke all on schema public from public;
revoke all on schema audit, core, mart from public;
revoke all on all tables in schema audit, core, mart from public;
revoke all on all functions in schema mart from public;

-- The loader lands, checks and stages.
grant usage on schema audit, core to cyp_loader;
grant select, insert, update on
audit.run, audit.file, audit.batch, audit.batch_file, audit.finding, audit.held_row, audit.verdict, audit.step
to cyp_loader;
grant select on audit.schema_migration to cyp_loader;
grant select, insert on
core.cla_child, core.cla_episode, core.enrolment, core.attendance_count, core.attendance_school_day
to cyp_loader;

-- The publisher computes from core and publishes to mart.
grant usage on schema audit, core, mart to cyp_publisher;
grant select on
core.cla_child, core.cla_episode, core.enrolment, core.attendance_count, core.attendance_school_day,
audit.file, audit.batch, audit.batch_file, audit.finding, audit.held_row, audit.verdict, audit.schema_migration
to cyp_publisher;
grant select, insert, update on
audit.run, audit.step, audit.gate, audit.decision, audit.outbox, audit.counter
to cyp_publisher;
grant select, insert, update on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.reader_council
to cyp_publisher;
grant select, insert on
mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality, mart.fact_finding, mart.fact_lineage,
mart.fact_milestone, mart.fact_comparator
to cyp_publisher;

-- The report reads what is published and records what it rendered.
grant usage on schema audit, mart to cyp_report;
grant select on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality, mart.fact_finding,
mart.fact_lineage, mart.fact_milestone, mart.fact_comparator, mart.performance, mart.performance_every_publication,
mart.indicator_values, mart.data_quality, mart.milestones, mart.comparators, mart.publications, mart.data_dictionary
to cyp_report;
grant execute on function mart.performance_as_published(bigint) to cyp_report;
grant select on audit.schema_migration to cyp_report;
grant select, insert on audit.report, audit.step to cyp_report;
grant select, update on audit.outbox to cyp_report;

-- The backup reads everything. With row-level security, pg_dump needs --enable-row-security for a login in this role.
grant usage on schema audit, core, mart to cyp_backup;
grant select on all tables in schema audit, core, mart to cyp_backup;
grant select on all sequences in schema audit, core, mart to cyp_backup;

-- The analyst reads child-level rows by pseudonym, without dates of birth and pupil numbers.
grant usage on schema audit, core to core_analyst;
grant select (batch_id, council, extract, supplier, covers, data_to, taken_on, version, status)
on audit.batch to core_analyst;
grant select (batch_id, child, sex, ethnicity) on core.cla_child to core_analyst;
grant select on core.cla_episode, core.attendance_count, core.attendance_school_day to core_analyst;
grant select on core.enrolment to core_analyst;

-- BI tools read mart alone. Row-level security narrows it to their council, and readers to what is issued.
grant usage on schema mart to bi_officer, bi_reader;
grant select on
mart.publication, mart.publication_pointer, mart.dim_quarter, mart.dim_area, mart.dim_school, mart.dim_indicator,
mart.dim_breakdown, mart.reader_council, mart.fact_indicator_value, mart.fact_performance, mart.fact_data_quality,
mart.fact_milestone, mart.fact_comparator, mart.performance, mart.performance_every_publication,
mart.indicator_values, mart.data_quality, mart.milestones, mart.comparators, mart.publications, mart.data_dictionary
to bi_officer, bi_reader;
grant select on mart.fact_finding, mart.fact_lineage to bi_officer;
grant execute on function mart.performance_as_published(bigint) to bi_officer, bi_reader;
