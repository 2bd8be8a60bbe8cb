-- The key by which a council's people have their pseudonyms: told apart by a fingerprint, never kept itself.

create table audit.council_key (
    change_id bigint generated always as identity primary key,
    council varchar(60) not null,
    key_id varchar(16) not null,
    by_name varchar(120) not null default '',
    reason text not null default '',
    since timestamptz not null default now()
);
create index council_key_council on audit.council_key (council);
comment on table audit.council_key is
'Keys by which a council''s people got their pseudonyms. A row per council and key in use from then on; rows are added,
not changed, and the newest is in use.';
comment on column audit.council_key.change_id is 'Number, in the order in which the keys came into use.';
comment on column audit.council_key.council is 'Short name of the council.';
comment on column audit.council_key.key_id is 'Fingerprint that tells one key from another and gives none away.';
comment on column audit.council_key.by_name is 'Officer who replaced the key before; empty for the first.';
comment on column audit.council_key.reason is 'Why it was replaced; empty for the first.';
comment on column audit.council_key.since is 'When it came into use.';
