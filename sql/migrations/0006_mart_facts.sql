-- The facts of the star: real tables with keys, so that BI tools find the relations by themselves.

create table mart.fact_indicator_value (
    publication_id bigint not null references mart.publication (publication_id),
    indicator_key integer not null references mart.dim_indicator (indicator_key),
    quarter_key integer not null references mart.dim_quarter (quarter_key),
    area_key integer not null references mart.dim_area (area_key),
    school_key integer not null default -1 references mart.dim_school (school_key),
    breakdown_key integer not null references mart.dim_breakdown (breakdown_key),
    numerator bigint not null,
    denominator bigint,
    value numeric(18, 6),
    symbol varchar(3) not null default '',
    data_status varchar(12) not null check (data_status in ('provisional', 'revised', 'final')),
    is_history boolean not null,
    disclosure varchar(12) not null check (disclosure in ('none', '1 to 5', 'internal')),
    primary key (publication_id, indicator_key, quarter_key, school_key, breakdown_key)
);
comment on table mart.fact_indicator_value is
'Values of indicators. A row per publication, indicator, quarter, school (or all) and breakdown item. Numerators and
denominators may be added up; values may not.';
comment on column mart.fact_indicator_value.publication_id is 'Publication that holds the row.';
comment on column mart.fact_indicator_value.indicator_key is 'Indicator and version of its definition.';
comment on column mart.fact_indicator_value.quarter_key is 'Quarter that the value is for.';
comment on column mart.fact_indicator_value.area_key is 'Area.';
comment on column mart.fact_indicator_value.school_key is
'School; -1 for all schools and for values that are not about schools.';
comment on column mart.fact_indicator_value.breakdown_key is 'Breakdown item.';
comment on column mart.fact_indicator_value.numerator is 'What was counted.';
comment on column mart.fact_indicator_value.denominator is 'What it is divided by; null for counts.';
comment on column mart.fact_indicator_value.value is 'The value, not yet rounded for readers; null when there is none.';
comment on column mart.fact_indicator_value.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; empty otherwise.';
comment on column mart.fact_indicator_value.data_status is 'provisional, revised or final.';
comment on column mart.fact_indicator_value.is_history is 'True for a quarter before the one that is reported.';
comment on column mart.fact_indicator_value.disclosure is
'Disclosure class: none (may be read by all), 1 to 5 (small numbers are hidden), internal.';

create table mart.fact_performance (
    publication_id bigint not null references mart.publication (publication_id),
    measure_ref varchar(20) not null,
    part varchar(80) not null,
    position integer not null,
    objective_ref varchar(20) not null,
    objective_title varchar(200) not null,
    title varchar(200) not null,
    officer varchar(120) not null,
    indicator_key integer not null references mart.dim_indicator (indicator_key),
    breakdown_key integer not null references mart.dim_breakdown (breakdown_key),
    quarter_key integer not null references mart.dim_quarter (quarter_key),
    area_key integer not null references mart.dim_area (area_key),
    unit varchar(20) not null,
    decimals smallint not null,
    last_year_actual numeric(18, 6),
    same_period_last_year numeric(18, 6),
    target numeric(18, 6),
    target_kind varchar(10) not null default '',
    current_value numeric(18, 6),
    numerator bigint,
    denominator bigint,
    symbol varchar(3) not null default '',
    forecast numeric(18, 6),
    direction_of_travel varchar(20) not null default '',
    progress varchar(12) not null default '',
    progress_reason text not null default '',
    significance varchar(40),
    data_status varchar(12) not null default '',
    no_figure_reason text not null default '',
    coverage text not null default '',
    disclosure varchar(12) not null check (disclosure in ('none', '1 to 5', 'internal')),
    primary key (publication_id, measure_ref, part)
);
comment on table mart.fact_performance is
'Measures of the board''s report against their targets. A row per publication, measure and part.';
comment on column mart.fact_performance.publication_id is 'Publication that holds the row.';
comment on column mart.fact_performance.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.fact_performance.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.fact_performance.position is 'Place in the report, from 1.';
comment on column mart.fact_performance.objective_ref is 'Reference of the objective that the measure belongs to.';
comment on column mart.fact_performance.objective_title is 'Title of the objective.';
comment on column mart.fact_performance.title is 'Title of the measure.';
comment on column mart.fact_performance.officer is 'Officer who answers for the measure.';
comment on column mart.fact_performance.indicator_key is 'Indicator that the part shows.';
comment on column mart.fact_performance.breakdown_key is 'Breakdown item that the part shows.';
comment on column mart.fact_performance.quarter_key is 'Quarter that is reported.';
comment on column mart.fact_performance.area_key is 'Area.';
comment on column mart.fact_performance.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.fact_performance.decimals is 'Decimal places to show.';
comment on column mart.fact_performance.last_year_actual is 'Value at the end of the last whole year.';
comment on column mart.fact_performance.same_period_last_year is 'Value for the same quarter of the year before.';
comment on column mart.fact_performance.target is 'Target for the year; null when none was set.';
comment on column mart.fact_performance.target_kind is
'level (reach it), ceiling (stay at or below), floor (stay at or above) or none.';
comment on column mart.fact_performance.current_value is 'Value for the quarter; null when there is no figure.';
comment on column mart.fact_performance.numerator is 'What was counted for the current value.';
comment on column mart.fact_performance.denominator is 'What it was divided by; null for counts.';
comment on column mart.fact_performance.symbol is
'Why there is no current value: z not applicable, x not available, c hidden to protect people; empty otherwise.';
comment on column mart.fact_performance.forecast is 'Expected value at the end of the year, if one was made.';
comment on column mart.fact_performance.direction_of_travel is 'Change from the same period last year, in a word.';
comment on column mart.fact_performance.progress is 'Progress rating against the target, in a word.';
comment on column mart.fact_performance.progress_reason is 'Why progress was rated so, in words.';
comment on column mart.fact_performance.significance is
'Whether the change is more than chance; null where not tested.';
comment on column mart.fact_performance.data_status is 'provisional, revised or final; empty when there is no figure.';
comment on column mart.fact_performance.no_figure_reason is
'Why there is no figure this quarter; empty when there is one.';
comment on column mart.fact_performance.coverage is 'How much of the area the figure covers, in words.';
comment on column mart.fact_performance.disclosure is
'Disclosure class: none (may be read by all), 1 to 5 (small numbers are hidden), internal.';

create table mart.fact_data_quality (
    publication_id bigint not null references mart.publication (publication_id),
    extract varchar(60) not null,
    supplier varchar(60) not null,
    supplier_title varchar(120) not null,
    covers varchar(20) not null,
    state varchar(12) not null check (state in ('loaded', 'rejected', 'missing')),
    rows_received bigint not null default 0,
    rows_loaded bigint not null default 0,
    rows_held bigint not null default 0,
    rows_duplicate bigint not null default 0,
    findings_stop integer not null default 0,
    findings_hold integer not null default 0,
    findings_flag integer not null default 0,
    reason text not null default '',
    batch_id bigint,
    primary key (publication_id, extract, supplier, covers)
);
comment on table mart.fact_data_quality is
'State of the data behind a publication. A row per publication, extract, supplier and what the data cover.';
comment on column mart.fact_data_quality.publication_id is 'Publication that holds the row.';
comment on column mart.fact_data_quality.extract is 'Extract.';
comment on column mart.fact_data_quality.supplier is 'Who supplies it: a system or a school''s URN.';
comment on column mart.fact_data_quality.supplier_title is 'Name of the supplier for readers.';
comment on column mart.fact_data_quality.covers is 'What the data speak for: a financial year, term or half-term.';
comment on column mart.fact_data_quality.state is 'loaded, rejected or missing.';
comment on column mart.fact_data_quality.rows_received is 'Rows received.';
comment on column mart.fact_data_quality.rows_loaded is 'Rows loaded.';
comment on column mart.fact_data_quality.rows_held is 'Rows held back because of a rule.';
comment on column mart.fact_data_quality.rows_duplicate is 'Rows left out as exact copies.';
comment on column mart.fact_data_quality.findings_stop is 'Findings that stop a delivery.';
comment on column mart.fact_data_quality.findings_hold is 'Findings that hold rows back.';
comment on column mart.fact_data_quality.findings_flag is 'Findings that are only pointed out.';
comment on column mart.fact_data_quality.reason is 'Why it was rejected or is missing; empty when loaded.';
comment on column mart.fact_data_quality.batch_id is 'Number of the batch in the ledger; null when nothing came.';

create table mart.fact_finding (
    publication_id bigint not null references mart.publication (publication_id),
    extract varchar(60) not null,
    supplier varchar(60) not null,
    covers varchar(20) not null,
    table_name varchar(60) not null,
    rule_id varchar(80) not null,
    severity varchar(4) not null check (severity in ('stop', 'hold', 'flag')),
    rows_failed bigint not null,
    message text not null,
    fix text not null default ''
);
create index fact_finding_publication on mart.fact_finding (publication_id);
comment on table mart.fact_finding is
'What the rules found in the data behind a publication, without any value. A row per publication, extract, supplier,
what the data cover, table, file and rule.';
comment on column mart.fact_finding.publication_id is 'Publication that holds the row.';
comment on column mart.fact_finding.extract is 'Extract.';
comment on column mart.fact_finding.supplier is 'Who supplies it: a system or a school''s URN.';
comment on column mart.fact_finding.covers is 'What the data speak for: a financial year, term or half-term.';
comment on column mart.fact_finding.table_name is 'Table of the extract.';
comment on column mart.fact_finding.rule_id is 'The rule.';
comment on column mart.fact_finding.severity is 'stop, hold or flag.';
comment on column mart.fact_finding.rows_failed is 'How many rows fail the rule.';
comment on column mart.fact_finding.message is 'What is wrong, in words.';
comment on column mart.fact_finding.fix is 'What to do about it.';

create table mart.fact_lineage (
    publication_id bigint not null references mart.publication (publication_id),
    extract varchar(60) not null,
    supplier varchar(60) not null,
    covers varchar(20) not null,
    batch_id bigint not null,
    table_name varchar(60) not null,
    file_name varchar(255) not null,
    sha256 char(64) not null,
    data_to date not null,
    taken_on date not null,
    primary key (publication_id, batch_id, table_name, file_name, sha256)
);
comment on table mart.fact_lineage is
'Files behind a publication. A row per publication, batch, table and file.';
comment on column mart.fact_lineage.publication_id is 'Publication that holds the row.';
comment on column mart.fact_lineage.extract is 'Extract.';
comment on column mart.fact_lineage.supplier is 'Who supplied it: a system or a school''s URN.';
comment on column mart.fact_lineage.covers is 'What the data speak for: a financial year, term or half-term.';
comment on column mart.fact_lineage.batch_id is 'Number of the batch in the ledger.';
comment on column mart.fact_lineage.table_name is 'Table of the extract.';
comment on column mart.fact_lineage.file_name is 'Name under which the file arrived.';
comment on column mart.fact_lineage.sha256 is 'SHA-256 of the file.';
comment on column mart.fact_lineage.data_to is 'Last day that the data run to.';
comment on column mart.fact_lineage.taken_on is 'Day on which the data were taken from the system.';

create table mart.fact_milestone (
    publication_id bigint not null references mart.publication (publication_id),
    objective_ref varchar(20) not null,
    milestone_ref varchar(20) not null,
    title varchar(300) not null,
    due_date date not null,
    officer varchar(120) not null,
    progress varchar(12) not null,
    comment text not null default '',
    primary key (publication_id, objective_ref, milestone_ref)
);
comment on table mart.fact_milestone is
'Dated pieces of work under the objectives. A row per publication, objective and milestone.';
comment on column mart.fact_milestone.publication_id is 'Publication that holds the row.';
comment on column mart.fact_milestone.objective_ref is 'Reference of the objective.';
comment on column mart.fact_milestone.milestone_ref is 'Reference of the milestone.';
comment on column mart.fact_milestone.title is 'What is to be done.';
comment on column mart.fact_milestone.due_date is 'When it is due.';
comment on column mart.fact_milestone.officer is 'Officer who answers for it.';
comment on column mart.fact_milestone.progress is 'On track, Uncertain, Off track or Not rated.';
comment on column mart.fact_milestone.comment is 'What the officer says about it.';

create table mart.fact_comparator (
    publication_id bigint not null references mart.publication (publication_id),
    indicator_key integer not null references mart.dim_indicator (indicator_key),
    area_name varchar(120) not null,
    period varchar(20) not null,
    value numeric(18, 6),
    symbol varchar(3) not null default '',
    source varchar(200) not null,
    primary key (publication_id, indicator_key, area_name, period)
);
comment on table mart.fact_comparator is
'Published values of other areas to compare with. A row per publication, indicator, area and period.';
comment on column mart.fact_comparator.publication_id is 'Publication that holds the row.';
comment on column mart.fact_comparator.indicator_key is 'Indicator.';
comment on column mart.fact_comparator.area_name is
'Area compared with: England, a region, a group or another council.';
comment on column mart.fact_comparator.period is 'Period of the value, as published.';
comment on column mart.fact_comparator.value is 'The value; null when there is none.';
comment on column mart.fact_comparator.symbol is
'Why there is no value: z not applicable, x not available, c hidden to protect people; empty otherwise.';
comment on column mart.fact_comparator.source is 'Where it was published.';
