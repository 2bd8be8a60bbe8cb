-- Figures that an issued publication hides from the public. A row per indicator, quarter and breakdown item.
select
    indicator.indicator_id,
    quarter.quarter,
    breakdown.breakdown,
    breakdown.item,
    hidden.why
from mart.fact_hidden as hidden
inner join mart.dim_indicator as indicator on hidden.indicator_key = indicator.indicator_key
inner join mart.dim_quarter as quarter on hidden.quarter_key = quarter.quarter_key
inner join mart.dim_breakdown as breakdown on hidden.breakdown_key = breakdown.breakdown_key
where hidden.publication_id = :publication_id
order by indicator.indicator_id, quarter.quarter, breakdown.breakdown, breakdown.item;
