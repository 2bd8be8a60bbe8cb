-- Milestones of a publication. A row each.
select
    publication_id,
    objective_ref,
    milestone_ref,
    title,
    due_date,
    officer,
    progress,
    comment
from mart.fact_milestone
where publication_id = :publication_id
order by objective_ref, milestone_ref;
