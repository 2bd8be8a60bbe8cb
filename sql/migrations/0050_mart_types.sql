-- Mart: long words as varchar. Drivers describe text as a long type of 8,190 characters, which tools cut short or will
-- not group by. The views are made again after this.

do $$
declare
    found record;
begin
    for found in
        select view.table_name
        from information_schema.views as view
        where view.table_schema = 'mart'
    loop
        execute format('drop view if exists mart.%I cascade', found.table_name);
    end loop;
    for found in
        select columns.table_name, columns.column_name
        from information_schema.columns as columns
        inner join information_schema.tables as tables
            on columns.table_schema = tables.table_schema and columns.table_name = tables.table_name
        where columns.table_schema = 'mart' and tables.table_type = 'BASE TABLE' and columns.data_type = 'text'
    loop
        execute format(
            'alter table mart.%I alter column %I type varchar(8000)', found.table_name, found.column_name
        );
    end loop;
end
$$;
