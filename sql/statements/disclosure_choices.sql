-- What people decided about the figures and words that a quarter's public report hides, in the order in which they did.
select
    choice_id,
    kind,
    measure_ref,
    part,
    of_quarter,
    words,
    by_name,
    reason,
    decided_at
from audit.disclosure_choice
where council = :council and quarter = :quarter
order by choice_id;
