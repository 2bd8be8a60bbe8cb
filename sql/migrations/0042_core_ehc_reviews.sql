-- Core: the last annual review of a plan, of which the SEN2 return tells since its version 1.2.

alter table core.ehc_case add column review_meeting date;
alter table core.ehc_case add column review_decided date;
comment on column core.ehc_case.review_meeting is
'Day of the last annual review''s meeting; null where none is given.';
comment on column core.ehc_case.review_decided is
'Day on which it was told what the last annual review led to; null where none is given.';
