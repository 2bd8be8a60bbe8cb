-- Mart: what an area is to the council, what a mean rests on, and the council's place among all authorities.

alter table mart.fact_comparator add column area_kind varchar(10) not null default 'other'
check (area_kind in ('own', 'neighbours', 'neighbour', 'region', 'England', 'other'));
alter table mart.fact_comparator add column period_end date;
alter table mart.fact_comparator add column areas smallint;
alter table mart.fact_comparator add column areas_of smallint;
alter table mart.fact_comparator add column national_rank smallint;
alter table mart.fact_comparator add column national_rank_of smallint;
alter table mart.fact_comparator add column quartile varchar(1) not null default '';
comment on column mart.fact_comparator.area_kind is
'What the area is to the council: own, neighbours (the mean of its statistical neighbours), neighbour, region, England
or other.';
comment on column mart.fact_comparator.period_end is 'Last day of the period.';
comment on column mart.fact_comparator.areas is
'Areas with a published value that a mean is made of; null for a value of one area.';
comment on column mart.fact_comparator.areas_of is 'Areas that the mean would be made of if all had a value.';
comment on column mart.fact_comparator.national_rank is
'The council''s place among all authorities, 1 the best; null for other areas and where neither way is better.';
comment on column mart.fact_comparator.national_rank_of is 'Authorities with a published value.';
comment on column mart.fact_comparator.quartile is
'The quarter of all authorities that the council is in, A the best to D; empty for other areas and where neither way is
better.';
