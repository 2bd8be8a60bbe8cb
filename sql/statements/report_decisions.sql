-- What people decided about a publication, in the order in which they did. A row per decision.
select
    kind,
    subject,
    by_name,
    reason,
    decided_at
from mart.fact_decision
where publication_id = :publication_id
order by decision_id;
