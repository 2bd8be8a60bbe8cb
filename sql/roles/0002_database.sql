-- Who may connect to this database. Nobody may make temporary tables or anything else in it but its owner.

do $$
begin
    execute format('revoke all on database %I from public', pg_catalog.current_database());
    execute format(
        'grant connect on database %I to cyp_owner, cyp_loader, cyp_publisher, cyp_report, cyp_backup, core_analyst,'
        ' bi_officer, bi_reader',
        pg_catalog.current_database()
    );
end
$$;
