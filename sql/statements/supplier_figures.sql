-- Figures of single schools, and of all schools together, in a publication's quarter and those before it. A row per
-- indicator, school (empty for all) and quarter.
select
    indicator.indicator_id,
    indicator.title,
    indicator.unit,
    indicator.decimals,
    school.urn,
    quarter.quarter,
    fact.value
from mart.fact_indicator_value as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_school as school on fact.school_key = school.school_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    fact.publication_id = :publication_id
    and breakdown.breakdown = 'Total'
    and indicator.indicator_id in (
        select of_schools.indicator_id
        from mart.fact_indicator_value as own
        inner join mart.dim_indicator as of_schools on own.indicator_key = of_schools.indicator_key
        inner join mart.dim_school as one on own.school_key = one.school_key
        where own.publication_id = :publication_id and one.urn <> ''
    )
order by indicator.indicator_id, school.urn, quarter.quarter;
