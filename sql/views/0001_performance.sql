-- Measures against their targets: every publication that the reader may see, and the ones that count.

create or replace view mart.performance_every_publication with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    performance.measure_ref,
    performance.part,
    indicator.indicator_id,
    performance.title,
    performance.unit,
    performance.last_year_actual,
    performance.same_period_last_year,
    performance.target,
    performance.current_value,
    performance.numerator,
    performance.denominator,
    performance.symbol,
    performance.forecast,
    performance.direction_of_travel,
    performance.progress,
    performance.progress_reason,
    performance.significance,
    performance.data_status,
    publication.publication_id,
    performance.objective_ref,
    performance.objective_title,
    performance.officer,
    performance.decimals,
    performance.no_figure_reason,
    performance.coverage,
    performance.position,
    performance.target_kind,
    breakdown.breakdown,
    breakdown.item,
    quarter.end_date as quarter_end,
    publication.created_at as published_at,
    performance.direction_reason,
    performance.significance_reason,
    performance.expected_low,
    performance.expected_high,
    performance.progress_by_rule,
    performance.rated_by,
    performance.reward,
    performance.reward_expected,
    performance.target_contradiction,
    performance.basis,
    performance.returned_by,
    performance.covers_from,
    performance.covers_to,
    performance.owners,
    performance.target_upper
from (
    select
        shown.*,
        false as is_public
    from mart.fact_performance as shown
    union all
    select
        instead.*,
        true as is_public
    from mart.fact_performance_public as instead
) as performance
inner join mart.publication as publication on performance.publication_id = publication.publication_id
inner join mart.dim_indicator as indicator on performance.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on performance.breakdown_key = breakdown.breakdown_key
inner join mart.dim_quarter as quarter on performance.quarter_key = quarter.quarter_key
-- Whoever may not see a row sees what the public does; whoever may sees the row alone.
where
    not (
        performance.is_public
        and coalesce(
            (
                select true
                from mart.fact_performance as shown
                where
                    shown.publication_id = performance.publication_id
                    and shown.measure_ref = performance.measure_ref
                    and shown.part = performance.part
            ),
            false
        )
    );
comment on view mart.performance_every_publication is
'Measures against their targets in every publication, earlier drafts and issues included. A row per publication,
measure and part.';
comment on column mart.performance_every_publication.council is 'Short name of the council.';
comment on column mart.performance_every_publication.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.performance_every_publication.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.performance_every_publication.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.performance_every_publication.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.performance_every_publication.indicator_id is
'Name of the indicator that the part shows, such as cla_rate.';
comment on column mart.performance_every_publication.title is 'Title of the measure.';
comment on column mart.performance_every_publication.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.performance_every_publication.last_year_actual is 'Value at the end of the last whole year.';
comment on column mart.performance_every_publication.same_period_last_year is
'Value for the same quarter of the year before.';
comment on column mart.performance_every_publication.target is 'Target for the year; null when none was set.';
comment on column mart.performance_every_publication.current_value is
'Value for the quarter; null when there is no figure.';
comment on column mart.performance_every_publication.numerator is 'What was counted for the current value.';
comment on column mart.performance_every_publication.denominator is 'What it was divided by; null for counts.';
comment on column mart.performance_every_publication.symbol is
'Why there is no current value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.performance_every_publication.forecast is
'Expected value at the end of the year, if one was made.';
comment on column mart.performance_every_publication.direction_of_travel is
'Change from the same period last year, in a word.';
comment on column mart.performance_every_publication.progress is 'Progress rating against the target, in a word.';
comment on column mart.performance_every_publication.progress_reason is 'Why progress was rated so, in words.';
comment on column mart.performance_every_publication.significance is
'Whether the change is more than chance; null where not tested.';
comment on column mart.performance_every_publication.data_status is
'provisional, revised or final; empty when there is no figure.';
comment on column mart.performance_every_publication.publication_id is 'Number of the publication that holds the row.';
comment on column mart.performance_every_publication.objective_ref is
'Reference of the objective that the measure belongs to.';
comment on column mart.performance_every_publication.objective_title is 'Title of the objective.';
comment on column mart.performance_every_publication.officer is 'Officer who answers for the measure.';
comment on column mart.performance_every_publication.decimals is 'Decimal places to show.';
comment on column mart.performance_every_publication.no_figure_reason is
'Why there is no figure this quarter; empty when there is one.';
comment on column mart.performance_every_publication.coverage is 'How much of the area the figure covers, in words.';
comment on column mart.performance_every_publication.position is 'Place in the report, from 1.';
comment on column mart.performance_every_publication.target_kind is
'level (reach it), ceiling (stay at or below), floor (stay at or above), band (stay between target and target_upper),
change, benchmark or none.';
comment on column mart.performance_every_publication.breakdown is 'Breakdown of the indicator that the part shows.';
comment on column mart.performance_every_publication.item is 'Item of that breakdown.';
comment on column mart.performance_every_publication.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.performance_every_publication.published_at is 'When the publication was made.';
comment on column mart.performance_every_publication.direction_reason is
'Why the direction of travel is what it is, in words; empty in publications made before 28 November 2026.';
comment on column mart.performance_every_publication.significance_reason is
'Why the change counts as more than chance or not, or why that was not tested, in words.';
comment on column mart.performance_every_publication.expected_low is
'Lower end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.performance_every_publication.expected_high is
'Upper end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.performance_every_publication.progress_by_rule is
'What the rule says of progress where an officer rated it otherwise; empty where the rule stands.';
comment on column mart.performance_every_publication.rated_by is
'Officer whose rating it is; empty where the rule stands.';
comment on column mart.performance_every_publication.reward is
'Pounds that meeting the target earns; null where the target carries none.';
comment on column mart.performance_every_publication.reward_expected is
'Pounds of it that the forecast would earn; null without a forecast.';
comment on column mart.performance_every_publication.target_contradiction is
'Why the target cannot mean both things that it is said to be; empty where it can.';
comment on column mart.performance_every_publication.basis is
'counted, returned with counts, returned value, or difference of two figures, which have none; empty without a figure.';
comment on column mart.performance_every_publication.returned_by is
'Who returned the figure, who approved it and where it can be checked; empty for counted ones.';
comment on column mart.performance_every_publication.covers_from is
'First day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.performance_every_publication.covers_to is
'Last day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.performance_every_publication.owners is
'Officers who answer for the measure, with their initials, the first of them first.';
comment on column mart.performance_every_publication.target_upper is
'Upper end of a target that is a band, of which target is the lower end; null for others.';

create or replace view mart.performance with (security_invoker = true) as
select
    performance.council,
    performance.quarter,
    performance.status,
    performance.measure_ref,
    performance.part,
    performance.indicator_id,
    performance.title,
    performance.unit,
    performance.last_year_actual,
    performance.same_period_last_year,
    performance.target,
    performance.current_value,
    performance.numerator,
    performance.denominator,
    performance.symbol,
    performance.forecast,
    performance.direction_of_travel,
    performance.progress,
    performance.progress_reason,
    performance.significance,
    performance.data_status,
    performance.publication_id,
    performance.objective_ref,
    performance.objective_title,
    performance.officer,
    performance.decimals,
    performance.no_figure_reason,
    performance.coverage,
    performance.position,
    performance.target_kind,
    performance.breakdown,
    performance.item,
    performance.quarter_end,
    performance.published_at,
    performance.direction_reason,
    performance.significance_reason,
    performance.expected_low,
    performance.expected_high,
    performance.progress_by_rule,
    performance.rated_by,
    performance.reward,
    performance.reward_expected,
    performance.target_contradiction,
    performance.basis,
    performance.returned_by,
    performance.covers_from,
    performance.covers_to,
    performance.owners,
    performance.target_upper
from mart.performance_every_publication as performance
where performance.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.performance is
'Measures against their targets, as in the board''s report: the issued publication of each quarter and, for officers,
the frozen one and the newest draft, told apart by status. A row per council, quarter, publication, measure and part.';
comment on column mart.performance.council is 'Short name of the council.';
comment on column mart.performance.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.performance.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.performance.measure_ref is 'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.performance.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.performance.indicator_id is 'Name of the indicator that the part shows, such as cla_rate.';
comment on column mart.performance.title is 'Title of the measure.';
comment on column mart.performance.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.performance.last_year_actual is 'Value at the end of the last whole year.';
comment on column mart.performance.same_period_last_year is 'Value for the same quarter of the year before.';
comment on column mart.performance.target is 'Target for the year; null when none was set.';
comment on column mart.performance.current_value is 'Value for the quarter; null when there is no figure.';
comment on column mart.performance.numerator is 'What was counted for the current value.';
comment on column mart.performance.denominator is 'What it was divided by; null for counts.';
comment on column mart.performance.symbol is
'Why there is no current value: z not applicable, x not available, c hidden to protect people; else empty.';
comment on column mart.performance.forecast is 'Expected value at the end of the year, if one was made.';
comment on column mart.performance.direction_of_travel is 'Change from the same period last year, in a word.';
comment on column mart.performance.progress is 'Progress rating against the target, in a word.';
comment on column mart.performance.progress_reason is 'Why progress was rated so, in words.';
comment on column mart.performance.significance is 'Whether the change is more than chance; null where not tested.';
comment on column mart.performance.data_status is 'provisional, revised or final; empty when there is no figure.';
comment on column mart.performance.publication_id is 'Number of the publication that holds the row.';
comment on column mart.performance.objective_ref is 'Reference of the objective that the measure belongs to.';
comment on column mart.performance.objective_title is 'Title of the objective.';
comment on column mart.performance.officer is 'Officer who answers for the measure.';
comment on column mart.performance.decimals is 'Decimal places to show.';
comment on column mart.performance.no_figure_reason is 'Why there is no figure this quarter; empty when there is one.';
comment on column mart.performance.coverage is 'How much of the area the figure covers, in words.';
comment on column mart.performance.position is 'Place in the report, from 1.';
comment on column mart.performance.target_kind is
'level (reach it), ceiling (stay at or below), floor (stay at or above), band (stay between target and target_upper),
change, benchmark or none.';
comment on column mart.performance.breakdown is 'Breakdown of the indicator that the part shows.';
comment on column mart.performance.item is 'Item of that breakdown.';
comment on column mart.performance.quarter_end is 'Last day of the quarter, to filter and sort on.';
comment on column mart.performance.published_at is 'When the publication was made.';
comment on column mart.performance.direction_reason is
'Why the direction of travel is what it is, in words; empty in publications made before 28 November 2026.';
comment on column mart.performance.significance_reason is
'Why the change counts as more than chance or not, or why that was not tested, in words.';
comment on column mart.performance.expected_low is
'Lower end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.performance.expected_high is
'Upper end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.performance.progress_by_rule is
'What the rule says of progress where an officer rated it otherwise; empty where the rule stands.';
comment on column mart.performance.rated_by is
'Officer whose rating it is; empty where the rule stands.';
comment on column mart.performance.reward is
'Pounds that meeting the target earns; null where the target carries none.';
comment on column mart.performance.reward_expected is
'Pounds of it that the forecast would earn; null without a forecast.';
comment on column mart.performance.target_contradiction is
'Why the target cannot mean both things that it is said to be; empty where it can.';
comment on column mart.performance.basis is
'counted, returned with counts, returned value, or difference of two figures, which have none; empty without a figure.';
comment on column mart.performance.returned_by is
'Who returned the figure, who approved it and where it can be checked; empty for counted ones.';
comment on column mart.performance.covers_from is
'First day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.performance.covers_to is
'Last day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.performance.owners is
'Officers who answer for the measure, with their initials, the first of them first.';
comment on column mart.performance.target_upper is
'Upper end of a target that is a band, of which target is the lower end; null for others.';

-- Made anew each time, since what a function returns cannot be replaced. Its columns never change.
drop function if exists mart.performance_as_published(bigint);
create function mart.performance_as_published(publication_id bigint)
returns setof mart.performance_published
language sql stable security invoker
set search_path = pg_catalog, pg_temp as $$
select
    performance.council,
    performance.quarter,
    performance.status,
    performance.measure_ref,
    performance.part,
    performance.indicator_id,
    performance.title,
    performance.unit,
    performance.last_year_actual,
    performance.same_period_last_year,
    performance.target,
    performance.current_value,
    performance.numerator,
    performance.denominator,
    performance.symbol,
    performance.forecast,
    performance.direction_of_travel,
    performance.progress,
    performance.progress_reason,
    performance.significance,
    performance.data_status,
    performance.publication_id,
    performance.objective_ref,
    performance.objective_title,
    performance.officer,
    performance.decimals,
    performance.no_figure_reason,
    performance.coverage,
    performance.position,
    performance.target_kind,
    performance.breakdown,
    performance.item,
    performance.quarter_end,
    performance.published_at,
    performance.direction_reason,
    performance.significance_reason,
    performance.expected_low,
    performance.expected_high,
    performance.progress_by_rule,
    performance.rated_by,
    performance.reward,
    performance.reward_expected,
    performance.target_contradiction,
    performance.basis,
    performance.returned_by,
    performance.covers_from,
    performance.covers_to
from mart.performance_every_publication as performance
where performance.publication_id = $1
$$;
comment on function mart.performance_as_published(bigint) is
'Measures against their targets exactly as one publication holds them: the same columns and values for ever, but for
status, which says what became of the publication since.';
