-- What was published stays: the columns in which a publication is read again, and a hash over its rows, by which a
-- change by hand is found though the triggers were off.

create type mart.performance_published as (
    council varchar (60),
    quarter varchar (10),
    status varchar (12),
    measure_ref varchar (20),
    part varchar (80),
    indicator_id varchar (60),
    title varchar (200),
    unit varchar (20),
    last_year_actual numeric (18, 6),
    same_period_last_year numeric (18, 6),
    target numeric (18, 6),
    current_value numeric (18, 6),
    numerator bigint,
    denominator bigint,
    symbol varchar (3),
    forecast numeric (18, 6),
    direction_of_travel varchar (20),
    progress varchar (12),
    progress_reason text,
    significance varchar (40),
    data_status varchar (12),
    publication_id bigint,
    objective_ref varchar (20),
    objective_title varchar (200),
    officer varchar (120),
    decimals smallint,
    no_figure_reason text,
    coverage text,
    position integer,
    target_kind varchar (10),
    breakdown varchar (40),
    item varchar (60),
    quarter_end date,
    published_at timestamptz,
    direction_reason text,
    significance_reason text,
    expected_low numeric (20, 6),
    expected_high numeric (20, 6),
    progress_by_rule varchar (12),
    rated_by varchar (120),
    reward numeric (14, 2),
    reward_expected numeric (14, 2),
    target_contradiction text,
    basis varchar (20),
    returned_by text,
    covers_from date,
    covers_to date
);
comment on type mart.performance_published is
'Columns of mart.performance_as_published, for ever: what is added to mart.performance later is not among them.';

create table audit.publication_seal (
    publication_id bigint not null references mart.publication (publication_id),
    relation varchar(63) not null,
    columns text not null,
    row_count bigint not null,
    sha256 char(64) not null,
    primary key (publication_id, relation)
);
comment on table audit.publication_seal is
'What a publication held when it was made or issued, as a hash. A row per publication and table or view of mart; rows
are added, never changed.';
comment on column audit.publication_seal.publication_id is 'The publication.';
comment on column audit.publication_seal.relation is 'Table or view of mart.';
comment on column audit.publication_seal.columns is
'Columns that are sealed, as they were then: what a later version adds is not part of it.';
comment on column audit.publication_seal.row_count is 'How many rows there were.';
comment on column audit.publication_seal.sha256 is
'SHA-256 over the rows as text, one below the other, in the order of their bytes.';

create function audit.seal_of(publication bigint, relation varchar, columns text)
returns table (row_count bigint, sha256 char(64))
language plpgsql stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD' as $$
declare
    line text := (
        select string_agg(format('quote_nullable(held.%I::text)', name), ', ' order by place)
        from unnest(string_to_array(columns, ' ')) with ordinality as listed (name, place)
    );
begin
    return query execute format(
        'select count(*), encode(sha256(convert_to('
        'coalesce(string_agg(line, E''\n'' order by line collate "C"), ''''), ''UTF8'')), ''hex'')::char(64)'
        ' from (select concat_ws('','', %s) as line from mart.%I as held where held.publication_id = $1) as lines',
        line, relation
    ) using publication;
end
$$;
comment on function audit.seal_of(bigint, varchar, text) is
'Rows of a publication in a table or view of mart as they are now: how many, and the hash over these columns.';

create function audit.seal(publication bigint, relations varchar[]) returns void
language sql
set search_path = pg_catalog, pg_temp as $$
insert into audit.publication_seal (publication_id, relation, columns, row_count, sha256)
select publication, listed.relation, listed.columns, held.row_count, held.sha256
from (
    select class.relname::varchar as relation, string_agg(attribute.attname::text, ' ' order by attribute.attnum) as columns
    from pg_class as class
    inner join pg_attribute as attribute on attribute.attrelid = class.oid
    where
        class.relnamespace = to_regnamespace('mart') and class.relname = any(relations)
        and attribute.attnum > 0 and not attribute.attisdropped
        and attribute.attname not in ('status', 'publication_id')
    group by class.relname
) as listed
cross join lateral audit.seal_of(publication, listed.relation, listed.columns) as held
$$;
comment on function audit.seal(bigint, varchar[]) is
'Seals what a publication holds in tables or views of mart: all columns but its number and status.';

-- Publications made before now are sealed as they are.
do $$
declare
    made record;
begin
    for made in select publication_id, issued_at from mart.publication order by publication_id loop
        perform audit.seal(made.publication_id, array[
            'fact_indicator_value', 'fact_performance', 'fact_data_quality', 'fact_finding', 'fact_lineage',
            'fact_milestone', 'fact_comparator', 'fact_revision', 'fact_series_break', 'fact_setting_change',
            'performance_every_publication'
        ]);
        if made.issued_at is not null then
            perform audit.seal(made.publication_id, array[
                'fact_restatement', 'fact_disclosure', 'fact_hidden', 'fact_performance_public'
            ]);
        end if;
    end loop;
end
$$;

create trigger publication_seal_stays before update or delete or truncate on audit.publication_seal
for each statement execute function audit.refuse_change();
