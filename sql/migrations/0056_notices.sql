-- Messages to people, each sent once; and what ended a run, in words, so that the engineer can be told.

alter table audit.run add column message text not null default '';
comment on column audit.run.message is
'What ended it early, in words and without values; empty when it was done, or its process was ended.';

create table audit.notice (
    notice_id bigint generated always as identity primary key,
    council varchar(60) not null,
    role varchar(20) not null check (role in ('supplier', 'engineer', 'officer', 'director')),
    channel varchar(10) not null check (channel in ('email', 'webhook')),
    target varchar(254) not null,
    about varchar(300) not null,
    words text not null check (words <> ''),
    created_at timestamptz not null default now(),
    message_id varchar(120) not null default '',
    sent_at timestamptz,
    times_tried smallint not null default 0,
    tried_at timestamptz,
    problem varchar(200) not null default '',
    unique (council, channel, target, role, about)
);
create index notice_waiting on audit.notice (council, notice_id) where sent_at is null;
comment on table audit.notice is
'What people are told by mail or webhook, written first and sent afterwards, several together. A row per thing told,
and recipient. Nothing of a child is in it.';
comment on column audit.notice.notice_id is 'Number of the notice.';
comment on column audit.notice.council is 'Short name of the council.';
comment on column audit.notice.role is 'As what they are told: supplier, engineer, officer or director.';
comment on column audit.notice.channel is 'email or webhook.';
comment on column audit.notice.target is 'Address of the mail, or name of the webhook in the settings.';
comment on column audit.notice.about is 'Tells it from every other notice: what it is about is written once.';
comment on column audit.notice.words is 'What they are told.';
comment on column audit.notice.created_at is 'When it was written.';
comment on column audit.notice.message_id is 'Message-ID of the message that told it; empty while it waits.';
comment on column audit.notice.sent_at is 'When the message was taken; null while it waits.';
comment on column audit.notice.times_tried is 'How often sending it failed.';
comment on column audit.notice.tried_at is 'When sending it failed last; null when it never did.';
comment on column audit.notice.problem is 'Why it was not taken the last time; empty when it was, or was not tried.';
