-- Figures that the council counts in systems that the line does not read, as named officers give them.

create table core.council_return (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    return_id varchar(40) not null,
    amount integer not null check (amount >= 0),
    out_of integer check (out_of > 0),
    officer varchar(4) not null,
    given_on date not null,
    status varchar(11),
    primary key (batch_id, return_id)
);
comment on table core.council_return is 'Figures given by officers of the council. A row per batch and figure.';
comment on column core.council_return.batch_id is 'Batch that the row came with.';
comment on column core.council_return.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.council_return.return_id is 'Which figure it is, as independent_placements_forecast.';
comment on column core.council_return.amount is 'The figure: whole pounds, or how many of those in out_of.';
comment on column core.council_return.out_of is 'For a share, how many there are in all; null for pounds.';
comment on column core.council_return.officer is 'Initials of the officer who gave the figure.';
comment on column core.council_return.given_on is 'Day on which it was given.';
comment on column core.council_return.status is 'estimate, provisional or final.';
