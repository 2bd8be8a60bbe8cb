-- Core: the numbers by which the same person is known elsewhere, or was known before. Pseudonyms, as every number.

alter table core.cin_child add column former_upn varchar(32);
alter table core.young_person add column learner_number varchar(32);
alter table core.ehc_case add column learner_number varchar(32);
alter table core.enrolment add column former_upn varchar(32);
alter table core.enrolment add column learner_number varchar(32);
comment on column core.cin_child.former_upn is
'Pseudonym of the unique pupil number that the child had before; null where there was none.';
comment on column core.young_person.learner_number is
'Pseudonym of the unique learner number; null where none is given.';
comment on column core.ehc_case.learner_number is
'Pseudonym of the unique learner number; null where none is given.';
comment on column core.enrolment.former_upn is
'Pseudonym of the unique pupil number that the pupil had before; null where none is given, as in registers.';
comment on column core.enrolment.learner_number is
'Pseudonym of the unique learner number; null where none is given, as in registers.';
