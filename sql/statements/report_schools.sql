-- Figures of single schools in the quarter that a publication reports, of permanent exclusions by reason as well. A row
-- per indicator, school and breakdown item.
select
    indicator.indicator_id,
    indicator.title,
    school.urn,
    school.school_name,
    school.phase,
    breakdown.breakdown,
    breakdown.item,
    fact.numerator,
    fact.denominator
from mart.fact_indicator_value as fact
inner join mart.publication as publication on fact.publication_id = publication.publication_id
inner join mart.dim_quarter as quarter
    on fact.quarter_key = quarter.quarter_key and publication.quarter = quarter.quarter
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_school as school on fact.school_key = school.school_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    fact.publication_id = :publication_id
    and fact.school_key <> -1
    and (breakdown.breakdown = 'Total' or indicator.indicator_id = 'permanent_exclusions')
    and (:everything or fact.disclosure = 'none')
order by indicator.indicator_id, school.urn, breakdown.breakdown, breakdown.item;
