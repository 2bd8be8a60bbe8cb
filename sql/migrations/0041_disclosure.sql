-- Disclosure control: what people chose, how it was applied to each issue, and what the public sees instead.

create table audit.disclosure_choice (
    choice_id bigint generated always as identity primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    kind varchar(4) not null check (kind in ('hide', 'show', 'off', 'on')),
    measure_ref varchar(20) not null default '',
    part varchar(80) not null default '',
    of_quarter varchar(10) not null default '',
    by_name varchar(120) not null,
    reason text not null check (reason <> ''),
    decided_at timestamptz not null default now()
);
create index disclosure_choice_quarter on audit.disclosure_choice (council, quarter);
comment on table audit.disclosure_choice is
'What named people decided about the figures that the public report of a quarter hides. A row per choice; rows are
added, not changed, and the last one about a figure holds.';
comment on column audit.disclosure_choice.choice_id is 'Number of the choice.';
comment on column audit.disclosure_choice.council is 'Short name of the council.';
comment on column audit.disclosure_choice.quarter is 'Quarter whose report it is about.';
comment on column audit.disclosure_choice.kind is
'hide (this figure), show (hide another in its place), off (hide nothing in this report) or on (again).';
comment on column audit.disclosure_choice.measure_ref is 'Reference of the measure; empty for off and on.';
comment on column audit.disclosure_choice.part is 'Part of the measure; empty for off and on.';
comment on column audit.disclosure_choice.of_quarter is
'Quarter of the figure, which may be an earlier one than is reported; empty for off and on.';
comment on column audit.disclosure_choice.by_name is 'Who decided.';
comment on column audit.disclosure_choice.reason is 'Why, in their words.';
comment on column audit.disclosure_choice.decided_at is 'When.';

create table mart.fact_disclosure (
    publication_id bigint primary key references mart.publication (publication_id),
    is_applied boolean not null,
    hidden integer not null,
    by_name varchar(120) not null,
    reason text not null default ''
);
comment on table mart.fact_disclosure is
'How small numbers were hidden in what was issued. A row per publication that was issued since that is done.';
comment on column mart.fact_disclosure.publication_id is 'Publication that was issued.';
comment on column mart.fact_disclosure.is_applied is
'Whether small numbers are hidden; false where a person turned that off.';
comment on column mart.fact_disclosure.hidden is 'How many values are hidden.';
comment on column mart.fact_disclosure.by_name is 'Who issued it, or who turned it off.';
comment on column mart.fact_disclosure.reason is 'Why it was turned off; empty where small numbers are hidden.';

create table mart.fact_hidden (
    publication_id bigint not null references mart.publication (publication_id),
    indicator_key integer not null references mart.dim_indicator (indicator_key),
    quarter_key integer not null references mart.dim_quarter (quarter_key),
    area_key integer not null references mart.dim_area (area_key),
    school_key integer not null default -1 references mart.dim_school (school_key),
    breakdown_key integer not null references mart.dim_breakdown (breakdown_key),
    data_status varchar(12) not null,
    is_history boolean not null,
    why varchar(12) not null check (why in ('small count', 'would tell')),
    primary key (publication_id, indicator_key, quarter_key, school_key, breakdown_key)
);
comment on table mart.fact_hidden is
'Values that an issued publication hides from the public. A row per publication, indicator, quarter, school (or all)
and breakdown item.';
comment on column mart.fact_hidden.publication_id is 'Publication that was issued.';
comment on column mart.fact_hidden.indicator_key is 'Indicator and version of its definition.';
comment on column mart.fact_hidden.quarter_key is 'Quarter that the value is for.';
comment on column mart.fact_hidden.area_key is 'Area.';
comment on column mart.fact_hidden.school_key is
'School; -1 for all schools and for values that are not about schools.';
comment on column mart.fact_hidden.breakdown_key is 'Breakdown item.';
comment on column mart.fact_hidden.data_status is 'provisional, revised or final.';
comment on column mart.fact_hidden.is_history is 'True for a quarter before the one that is reported.';
comment on column mart.fact_hidden.why is
'For officers: small count (of 1 to 5), or would tell (it would give a small count away, or a person chose it).';

create table mart.fact_performance_public (
    like mart.fact_performance including defaults including constraints including comments,
    primary key (publication_id, measure_ref, part),
    foreign key (publication_id) references mart.publication (publication_id),
    foreign key (indicator_key) references mart.dim_indicator (indicator_key),
    foreign key (breakdown_key) references mart.dim_breakdown (breakdown_key),
    foreign key (quarter_key) references mart.dim_quarter (quarter_key),
    foreign key (area_key) references mart.dim_area (area_key)
);
comment on table mart.fact_performance_public is
'Measures of which an issued publication hides something, as the public sees them: c in place of a hidden figure, and
nothing in place of what rests on one. A row per publication, measure and part.';

create function mart.refuse_late_disclosure() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        select 1
        from (select distinct added.publication_id from added) as touched
        inner join mart.publication as publication on touched.publication_id = publication.publication_id
        where publication.issued_at is distinct from transaction_timestamp()
    ) then
        raise exception 'What is hidden is recorded only by the transaction that issues the publication.';
    end if;
    return null;
end
$$;
comment on function mart.refuse_late_disclosure() is
'Trigger that refuses hidden values of a publication that this transaction does not issue.';

do $$
declare
    fact text;
begin
    foreach fact in array array['fact_disclosure', 'fact_hidden', 'fact_performance_public'] loop
        execute format(
            'create trigger %I before update or delete or truncate on mart.%I'
            ' for each statement execute function mart.refuse_change()',
            fact || '_stays', fact
        );
        execute format(
            'create trigger %I after insert on mart.%I referencing new table as added'
            ' for each statement execute function mart.refuse_late_disclosure()',
            fact || '_is_complete', fact
        );
    end loop;
end
$$;
