-- Everything belongs to a role that nobody logs in as. The schemas come first: an owner must be able to create in them.

alter schema audit owner to cyp_owner;
alter schema core owner to cyp_owner;
alter schema mart owner to cyp_owner;

do $$
declare
    relation record;
begin
    for relation in
        select
            namespace.nspname as schema_name,
            class.relname as relation_name,
            case class.relkind when 'v' then 'view' else 'table' end as kind
        from pg_catalog.pg_class as class
        inner join pg_catalog.pg_namespace as namespace on class.relnamespace = namespace.oid
        where
            namespace.nspname in ('audit', 'core', 'mart')
            and class.relkind in ('r', 'p', 'v')
            and class.relowner <> 'cyp_owner'::regrole
    loop
        execute format('alter %s %I.%I owner to cyp_owner', relation.kind, relation.schema_name, relation.relation_name);
    end loop;
end
$$;

alter function mart.refuse_change() owner to cyp_owner;
alter function mart.refuse_late_rows() owner to cyp_owner;
alter function mart.refuse_late_restatement() owner to cyp_owner;
alter function mart.refuse_rewrite() owner to cyp_owner;
alter function mart.performance_as_published(bigint) owner to cyp_owner;
alter type mart.performance_published owner to cyp_owner;

do $$
declare
    made record;
begin
    for made in
        select function.oid::regprocedure as signature
        from pg_catalog.pg_proc as function
        inner join pg_catalog.pg_namespace as namespace on function.pronamespace = namespace.oid
        where namespace.nspname in ('audit', 'core', 'mart') and function.proowner <> 'cyp_owner'::regrole
    loop
        execute format('alter function %s owner to cyp_owner', made.signature);
    end loop;
end
$$;
