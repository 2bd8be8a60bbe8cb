-- The words with which a publication was issued: an issued report is read again as it was.

create table audit.issued_words (
    publication_id bigint primary key,
    council varchar(60) not null,
    quarter varchar(10) not null,
    words text not null,
    sha256 char(64) not null,
    kept_at timestamptz not null default now()
);
comment on table audit.issued_words is
'The narrative and the commentary that a publication was issued with. A row per issued publication, never changed.';
comment on column audit.issued_words.publication_id is 'The publication.';
comment on column audit.issued_words.council is 'Short name of the council.';
comment on column audit.issued_words.quarter is 'Quarter that is reported.';
comment on column audit.issued_words.words is 'The words as JSON, by the parts of the report.';
comment on column audit.issued_words.sha256 is 'SHA-256 over the words, which the last signature bears as well.';
comment on column audit.issued_words.kept_at is 'When the publication was issued.';

create trigger issued_words_stay before update or delete or truncate on audit.issued_words
for each statement execute function audit.refuse_change();
