-- Core: how far from home an episode's placement is, and in whose area. Derived when the rows are staged.

alter table core.cla_episode add column distance_miles numeric(5, 1);
alter table core.cla_episode add column placement_area varchar(9);
comment on column core.cla_episode.distance_miles is
'Miles from home to the placement in a straight line; null where a postcode is missing or in no table of postcodes.';
comment on column core.cla_episode.placement_area is
'Code of the authority in whose area the placement is, as the table of postcodes gives it; null where not known.';
