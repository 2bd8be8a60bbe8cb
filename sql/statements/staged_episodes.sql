-- Rows of core.cla_episode with what their batch is and speaks for. One row per episode.
select
    cla_episode.batch_id,
    cla_episode.row_number,
    cla_episode.child,
    cla_episode.episode_start,
    cla_episode.reason_new_episode,
    cla_episode.legal_status,
    cla_episode.category_of_need,
    cla_episode.placement,
    cla_episode.placement_provider,
    cla_episode.episode_end,
    cla_episode.reason_ceased,
    cla_episode.placement_change_reason,
    cla_episode.placement_urn,
    batch.extract,
    batch.covers,
    batch.data_to
from core.cla_episode
inner join audit.batch on cla_episode.batch_id = batch.batch_id
where cla_episode.batch_id = any(cast(:batches as bigint[]));
