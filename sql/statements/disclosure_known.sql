-- Figures that issued publications of a council showed to the public, with the counts that they showed.
select distinct
    indicator.indicator_id,
    quarter.quarter,
    breakdown.breakdown,
    breakdown.item,
    fact.numerator,
    fact.denominator
from mart.publication as publication
inner join mart.fact_disclosure as controlled on publication.publication_id = controlled.publication_id
inner join mart.fact_indicator_value as fact on publication.publication_id = fact.publication_id
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where
    publication.council = :council
    and publication.publication_id <> :publication_id
    and fact.school_key = -1
    and fact.disclosure = '1 to 5'
    and not exists (
        select 1
        from mart.fact_hidden as hidden
        where
            hidden.publication_id = fact.publication_id
            and hidden.indicator_key = fact.indicator_key
            and hidden.quarter_key = fact.quarter_key
            and hidden.school_key = fact.school_key
            and hidden.breakdown_key = fact.breakdown_key
    );
