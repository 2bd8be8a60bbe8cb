-- Annex A, list 2, from the Standard Safeguarding Dataset: early help episodes that were open in the year up to the day
-- that the data run to.
select
    earl_person_id as child,
    earl_episode_organisation as organisation,
    cast(earl_episode_start_date as date) as start_date,
    case
        when cast(earl_episode_end_date as date) <= :data_to then cast(earl_episode_end_date as date)
    end as completed_date
from ssd_early_help_episodes
where
    cast(earl_episode_start_date as date) <= :data_to
    and (earl_episode_end_date is null or cast(earl_episode_end_date as date) > :year_before)
order by child, start_date, organisation;
