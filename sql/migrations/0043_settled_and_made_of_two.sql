-- Figures that are one less another, what officers say of how settled a returned figure is, and several owners.

alter table core.returned_figure add column status varchar(12);
comment on column core.returned_figure.status is
'estimate, provisional or final, as the officer says; null where nothing is said.';

alter table mart.fact_indicator_value drop constraint fact_indicator_value_basis_check;
alter table mart.fact_indicator_value add constraint fact_indicator_value_basis_check check (
    basis in ('counted', 'returned with counts', 'returned value', 'difference')
);
alter table mart.fact_indicator_value drop constraint fact_indicator_value_check;
alter table mart.fact_indicator_value add constraint fact_indicator_value_check check (
    numerator is not null or basis in ('returned value', 'difference')
);
comment on column mart.fact_indicator_value.numerator is
'What was counted; null for a value that was returned alone, and for a difference of two figures.';
comment on column mart.fact_indicator_value.basis is
'counted, returned with counts, returned value, which has none, or difference of two figures, which has none either.';

do $$
declare
    fact text;
begin
    foreach fact in array array['fact_performance', 'fact_performance_public'] loop
        execute format('alter table mart.%I drop constraint fact_performance_basis_check', fact);
        execute format(
            'alter table mart.%I add constraint fact_performance_basis_check check ('
            'basis in ('''', ''counted'', ''returned with counts'', ''returned value'', ''difference''))',
            fact
        );
        execute format('alter table mart.%I add column owners text not null default ''''', fact);
        execute format(
            'comment on column mart.%I.owners is '
            '''Officers who answer for the measure, with their initials, the first of them first.''',
            fact
        );
        execute format(
            'comment on column mart.%I.basis is ''counted, returned with counts, returned value, which has none, or'
            ' difference of two figures, which has none either; empty when there is no figure, and in publications'
            ' made before 29 November 2026.''',
            fact
        );
        execute format(
            'comment on column mart.%I.target_kind is ''level (reach it), ceiling (stay at or below), floor (stay at or'
            ' above), change (from a figure of last year that is not known), benchmark (of a year that later targets'
            ' are set from) or none.''',
            fact
        );
    end loop;
end
$$;
