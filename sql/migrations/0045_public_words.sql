-- Words that the public may read: paragraphs that an officer let stand, and comments on milestones as they are issued.

alter table audit.disclosure_choice alter column kind type varchar(5);
alter table audit.disclosure_choice drop constraint disclosure_choice_kind_check;
alter table audit.disclosure_choice add constraint disclosure_choice_kind_check
check (kind in ('hide', 'show', 'off', 'on', 'allow', 'leave'));
alter table audit.disclosure_choice add column words varchar(64) not null default '';
comment on table audit.disclosure_choice is
'What named people decided about the figures and words that the public report of a quarter hides. A row per choice;
rows are added, not changed, and the last one about a figure or a paragraph holds.';
comment on column audit.disclosure_choice.kind is
'hide (this figure), show (hide another in its place), off (hide nothing in this report), on (again), allow (this
paragraph) or leave (it out again).';
comment on column audit.disclosure_choice.words is
'SHA-256 of the paragraph that may stand in the public report; empty for figures.';

create table mart.fact_milestone_public (
    like mart.fact_milestone including defaults including constraints including comments,
    primary key (publication_id, objective_ref, milestone_ref),
    foreign key (publication_id) references mart.publication (publication_id)
);
comment on table mart.fact_milestone_public is
'Milestones whose comment the public may not read, as it reads them in an issued publication. A row per publication,
objective and milestone.';

create trigger fact_milestone_public_stays
before update or delete or truncate on mart.fact_milestone_public
for each statement execute function mart.refuse_change();
create trigger fact_milestone_public_is_complete
after insert on mart.fact_milestone_public referencing new table as added
for each statement execute function mart.refuse_late_disclosure();
