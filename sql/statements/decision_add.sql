-- A person decided: in the ledger, and beside the publication that it is about.
with decided as (
    insert into audit.decision (council, quarter, publication_id, kind, subject, by_name, reason)
    values (:council, :quarter, :publication_id, :kind, :subject, :by_name, :reason)
    returning decision_id, publication_id, kind, subject, by_name, reason, decided_at
)

insert into mart.fact_decision (decision_id, publication_id, kind, subject, by_name, reason, decided_at)
select
    decided.decision_id,
    decided.publication_id,
    decided.kind,
    decided.subject,
    decided.by_name,
    decided.reason,
    decided.decided_at
from decided;
