-- Published values of other areas, as a publication keeps them. A row per indicator, area and period.
select
    comparator.indicator_key,
    comparator.area_kind,
    comparator.area_name,
    comparator.period,
    comparator.period_end,
    comparator.value,
    comparator.areas,
    comparator.areas_of,
    comparator.national_rank,
    comparator.national_rank_of,
    comparator.quartile,
    comparator.median,
    comparator.change,
    comparator.best_quarter,
    comparator.best,
    comparator.source
from mart.fact_comparator as comparator
where comparator.publication_id = :publication_id and comparator.value is not null
order by comparator.indicator_key, comparator.period_end, comparator.area_kind, comparator.area_name;
