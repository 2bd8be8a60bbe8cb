-- Issued reports that show another figure than a publication has, of those that moved since an earlier one. A row per
-- publication and measure.
select distinct
    word.publication_id,
    word.quarter,
    shown.measure_ref
from mart.fact_indicator_value as now
inner join mart.publication as own on now.publication_id = own.publication_id
inner join mart.publication as word
    on own.council = word.council and word.status = 'issued' and own.publication_id <> word.publication_id
inner join mart.fact_indicator_value as said
    on
        word.publication_id = said.publication_id
        and now.indicator_key = said.indicator_key
        and now.quarter_key = said.quarter_key
        and now.school_key = said.school_key
        and now.breakdown_key = said.breakdown_key
inner join mart.fact_performance as shown
    on
        word.publication_id = shown.publication_id
        and now.indicator_key = shown.indicator_key
        and now.breakdown_key = shown.breakdown_key
left join mart.fact_indicator_value as before
    on
        before.publication_id = :before
        and now.indicator_key = before.indicator_key
        and now.quarter_key = before.quarter_key
        and now.school_key = before.school_key
        and now.breakdown_key = before.breakdown_key
where
    now.publication_id = :now
    and now.school_key = -1
    and (now.numerator, now.denominator, now.value) is distinct from (said.numerator, said.denominator, said.value)
    and (now.numerator, now.denominator, now.value)
    is distinct from (before.numerator, before.denominator, before.value)
order by word.quarter, word.publication_id, shown.measure_ref;
