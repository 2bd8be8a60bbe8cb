#!/bin/sh
# Run by the Postgres image once, when its volume is new: the warehouse and, apart from it, Prefect's own database,
# each with an owner that cannot see the other.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set warehouse_password="$(cat /run/secrets/warehouse_password)" \
    --set prefect_password="$(cat /run/secrets/prefect_password)" <<'SQL'
create role cyp login createrole password :'warehouse_password';
create database cyp owner cyp;
revoke connect on database cyp from public;

create role prefect login password :'prefect_password';
create database prefect owner prefect;
revoke connect on database prefect from public;
SQL
