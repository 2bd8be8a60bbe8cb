-- Whether this account may look who has a password. One row.
select has_table_privilege('pg_catalog.pg_authid', 'select');
