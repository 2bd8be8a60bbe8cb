-- Measures of a publication as a report shows them. A row per measure and part.
select
    fact.publication_id,
    fact.measure_ref,
    fact.part,
    fact.position,
    fact.objective_ref,
    fact.objective_title,
    fact.title,
    fact.officer,
    fact.indicator_key,
    fact.breakdown_key,
    fact.unit,
    fact.decimals,
    fact.last_year_actual,
    fact.same_period_last_year,
    fact.target,
    fact.target_kind,
    fact.current_value,
    fact.numerator,
    fact.denominator,
    fact.symbol,
    fact.forecast,
    fact.direction_of_travel,
    fact.progress,
    fact.progress_reason,
    fact.significance,
    fact.data_status,
    fact.no_figure_reason,
    fact.coverage,
    fact.disclosure,
    indicator.indicator_id,
    indicator.polarity,
    indicator.period_kind,
    indicator.numerator_definition,
    indicator.denominator_definition,
    indicator.national_definition,
    breakdown.breakdown,
    breakdown.item
from mart.fact_performance as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where fact.publication_id = :publication_id and (:everything or fact.disclosure = 'none')
order by fact.position, fact.measure_ref, fact.part;
