-- Targets that are a range: what lies in it is right, what is below or above is not.

do $$
declare
    fact text;
begin
    foreach fact in array array['fact_performance', 'fact_performance_public'] loop
        execute format('alter table mart.%I add column target_upper numeric(18, 6)', fact);
        execute format(
            'comment on column mart.%I.target_upper is '
            '''Upper end of a target that is a band, of which target is the lower end; null for others.''',
            fact
        );
        execute format(
            'comment on column mart.%I.target_kind is ''level (reach it), ceiling (stay at or below), floor (stay at or'
            ' above), band (stay between target and target_upper), change (from a figure of last year that is not known),'
            ' benchmark (of a year that later targets are set from) or none.''',
            fact
        );
    end loop;
end
$$;
