#!/bin/sh
# Puts a dump back: restore.sh DUMP DATABASE
#
# The present database of that name is not deleted: it is renamed to DATABASE_before_<time>, and can be dropped when the
# restored one has shown itself. Stop the worker and the Prefect server first; nobody may be connected. Settings are those
# of backup.sh.
set -eu
dump=$1
database=$2

if [ -n "${PASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PASSWORD_FILE")
    export PGPASSWORD
fi

ask() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname postgres --set database="$database" "$@"
}

pg_restore --file /dev/null "$dump"
aside=
# On a new server the roles are made; on the same one they are there, which is no error.
roles=$(dirname "$dump")/roles.sql
if [ -f "$roles" ]; then
    psql --no-psqlrc --quiet --dbname postgres --file "$roles" >/dev/null 2>&1 || true
fi
if [ "$(echo "select count(*) from pg_database where datname = :'database'" | ask)" = 1 ]; then
    aside="${database}_before_$(date -u +%Y%m%d%H%M%S)"
    echo 'alter database :"database" rename to :"aside"' | ask --set aside="$aside"
    echo "the database that was there is now $aside"
fi
if ! pg_restore --create --exit-on-error --dbname postgres "$dump"; then
    if [ -n "$aside" ]; then
        printf '%s;\n' 'drop database if exists :"database"' 'alter database :"aside" rename to :"database"' |
            ask --set aside="$aside"
        echo "not restored: $database is the one that was there" >&2
    fi
    exit 1
fi
echo "restored: $database, as it was in $(basename "$dump")"
