-- The other lists of Annex A, as far as figures may need them; nobody's name, worker, address or own words.

create table core.annex_a_contact (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    contact_date date not null,
    source varchar(2),
    primary key (batch_id, row_number)
);
comment on table core.annex_a_contact is
'Contacts with children''s social care of the last six months (Annex A, list 1). A row per batch and contact.';
comment on column core.annex_a_contact.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_contact.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_contact.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_contact.contact_date is 'Day of the contact.';
comment on column core.annex_a_contact.source is 'Who made it, by the source codes of the children in need census.';

create table core.annex_a_referral (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    referral_date date not null,
    source varchar(2),
    no_further_action boolean,
    referrals integer,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_referral is
'Referrals of the last six months (Annex A, list 3). A row per batch and referral.';
comment on column core.annex_a_referral.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_referral.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_referral.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_referral.referral_date is 'Day of the referral.';
comment on column core.annex_a_referral.source is 'Who made it, by the source codes of the children in need census.';
comment on column core.annex_a_referral.no_further_action is
'Whether nothing more was done; null where nothing is said.';
comment on column core.annex_a_referral.referrals is
'Referrals of the child in the last 12 months, as the list has it.';

create table core.annex_a_assessment (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    start_date date not null,
    child_seen boolean,
    authorised_date date,
    needs_support boolean,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_assessment is
'Assessments that were open in the last six months (Annex A, list 4). A row per batch and assessment.';
comment on column core.annex_a_assessment.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_assessment.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_assessment.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_assessment.start_date is 'Day on which it began.';
comment on column core.annex_a_assessment.child_seen is
'Whether the child was seen for it; null where nothing is said.';
comment on column core.annex_a_assessment.authorised_date is 'Day on which it was authorised; null while it goes on.';
comment on column core.annex_a_assessment.needs_support is
'Whether the child needs support by social care; null where nothing is said.';

create table core.annex_a_section_47 (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    start_date date not null,
    conference_unnecessary boolean,
    conference_date date,
    led_to_plan boolean,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_section_47 is
'Section 47 enquiries of the last six months and their initial conferences (Annex A, list 5). A row per batch and
enquiry.';
comment on column core.annex_a_section_47.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_section_47.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_section_47.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_section_47.start_date is 'Day of the strategy discussion that began it.';
comment on column core.annex_a_section_47.conference_unnecessary is
'Whether no initial conference was held to be needed; null where nothing is said.';
comment on column core.annex_a_section_47.conference_date is 'Day of the initial conference; null where none was held.';
comment on column core.annex_a_section_47.led_to_plan is
'Whether it led to a child protection plan; null where nothing is said.';

create table core.annex_a_child_in_need (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    opened_date date,
    primary_need varchar(2),
    last_seen_date date,
    closure_date date,
    closure_reason varchar(3),
    case_status varchar(24),
    primary key (batch_id, row_number)
);
comment on table core.annex_a_child_in_need is
'Children in need of the last six months (Annex A, list 6). A row per batch, child and period.';
comment on column core.annex_a_child_in_need.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_child_in_need.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_child_in_need.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_child_in_need.opened_date is 'Day on which the case opened.';
comment on column core.annex_a_child_in_need.primary_need is
'Why the child is in need, by the codes of the children in need census.';
comment on column core.annex_a_child_in_need.last_seen_date is 'Day on which the child was last seen.';
comment on column core.annex_a_child_in_need.closure_date is 'Day on which the case closed; null while it is open.';
comment on column core.annex_a_child_in_need.closure_reason is
'Why it closed, by the codes of the children in need census.';
comment on column core.annex_a_child_in_need.case_status is
'What the child''s case is: looked after, a plan, an assessment, or closed.';

create table core.annex_a_protection_plan (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    start_date date not null,
    initial_category varchar(3),
    latest_category varchar(3),
    last_visit_date date,
    seen_alone boolean,
    last_review_date date,
    ended_date date,
    emergency_protection boolean,
    previous_plans integer,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_protection_plan is
'Child protection plans of the last six months (Annex A, list 7). A row per batch, child and plan.';
comment on column core.annex_a_protection_plan.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_protection_plan.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_protection_plan.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_protection_plan.start_date is 'Day on which the plan began.';
comment on column core.annex_a_protection_plan.initial_category is 'Category of abuse that it began for.';
comment on column core.annex_a_protection_plan.latest_category is 'Category of abuse that it is for now.';
comment on column core.annex_a_protection_plan.last_visit_date is 'Day of the last statutory visit.';
comment on column core.annex_a_protection_plan.seen_alone is
'Whether the child was seen alone then; null where nothing is said.';
comment on column core.annex_a_protection_plan.last_review_date is 'Day of the last review conference.';
comment on column core.annex_a_protection_plan.ended_date is 'Day on which the plan ended; null while it goes on.';
comment on column core.annex_a_protection_plan.emergency_protection is
'Whether police or a court protected the child in the last six months; null where nothing is said.';
comment on column core.annex_a_protection_plan.previous_plans is 'Plans that the child had before.';

create table core.annex_a_child_in_care (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    asylum_seeker boolean,
    started_date date not null,
    category_of_need varchar(2),
    again_within_year boolean,
    legal_status_date date,
    legal_status varchar(2),
    last_review_date date,
    last_visit_date date,
    last_officer_visit_date date,
    last_health_date date,
    last_dental_date date,
    placements integer,
    ceased_date date,
    ceased_reason varchar(3),
    placement_date date,
    placement_type varchar(3),
    placement_provider varchar(3),
    placed_inside boolean,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_child_in_care is
'Children in care of the last six months (Annex A, list 8), apart from core.cla_missing_summary. A row per batch,
child and period of care.';
comment on column core.annex_a_child_in_care.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_child_in_care.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_child_in_care.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_child_in_care.asylum_seeker is
'Whether an unaccompanied asylum-seeking child in the last 12 months; null where nothing is said.';
comment on column core.annex_a_child_in_care.started_date is 'Day on which the child started to be looked after.';
comment on column core.annex_a_child_in_care.category_of_need is
'Why the child is in care, by the codes of the SSDA903 return.';
comment on column core.annex_a_child_in_care.again_within_year is
'Whether the child was in care before in the last 12 months; null where nothing is said.';
comment on column core.annex_a_child_in_care.legal_status_date is 'Day on which the legal status began.';
comment on column core.annex_a_child_in_care.legal_status is 'Legal status, by the codes of the SSDA903 return.';
comment on column core.annex_a_child_in_care.last_review_date is 'Day of the last statutory review.';
comment on column core.annex_a_child_in_care.last_visit_date is 'Day of the last visit by a social worker.';
comment on column core.annex_a_child_in_care.last_officer_visit_date is
'Day of the last contact by the independent reviewing officer.';
comment on column core.annex_a_child_in_care.last_health_date is 'Day of the last health assessment.';
comment on column core.annex_a_child_in_care.last_dental_date is 'Day of the last dental check.';
comment on column core.annex_a_child_in_care.placements is 'Placements of the child in the last 12 months.';
comment on column core.annex_a_child_in_care.ceased_date is
'Day on which the child ceased to be looked after; null while in care.';
comment on column core.annex_a_child_in_care.ceased_reason is 'Why, by the codes of the SSDA903 return.';
comment on column core.annex_a_child_in_care.placement_date is 'Day on which the last placement began.';
comment on column core.annex_a_child_in_care.placement_type is
'Type of the last placement, by the codes of the SSDA903 return.';
comment on column core.annex_a_child_in_care.placement_provider is 'Its provider, by the codes of the SSDA903 return.';
comment on column core.annex_a_child_in_care.placed_inside is
'Whether it is inside the authority; null where nothing is said.';

create table core.annex_a_care_leaver (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    asylum_seeker boolean,
    eligibility varchar(15),
    plan_reviewed_date date,
    in_touch varchar(4),
    last_contact_date date,
    accommodation_kind varchar(1),
    suitable boolean,
    activity varchar(2),
    primary key (batch_id, row_number)
);
comment on table core.annex_a_care_leaver is
'Young people with a right to leaving care services (Annex A, list 9). A row per batch and young person.';
comment on column core.annex_a_care_leaver.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_care_leaver.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_care_leaver.child is 'Pseudonym of the young person within the council.';
comment on column core.annex_a_care_leaver.asylum_seeker is
'Whether an unaccompanied asylum-seeking child, now or once; null where nothing is said.';
comment on column core.annex_a_care_leaver.eligibility is 'Which duty of the council''s the young person is owed.';
comment on column core.annex_a_care_leaver.plan_reviewed_date is 'Day on which the pathway plan was last reviewed.';
comment on column core.annex_a_care_leaver.in_touch is
'Whether the council is in touch, by the codes of the SSDA903 return.';
comment on column core.annex_a_care_leaver.last_contact_date is 'Day of the last contact.';
comment on column core.annex_a_care_leaver.accommodation_kind is
'Where the young person lives, by the letters of the SSDA903 return.';
comment on column core.annex_a_care_leaver.suitable is 'Whether it is suitable to live in; null where nothing is said.';
comment on column core.annex_a_care_leaver.activity is
'What the young person does, by the codes of the SSDA903 return.';

create table core.annex_a_adoption (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    child varchar(32) not null,
    family varchar(32),
    entered_care_date date,
    decided_date date,
    ordered_date date,
    matched_date date,
    placed_date date,
    adopted_date date,
    reversed_date date,
    reversed_reason varchar(3),
    fostered_first_date date,
    primary key (batch_id, row_number)
);
comment on table core.annex_a_adoption is
'Children who are, or were, to be adopted, of the last twelve months (Annex A, list 10). A row per batch, child and
decision.';
comment on column core.annex_a_adoption.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_adoption.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_adoption.child is 'Pseudonym of the child within the council.';
comment on column core.annex_a_adoption.family is
'Pseudonym of the adoptive family within the council, as in core.annex_a_adopter.';
comment on column core.annex_a_adoption.entered_care_date is 'Day on which the child came into care.';
comment on column core.annex_a_adoption.decided_date is 'Day on which it was decided that the child should be adopted.';
comment on column core.annex_a_adoption.ordered_date is 'Day of the placement order.';
comment on column core.annex_a_adoption.matched_date is 'Day on which child and adopters were matched.';
comment on column core.annex_a_adoption.placed_date is 'Day on which the child was placed with the adopters.';
comment on column core.annex_a_adoption.adopted_date is 'Day of the adoption order.';
comment on column core.annex_a_adoption.reversed_date is
'Day on which it was decided that the child should not be adopted after all.';
comment on column core.annex_a_adoption.reversed_reason is 'Why, by the codes of the SSDA903 return.';
comment on column core.annex_a_adoption.fostered_first_date is
'Day on which the child was fostered by those who may adopt.';

create table core.annex_a_adopter (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    adopter varchar(32) not null,
    family varchar(32),
    fosters_first boolean,
    enquired_date date,
    stage_1_start_date date,
    stage_1_end_date date,
    stage_2_start_date date,
    stage_2_end_date date,
    applied_date date,
    approved_date date,
    matched_date date,
    placed_date date,
    children_placed integer,
    adopted_date date,
    left_date date,
    left_reason varchar(10),
    primary key (batch_id, row_number)
);
comment on table core.annex_a_adopter is
'Prospective adopters of the last twelve months (Annex A, list 11). A row per batch, adopter and enquiry.';
comment on column core.annex_a_adopter.batch_id is 'Batch that the row came with.';
comment on column core.annex_a_adopter.row_number is 'Row of the sheet that it came from.';
comment on column core.annex_a_adopter.adopter is 'Pseudonym of the adopter within the council.';
comment on column core.annex_a_adopter.family is 'Pseudonym of the adoptive family within the council.';
comment on column core.annex_a_adopter.fosters_first is
'Whether the adopter fosters the child first; null where nothing is said.';
comment on column core.annex_a_adopter.enquired_date is 'Day of the first enquiry.';
comment on column core.annex_a_adopter.stage_1_start_date is 'Day on which the first stage began.';
comment on column core.annex_a_adopter.stage_1_end_date is 'Day on which the first stage ended.';
comment on column core.annex_a_adopter.stage_2_start_date is 'Day on which the second stage began.';
comment on column core.annex_a_adopter.stage_2_end_date is 'Day on which the second stage ended.';
comment on column core.annex_a_adopter.applied_date is 'Day of the application.';
comment on column core.annex_a_adopter.approved_date is 'Day on which the adopter was approved.';
comment on column core.annex_a_adopter.matched_date is 'Day on which adopter and children were matched.';
comment on column core.annex_a_adopter.placed_date is 'Day on which the children were placed with the adopter.';
comment on column core.annex_a_adopter.children_placed is 'Children who were placed.';
comment on column core.annex_a_adopter.adopted_date is 'Day of the adoption order.';
comment on column core.annex_a_adopter.left_date is 'Day on which the adopter left the process.';
comment on column core.annex_a_adopter.left_reason is 'Why.';
