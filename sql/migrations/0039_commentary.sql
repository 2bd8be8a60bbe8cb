-- Officers' words as they came back, and the signatures under a report.

create function audit.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'Rows of audit.% are never changed or deleted: add another.', tg_table_name;
end
$$;
comment on function audit.refuse_change() is 'Trigger that refuses every change to rows that are only ever added.';

create table audit.commentary (
    commentary_id bigint generated always as identity primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    publication_id bigint not null,
    kind varchar(20) not null check (
        kind in (
            'measure', 'milestone', 'introduction', 'key_developments', 'emerging_issues', 'equality',
            'financial_summary', 'school_improvement'
        )
    ),
    subject varchar(200) not null default '',
    officer varchar(20) not null,
    written_on date not null,
    words text not null check (words <> ''),
    figures varchar(64) not null default '',
    file_name varchar(200) not null,
    sha256 char(64) not null,
    recorded_by varchar(120) not null default '',
    recorded_at timestamptz not null default now()
);
create index commentary_quarter on audit.commentary (council, quarter);
comment on table audit.commentary is
'Officers'' words about a quarter, as their workbooks and reports came back. A row per text; rows are added, never
changed: the newest counts.';
comment on column audit.commentary.commentary_id is 'Number of the text, in the order in which they came.';
comment on column audit.commentary.council is 'Short name of the council.';
comment on column audit.commentary.quarter is 'Quarter that it is about.';
comment on column audit.commentary.publication_id is 'Publication whose figures its writer had before them.';
comment on column audit.commentary.kind is
'What it is about: a measure, a milestone, or a part of the narrative by its name in the council folder.';
comment on column audit.commentary.subject is
'Reference of the measure or milestone, or the title of a section; empty for a part without titles.';
comment on column audit.commentary.officer is 'Initials of the officer who wrote it.';
comment on column audit.commentary.written_on is 'Day on which it was written.';
comment on column audit.commentary.words is 'The words. An empty line separates paragraphs.';
comment on column audit.commentary.figures is
'SHA-256 over the figures of the measure that its writer had before them; empty where it is about no measure.';
comment on column audit.commentary.file_name is 'File that it came in.';
comment on column audit.commentary.sha256 is 'SHA-256 of that file.';
comment on column audit.commentary.recorded_by is 'Officer who took the file in; empty where nobody was named.';
comment on column audit.commentary.recorded_at is 'When it was taken in.';

create table audit.sign_off (
    sign_off_id bigint generated always as identity primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    publication_id bigint not null,
    role varchar(60) not null,
    signer varchar(20) not null,
    signer_name varchar(120) not null,
    signed_on date not null,
    words char(64) not null,
    recorded_by varchar(120) not null,
    evidence text not null default '',
    recorded_at timestamptz not null default now()
);
create index sign_off_publication on audit.sign_off (publication_id);
comment on table audit.sign_off is
'Signatures under a frozen publication and the words with it. A row per signature; rows are added, never changed. One
stands while the words are those that were signed.';
comment on column audit.sign_off.sign_off_id is 'Number of the signature.';
comment on column audit.sign_off.council is 'Short name of the council.';
comment on column audit.sign_off.quarter is 'Quarter that is reported.';
comment on column audit.sign_off.publication_id is 'Publication that was signed.';
comment on column audit.sign_off.role is 'Step of the council''s sign-off, such as officer or director.';
comment on column audit.sign_off.signer is 'Initials of the officer who signed.';
comment on column audit.sign_off.signer_name is 'Name of the officer who signed.';
comment on column audit.sign_off.signed_on is 'Day of the signature.';
comment on column audit.sign_off.words is 'SHA-256 over the words that were signed.';
comment on column audit.sign_off.recorded_by is 'Officer who recorded it: the signer, or whoever had it from them.';
comment on column audit.sign_off.evidence is
'What shows it: the signed workbook and its SHA-256, a message, a minute; empty where the signer recorded it.';
comment on column audit.sign_off.recorded_at is 'When it was recorded.';

create trigger commentary_stays before update or delete or truncate on audit.commentary
for each statement execute function audit.refuse_change();
create trigger sign_off_stays before update or delete or truncate on audit.sign_off
for each statement execute function audit.refuse_change();

alter table mart.fact_decision drop constraint fact_decision_kind_check;
alter table mart.fact_decision add constraint fact_decision_kind_check
check (kind in ('freeze', 'accept-gap', 'sign-off', 'issue', 'restate', 'withdraw'));
comment on column mart.fact_decision.kind is
'freeze, accept-gap, sign-off, issue, restate (an issue that replaces another) or withdraw.';
comment on column mart.fact_decision.subject is
'What exactly: the extract whose gap is accepted, the role of a signer, or the number of the publication that is
replaced; otherwise empty.';
comment on column audit.decision.kind is
'freeze, accept-gap, sign-off, issue, restate (an issue that replaces another) or withdraw.';
comment on column audit.decision.subject is
'What exactly: the extract whose gap is accepted, the role of a signer, or the number of the publication that is
replaced; otherwise empty.';
