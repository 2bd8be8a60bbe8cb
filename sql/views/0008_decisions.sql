-- What people decided about publications.

create or replace view mart.decisions with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    decision.kind,
    decision.subject,
    decision.by_name,
    decision.reason,
    decision.decided_at,
    decision.decision_id,
    publication.publication_id
from mart.fact_decision as decision
inner join mart.publication as publication on decision.publication_id = publication.publication_id;
comment on view mart.decisions is
'What named people decided about publications: froze, accepted a gap, signed, issued, restated, took
back, went back, made final. A row per decision.';
comment on column mart.decisions.council is 'Short name of the council.';
comment on column mart.decisions.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.decisions.status is 'Status of the publication now.';
comment on column mart.decisions.kind is
'freeze, accept-gap, sign-off, issue, restate (an issue that replaces another), withdraw, go-back (it is the council''s
word again) or final (its figures are not expected to move any more).';
comment on column mart.decisions.subject is
'What exactly: the extract whose gap is accepted, the role of a signer, or the number of the publication that is
replaced or was withdrawn; otherwise empty.';
comment on column mart.decisions.by_name is 'Who decided.';
comment on column mart.decisions.reason is 'Why, in their words; empty where none is asked for.';
comment on column mart.decisions.decided_at is 'When.';
comment on column mart.decisions.decision_id is 'Number of the decision, in the order in which they were taken.';
comment on column mart.decisions.publication_id is 'Number of the publication.';
