-- What every table, view and column of mart means, for tools that do not show comments.

create or replace view mart.data_dictionary with (security_invoker = true) as
select -- noqa: ST06
    relation.relname::varchar(63) as object,
    attribute.attname::varchar(63) as column_name,
    pg_catalog.format_type(attribute.atttypid, attribute.atttypmod)::varchar(60) as data_type,
    coalesce(pg_catalog.col_description(relation.oid, attribute.attnum), '')::varchar(8000) as meaning,
    coalesce(pg_catalog.obj_description(relation.oid, 'pg_class'), '')::varchar(8000) as object_meaning,
    attribute.attnum::integer as column_position,
    case relation.relkind when 'v' then 'view' else 'table' end::varchar(5) as object_kind,
    exists(
        select 1
        from pg_catalog.pg_constraint as key
        where key.conrelid = relation.oid and key.contype = 'p' and attribute.attnum = any(key.conkey)
    ) as is_key,
    coalesce(
        (
            select min(target.relname::varchar(63))
            from pg_catalog.pg_constraint as reference
            inner join pg_catalog.pg_class as target on reference.confrelid = target.oid
            where
                reference.conrelid = relation.oid
                and reference.contype = 'f'
                and attribute.attnum = any(reference.conkey)
        ),
        ''
    )::varchar(63) as refers_to
from pg_catalog.pg_class as relation
inner join pg_catalog.pg_namespace as namespace on relation.relnamespace = namespace.oid
inner join pg_catalog.pg_attribute as attribute on relation.oid = attribute.attrelid
where
    namespace.nspname = 'mart'
    and relation.relkind in ('r', 'p', 'v')
    and attribute.attnum > 0
    and not attribute.attisdropped;
comment on view mart.data_dictionary is
'What the tables, views and columns that are published mean. A row per table or view and column.';
comment on column mart.data_dictionary.object is 'Name of the table or view.';
comment on column mart.data_dictionary.object_kind is 'table or view.';
comment on column mart.data_dictionary.column_name is 'Name of the column.';
comment on column mart.data_dictionary.column_position is 'Place of the column, to sort on.';
comment on column mart.data_dictionary.data_type is 'Type of the column.';
comment on column mart.data_dictionary.meaning is 'What the column holds, in words.';
comment on column mart.data_dictionary.object_meaning is 'What the table or view holds and what a row of it is.';
comment on column mart.data_dictionary.is_key is
'True for a column of the key by which rows of a table are told apart.';
comment on column mart.data_dictionary.refers_to is 'Table whose rows the column points to; empty for none.';
