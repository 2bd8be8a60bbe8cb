-- Mart: whether a change is more than chance, officers' own ratings beside the rule's, rewards of stretch targets.

alter table mart.fact_performance add column significance_reason text not null default '';
alter table mart.fact_performance add column expected_low numeric(20, 6);
alter table mart.fact_performance add column expected_high numeric(20, 6);
alter table mart.fact_performance add column progress_by_rule varchar(12) not null default '';
alter table mart.fact_performance add column rated_by varchar(120) not null default '';
alter table mart.fact_performance add column reward numeric(14, 2);
alter table mart.fact_performance add column reward_expected numeric(14, 2);
alter table mart.fact_performance add column target_contradiction text not null default '';
comment on column mart.fact_performance.significance_reason is
'Why the change counts as more than chance or not, or why that was not tested, in words.';
comment on column mart.fact_performance.expected_low is
'Lower end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.fact_performance.expected_high is
'Upper end of the range that chance explains, of figures at a date; null where it was not tested.';
comment on column mart.fact_performance.progress_by_rule is
'What the rule says of progress where an officer rated it otherwise; empty where the rule stands.';
comment on column mart.fact_performance.rated_by is 'Officer whose rating it is; empty where the rule stands.';
comment on column mart.fact_performance.reward is
'Pounds that meeting the target earns; null where the target carries none.';
comment on column mart.fact_performance.reward_expected is
'Pounds of it that the forecast would earn; null without a forecast.';
comment on column mart.fact_performance.target_contradiction is
'Why the target cannot mean both things that it is said to be; empty where it can.';
