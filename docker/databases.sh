#!/bin/sh
# Run by the Postgres image once, when its volume is new: the warehouse and, apart from it, Prefect's own database,
# each with an owner that cannot see the other.
set -eu
# By the environment: a command line can be read by every account.
WAREHOUSE_PASSWORD=$(cat /run/secrets/warehouse_password)
PREFECT_PASSWORD=$(cat /run/secrets/prefect_password)
export WAREHOUSE_PASSWORD PREFECT_PASSWORD
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv warehouse_password WAREHOUSE_PASSWORD
\getenv prefect_password PREFECT_PASSWORD
create role cyp login createrole password :'warehouse_password';
create database cyp owner cyp;
revoke connect on database cyp from public;

create role prefect login password :'prefect_password';
create database prefect owner prefect;
revoke connect on database prefect from public;
SQL
