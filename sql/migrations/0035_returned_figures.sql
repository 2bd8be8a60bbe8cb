-- Figures that officers return for indicators where no extract gives them, with counts or as a value alone.

create table core.returned_figure (
    batch_id bigint not null references audit.batch (batch_id),
    row_number integer not null,
    indicator_id varchar(60) not null,
    breakdown varchar(40) not null,
    item varchar(60) not null,
    numerator integer check (numerator >= 0),
    denominator integer check (denominator > 0),
    value numeric(18, 6) check (value >= 0),
    covers_from date,
    covers_to date,
    officer varchar(4) not null,
    given_on date not null,
    preparer varchar(4),
    approver varchar(4),
    evidence varchar(200),
    primary key (batch_id, indicator_id, breakdown, item),
    check ((numerator is null) <> (value is null))
);
comment on table core.returned_figure is
'Figures of indicators that officers returned. A row per batch, indicator and breakdown item.';
comment on column core.returned_figure.batch_id is 'Batch that the row came with.';
comment on column core.returned_figure.row_number is 'Line of the file that the row came from; the header is line 1.';
comment on column core.returned_figure.indicator_id is 'Indicator, as cla_rate.';
comment on column core.returned_figure.breakdown is 'Breakdown of the indicator; Total for the whole.';
comment on column core.returned_figure.item is 'Item of the breakdown; Total for the whole.';
comment on column core.returned_figure.numerator is 'What was counted; null where the value alone was given.';
comment on column core.returned_figure.denominator is 'What it is divided by; null for counts and amounts.';
comment on column core.returned_figure.value is 'The value alone; null where counts were given.';
comment on column core.returned_figure.covers_from is
'First day that was counted; null for what is usual of the indicator.';
comment on column core.returned_figure.covers_to is
'Last day that was counted; null for what is usual of the indicator.';
comment on column core.returned_figure.officer is 'Initials of the officer who gave the figure.';
comment on column core.returned_figure.given_on is 'Day on which it was given.';
comment on column core.returned_figure.preparer is 'Initials of who worked it out; null where nobody is named.';
comment on column core.returned_figure.approver is 'Initials of who approved it; null while nobody has.';
comment on column core.returned_figure.evidence is 'Where it can be checked; null where nothing is named.';

alter table mart.fact_indicator_value alter column numerator drop not null;
alter table mart.fact_indicator_value add column basis varchar(20) not null default 'counted' check (
    basis in ('counted', 'returned with counts', 'returned value')
);
comment on column mart.fact_indicator_value.numerator is
'What was counted; null for a value that was returned alone.';
comment on column mart.fact_indicator_value.basis is
'counted, returned with counts, or returned value, which has none.';
alter table mart.fact_indicator_value add column covers_from date;
alter table mart.fact_indicator_value add column covers_to date;
comment on column mart.fact_indicator_value.covers_from is
'First day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.fact_indicator_value.covers_to is
'Last day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
alter table mart.fact_indicator_value add check (numerator is not null or basis = 'returned value');

alter table mart.fact_performance add column basis varchar(20) not null default '' check (
    basis in ('', 'counted', 'returned with counts', 'returned value')
);
alter table mart.fact_performance add column returned_by text not null default '';
comment on column mart.fact_performance.basis is
'counted, returned with counts, or returned value, which has none; empty when there is no figure, and in publications
made before 29 November 2026.';
comment on column mart.fact_performance.returned_by is
'Who returned the figure, who approved it and where it can be checked; empty for counted ones.';
alter table mart.fact_performance add column covers_from date;
alter table mart.fact_performance add column covers_to date;
comment on column mart.fact_performance.covers_from is
'First day that a returned figure counts, where it covers other months than its indicator; null otherwise.';
comment on column mart.fact_performance.covers_to is
'Last day that a returned figure counts, where it covers other months than its indicator; null otherwise.';

alter table mart.fact_revision alter column numerator_before drop not null;
