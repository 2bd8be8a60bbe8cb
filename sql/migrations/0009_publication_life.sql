-- The life of a publication: which one is frozen, what people decided about it, and what moved between issues.

alter table mart.publication_pointer drop constraint publication_pointer_kind_check;
alter table mart.publication_pointer
add constraint publication_pointer_kind_check check (kind in ('draft', 'frozen', 'issued'));
comment on column mart.publication_pointer.kind is
'draft (the newest publication), frozen (the one last chosen for the report) or issued (the council''s word).';

-- Several could be frozen side by side until now: the newest of them is the one that was meant.
update mart.publication
set status = 'superseded'
where
    status = 'frozen'
    and exists (
        select 1
        from mart.publication as newer
        where
            newer.council = mart.publication.council
            and newer.quarter = mart.publication.quarter
            and newer.status = 'frozen'
            and newer.publication_id > mart.publication.publication_id
    );
create unique index publication_one_frozen on mart.publication (council, quarter) where status = 'frozen';
create unique index publication_one_issued on mart.publication (council, quarter) where status = 'issued';

insert into mart.publication_pointer (council, quarter, kind, publication_id)
select distinct on (publication.council, publication.quarter)
    publication.council,
    publication.quarter,
    'frozen' as kind,
    publication.publication_id
from mart.publication
where publication.status in ('frozen', 'issued')
order by publication.council asc, publication.quarter asc, publication.status asc;

create table mart.fact_decision (
    decision_id bigint primary key,
    publication_id bigint not null references mart.publication (publication_id),
    kind varchar(20) not null check (kind in ('freeze', 'accept-gap', 'issue', 'restate', 'withdraw')),
    subject varchar(120) not null default '',
    by_name varchar(120) not null,
    reason text not null default '',
    decided_at timestamptz not null
);
create index fact_decision_publication on mart.fact_decision (publication_id);
comment on table mart.fact_decision is
'What named people decided about publications. A row per decision; rows are added, never changed.';
comment on column mart.fact_decision.decision_id is 'Number of the decision in the ledger.';
comment on column mart.fact_decision.publication_id is 'Publication that it is about.';
comment on column mart.fact_decision.kind is
'freeze, accept-gap, issue, restate (an issue that replaces another) or withdraw.';
comment on column mart.fact_decision.subject is
'What exactly: the extract whose gap is accepted, or the number of the publication that is replaced; otherwise empty.';
comment on column mart.fact_decision.by_name is 'Who decided.';
comment on column mart.fact_decision.reason is 'Why, in their words; empty where none is asked for.';
comment on column mart.fact_decision.decided_at is 'When.';
comment on column audit.decision.kind is
'freeze, accept-gap, issue, restate (an issue that replaces another) or withdraw.';
comment on column audit.decision.subject is
'What exactly: the extract whose gap is accepted, or the number of the publication that is replaced; otherwise empty.';

insert into mart.fact_decision (decision_id, publication_id, kind, subject, by_name, reason, decided_at)
select
    decision.decision_id,
    decision.publication_id,
    decision.kind,
    decision.subject,
    decision.by_name,
    decision.reason,
    decision.decided_at
from audit.decision
inner join mart.publication on decision.publication_id = publication.publication_id;

create table mart.fact_restatement (
    publication_id bigint not null references mart.publication (publication_id),
    replaces_publication_id bigint not null references mart.publication (publication_id),
    position integer not null,
    measure_ref varchar(20) not null,
    part varchar(80) not null,
    title varchar(200) not null,
    unit varchar(20) not null,
    decimals smallint not null,
    value_before numeric(18, 6),
    value_now numeric(18, 6),
    progress_before varchar(12) not null default '',
    progress_now varchar(12) not null default '',
    also text not null default '',
    cause text not null default '',
    disclosure varchar(12) not null check (disclosure in ('none', '1 to 5', 'internal')),
    primary key (publication_id, measure_ref, part)
);
comment on table mart.fact_restatement is
'What moved, by at least what the council calls material, when an issued publication was replaced. A row per
publication that replaced another, measure and part.';
comment on column mart.fact_restatement.publication_id is 'Publication that replaced the other.';
comment on column mart.fact_restatement.replaces_publication_id is 'Publication that was issued before.';
comment on column mart.fact_restatement.position is 'Place in the report, from 1.';
comment on column mart.fact_restatement.measure_ref is
'Reference of the measure in the council''s plan, such as PED01 02.';
comment on column mart.fact_restatement.part is 'Part of the measure, such as Total or Primary.';
comment on column mart.fact_restatement.title is 'Title of the measure.';
comment on column mart.fact_restatement.unit is 'Unit, such as percent, count or per 10,000.';
comment on column mart.fact_restatement.decimals is 'Decimal places to show.';
comment on column mart.fact_restatement.value_before is
'Value that was issued before; null when there was no figure.';
comment on column mart.fact_restatement.value_now is 'Value that replaces it; null when there is no figure.';
comment on column mart.fact_restatement.progress_before is 'Progress rating that was issued before; empty for none.';
comment on column mart.fact_restatement.progress_now is 'Progress rating that replaces it; empty for none.';
comment on column mart.fact_restatement.also is
'What else is another, in words: progress, direction of travel, target; empty for nothing.';
comment on column mart.fact_restatement.cause is 'What changed behind the figure, in words.';
comment on column mart.fact_restatement.disclosure is
'Disclosure class: none (may be read by all), 1 to 5 (small numbers are hidden), internal.';

create table mart.fact_revision (
    publication_id bigint not null references mart.publication (publication_id),
    indicator_key integer not null references mart.dim_indicator (indicator_key),
    quarter_key integer not null references mart.dim_quarter (quarter_key),
    school_key integer not null references mart.dim_school (school_key),
    breakdown_key integer not null references mart.dim_breakdown (breakdown_key),
    issued_publication_id bigint not null references mart.publication (publication_id),
    numerator_before bigint not null,
    denominator_before bigint,
    value_before numeric(18, 6),
    disclosure varchar(12) not null check (disclosure in ('none', '1 to 5', 'internal')),
    primary key (publication_id, indicator_key, quarter_key, school_key, breakdown_key)
);
comment on table mart.fact_revision is
'What an issued publication had said of the values that a later one marks as revised. A row per publication,
indicator, quarter, school (or all) and breakdown item.';
comment on column mart.fact_revision.publication_id is 'Publication that holds the revised value.';
comment on column mart.fact_revision.indicator_key is 'Indicator and version of its definition.';
comment on column mart.fact_revision.quarter_key is 'Quarter that the value is for.';
comment on column mart.fact_revision.school_key is
'School; -1 for all schools and for values that are not about schools.';
comment on column mart.fact_revision.breakdown_key is 'Breakdown item.';
comment on column mart.fact_revision.issued_publication_id is 'Publication that had issued the value last.';
comment on column mart.fact_revision.numerator_before is 'What had been counted.';
comment on column mart.fact_revision.denominator_before is 'What it had been divided by; null for counts.';
comment on column mart.fact_revision.value_before is 'The value that had been issued; null when there was none.';
comment on column mart.fact_revision.disclosure is
'Disclosure class: none (may be read by all), 1 to 5 (small numbers are hidden), internal.';

create function mart.refuse_late_restatement() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        select 1
        from (select distinct added.publication_id from added) as touched
        inner join mart.publication as publication on touched.publication_id = publication.publication_id
        where publication.issued_at is distinct from transaction_timestamp()
    ) then
        raise exception 'What moved is recorded only by the transaction that issues the publication.';
    end if;
    return null;
end
$$;
comment on function mart.refuse_late_restatement() is
'Trigger that refuses restated figures of a publication that this transaction does not issue.';

create trigger fact_restatement_is_complete after insert on mart.fact_restatement referencing new table as added
for each statement execute function mart.refuse_late_restatement();
create trigger fact_revision_is_complete after insert on mart.fact_revision referencing new table as added
for each statement execute function mart.refuse_late_rows();
create trigger fact_decision_stays before update or delete or truncate on mart.fact_decision
for each statement execute function mart.refuse_change();
create trigger fact_restatement_stays before update or delete or truncate on mart.fact_restatement
for each statement execute function mart.refuse_change();
create trigger fact_revision_stays before update or delete or truncate on mart.fact_revision
for each statement execute function mart.refuse_change();

-- A status moves forward only, and who froze or issued is said once.
create or replace function mart.refuse_rewrite() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if (new.publication_id, new.council, new.council_name, new.quarter, new.created_at, new.input_fingerprint,
        new.code_version, new.disclosure)
        is distinct from
        (old.publication_id, old.council, old.council_name, old.quarter, old.created_at, old.input_fingerprint,
        old.code_version, old.disclosure)
        or (old.frozen_at is not null and (new.frozen_at, new.frozen_by) is distinct from (old.frozen_at, old.frozen_by))
        or (old.issued_at is not null and (new.issued_at, new.issued_by) is distinct from (old.issued_at, old.issued_by))
    then
        raise exception 'Only the status of a publication changes, with who froze or issued it and when.';
    end if;
    if new.status <> old.status and (old.status, new.status) not in (
        ('draft', 'frozen'), ('draft', 'superseded'),
        ('frozen', 'issued'), ('frozen', 'superseded'), ('frozen', 'withdrawn'),
        ('issued', 'superseded'), ('issued', 'withdrawn'), ('superseded', 'withdrawn')
    ) then
        raise exception 'A publication that is % does not become % again: publish a new one.', old.status,
        case new.status when 'draft' then 'a draft' else new.status end;
    end if;
    return new;
end
$$;
