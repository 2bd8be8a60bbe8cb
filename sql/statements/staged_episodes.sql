-- Rows of core.cla_episode with what their batch is and speaks for: one row per episode.
select
    cla_episode.*,
    batch.extract,
    batch.covers,
    batch.data_to
from core.cla_episode
inner join audit.batch on batch.batch_id = cla_episode.batch_id
where cla_episode.batch_id = any(cast(:batches as bigint []));
