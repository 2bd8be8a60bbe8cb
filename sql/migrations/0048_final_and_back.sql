-- A named person makes a quarter's figures final, or goes back to the publication that was issued before.

alter table mart.fact_decision drop constraint fact_decision_kind_check;
alter table mart.fact_decision add constraint fact_decision_kind_check
check (kind in ('freeze', 'accept-gap', 'sign-off', 'issue', 'restate', 'withdraw', 'go-back', 'final'));
comment on column mart.fact_decision.kind is
'freeze, accept-gap, sign-off, issue, restate (an issue that replaces another), withdraw, go-back (it is the council''s
word again) or final (its figures are not expected to move any more).';
comment on column mart.fact_decision.subject is
'What exactly: the extract whose gap is accepted, the role of a signer, or the number of the publication that is
replaced or was withdrawn; otherwise empty.';
comment on column audit.decision.kind is
'freeze, accept-gap, sign-off, issue, restate (an issue that replaces another), withdraw, go-back (it is the council''s
word again), final (its figures are not expected to move any more) or release (held rows that count).';
comment on column audit.decision.subject is
'What exactly: the extract whose gap is accepted, the role of a signer, the number of the publication that is replaced
or was withdrawn, or the extract and rule from which rows are released; otherwise empty.';

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
    -- Back to what was issued before, in a person's name: the one way that does not lead forward.
    if (old.status, new.status) = ('superseded', 'issued') and old.issued_at is not null and exists (
        select 1
        from mart.fact_decision as decided
        where
            decided.publication_id = old.publication_id
            and decided.kind = 'go-back'
            and decided.decided_at = transaction_timestamp()
    ) then
        return new;
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
