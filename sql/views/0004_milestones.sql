-- Dated pieces of work under the objectives.

create or replace view mart.milestones with (security_invoker = true) as
select
    publication.council,
    publication.quarter,
    publication.status,
    milestone.objective_ref,
    milestone.milestone_ref,
    milestone.title,
    milestone.due_date,
    milestone.officer,
    milestone.progress,
    milestone.comment,
    publication.publication_id,
    publication.created_at as published_at
from (
    select shown.*
    from mart.fact_milestone as shown
    union all
    -- Whoever may not see a row sees what the public does; whoever may sees the row alone.
    select instead.*
    from mart.fact_milestone_public as instead
    where
        not exists (
            select 1
            from mart.fact_milestone as shown
            where
                shown.publication_id = instead.publication_id
                and shown.objective_ref = instead.objective_ref
                and shown.milestone_ref = instead.milestone_ref
        )
) as milestone
inner join mart.publication as publication on milestone.publication_id = publication.publication_id
where milestone.publication_id in (select pointer.publication_id from mart.publication_pointer as pointer);
comment on view mart.milestones is
'Dated pieces of work under the objectives, in the issued publication of each quarter and, for officers, the frozen
one and the newest draft. A row per council, quarter, publication, objective and milestone.';
comment on column mart.milestones.council is 'Short name of the council.';
comment on column mart.milestones.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.milestones.status is
'Status of the publication: issued is the council''s word; draft and frozen are seen by officers alone.';
comment on column mart.milestones.objective_ref is 'Reference of the objective.';
comment on column mart.milestones.milestone_ref is 'Reference of the milestone.';
comment on column mart.milestones.title is 'What is to be done.';
comment on column mart.milestones.due_date is 'When it is due.';
comment on column mart.milestones.officer is 'Officer who answers for it.';
comment on column mart.milestones.progress is 'On track, Uncertain, Off track or Not rated.';
comment on column mart.milestones.comment is 'What the officer says about it.';
comment on column mart.milestones.publication_id is 'Number of the publication that holds the row.';
comment on column mart.milestones.published_at is 'When the publication was made.';
