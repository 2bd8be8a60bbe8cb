-- Comments on milestones as other readers than officers read them are sealed with what else an issue adds.
select audit.seal(publication_id, array['fact_milestone_public']::varchar[])
from audit.publication_seal
where relation = 'fact_performance_public'
order by publication_id;
