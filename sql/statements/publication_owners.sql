-- Who answers for what in a publication: its measures and its milestones. A row each.
select
    measure_ref as ref,
    officer,
    false as is_milestone
from mart.fact_performance
where publication_id = :publication_id
group by measure_ref, officer
union all
select
    milestone_ref as ref,
    officer,
    true as is_milestone
from mart.fact_milestone
where publication_id = :publication_id
order by is_milestone, ref;
