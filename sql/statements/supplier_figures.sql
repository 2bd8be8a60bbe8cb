-- Figures of single schools, and of all schools and those of each phase together, in a publication's quarter and those
-- before it, beside the newest that is published of England. A row per indicator, school (empty for all), phase and
-- quarter.
select
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    indicator.decimals,
    school.urn,
    quarter.quarter,
    fact.value,
    england.value as england,
    england.period as england_period,
    case when school.urn = '' then breakdown.item else school.phase end as phase
from mart.fact_indicator_value as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_school as school on fact.school_key = school.school_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
left join lateral (
    select
        comparator.value,
        comparator.period
    from mart.fact_comparator as comparator
    where
        comparator.publication_id = fact.publication_id
        and comparator.indicator_key = fact.indicator_key
        and comparator.area_kind = 'England'
        and comparator.value is not null
    order by comparator.period_end desc
    limit 1
) as england on true
where
    fact.publication_id = :publication_id
    and (breakdown.breakdown = 'Total' or (breakdown.breakdown = 'phase' and school.urn = ''))
    and indicator.indicator_id in (
        select of_schools.indicator_id
        from mart.fact_indicator_value as own
        inner join mart.dim_indicator as of_schools on own.indicator_key = of_schools.indicator_key
        inner join mart.dim_school as one on own.school_key = one.school_key
        where own.publication_id = :publication_id and one.urn <> ''
    )
order by indicator.indicator_id, school.urn, phase, quarter.quarter;
