-- What issued publications had said of the values that a publication marks as revised: per value, what the newest said.
-- The stricter class of both holds: what one of them hid is not shown beside the other.
insert into mart.fact_revision (
    publication_id,
    indicator_key,
    quarter_key,
    school_key,
    breakdown_key,
    issued_publication_id,
    numerator_before,
    denominator_before,
    value_before,
    disclosure
)
select distinct on (revised.indicator_key, revised.quarter_key, revised.school_key, revised.breakdown_key)
    revised.publication_id,
    revised.indicator_key,
    revised.quarter_key,
    revised.school_key,
    revised.breakdown_key,
    issued.publication_id as issued_publication_id,
    issued.numerator as numerator_before,
    issued.denominator as denominator_before,
    issued.value as value_before,
    case
        when 'internal' in (revised.disclosure, issued.disclosure) then 'internal'
        when '1 to 5' in (revised.disclosure, issued.disclosure) then '1 to 5'
        else 'none'
    end as disclosure
from mart.fact_indicator_value as revised
inner join mart.publication as own on revised.publication_id = own.publication_id
inner join mart.publication as word
    on own.council = word.council and word.quarter <= own.quarter and word.status = 'issued'
inner join mart.fact_indicator_value as issued
    on
        word.publication_id = issued.publication_id
        and revised.indicator_key = issued.indicator_key
        and revised.quarter_key = issued.quarter_key
        and revised.school_key = issued.school_key
        and revised.breakdown_key = issued.breakdown_key
where revised.publication_id = :publication_id and revised.data_status = 'revised'
order by
    revised.indicator_key asc,
    revised.quarter_key asc,
    revised.school_key asc,
    revised.breakdown_key asc,
    word.quarter desc;
