-- How small numbers were hidden in an issued publication. One row, or none where it was issued before that was done.
select
    is_applied,
    hidden,
    by_name,
    reason
from mart.fact_disclosure
where publication_id = :publication_id;
