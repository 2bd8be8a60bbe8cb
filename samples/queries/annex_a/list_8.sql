-- Annex A, list 8, from the Standard Safeguarding Dataset: children in care in the year up to the day that the data run
-- to, a row per period of care. An episode that ended later was still open on that day.
with episodes as (
    select
        clae_person_id as child,
        cast(coalesce(clae_entered_care_date, clae_cla_episode_start_date) as date) as started_date,
        case
            when cast(clae_cla_episode_ceased_date as date) <= :data_to
                then cast(clae_cla_episode_ceased_date as date)
        end as ended_on
    from ssd_cla_episodes
    where cast(clae_cla_episode_start_date as date) <= :data_to
),

periods as (
    select
        child,
        started_date,
        case when count(*) = count(ended_on) then max(ended_on) end as ceased_date
    from episodes
    group by child, started_date
),

missing as (
    select
        miss_person_id as child,
        miss_table_id as table_id,
        cast(miss_missing_episode_start_date as date) as began_on,
        case when miss_missing_episode_type in ('M', 'Missing') then 1 else 0 end as is_missing,
        case when miss_missing_rhi_offered in ('Y', 'N') then miss_missing_rhi_offered end as interview_offered,
        case when miss_missing_rhi_accepted in ('Y', 'N') then miss_missing_rhi_accepted end as interview_accepted
    from ssd_missing
    where cast(miss_missing_episode_start_date as date) <= :data_to
),

times_missing as (
    select
        child,
        interview_offered,
        interview_accepted,
        row_number() over (partition by child order by began_on desc, table_id desc) as newest_first
    from missing
    where is_missing = 1
),

of_the_year as (
    select
        child,
        sum(is_missing) as missing_episodes,
        sum(1 - is_missing) as absent_episodes
    from missing
    where began_on > :year_before
    group by child
)

select
    periods.child,
    periods.started_date,
    periods.ceased_date,
    last_time.interview_offered,
    last_time.interview_accepted,
    coalesce(of_the_year.missing_episodes, 0) as missing_episodes,
    coalesce(of_the_year.absent_episodes, 0) as absent_episodes
from periods
left join of_the_year on periods.child = of_the_year.child
left join times_missing as last_time on periods.child = last_time.child and last_time.newest_first = 1
where periods.ceased_date is null or periods.ceased_date > :year_before
order by periods.child, periods.started_date;
