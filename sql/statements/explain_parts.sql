-- Figures of the whole council in the quarter that a publication reports, of some indicators at one breakdown item.
select
    indicator.indicator_id,
    fact.numerator,
    fact.denominator,
    fact.value
from mart.fact_indicator_value as fact
inner join mart.publication as publication on fact.publication_id = publication.publication_id
inner join mart.dim_quarter as quarter
    on fact.quarter_key = quarter.quarter_key and publication.quarter = quarter.quarter
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    fact.publication_id = :publication_id
    and fact.school_key = -1
    and breakdown.breakdown = :breakdown
    and breakdown.item = :item
    and indicator.indicator_id = any(:indicators);
