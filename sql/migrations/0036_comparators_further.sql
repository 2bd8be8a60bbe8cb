-- Mart: the neighbours' median, changes from the year before, and what a place among all authorities would take.

alter table mart.fact_comparator add column median numeric(20, 6);
alter table mart.fact_comparator add column change numeric(20, 6);
alter table mart.fact_comparator add column best_quarter numeric(20, 6);
alter table mart.fact_comparator add column best numeric(20, 6);
comment on column mart.fact_comparator.median is 'Median of the areas that a mean is made of; null for one area.';
comment on column mart.fact_comparator.change is
'Change from the value of the year before; null where that is not published.';
comment on column mart.fact_comparator.best_quarter is
'Value from which an authority is among the best quarter of all; null for other areas and where neither way is better.';
comment on column mart.fact_comparator.best is
'Value of the best authority; null for other areas and where neither way is better.';
