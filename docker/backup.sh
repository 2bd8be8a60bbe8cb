#!/bin/sh
# Dumps the warehouse and Prefect's database every night, and keeps so many nights.
#
#   backup.sh             forever: once a day after BACKUP_HOUR (UTC), at once when there is no dump yet
#   backup.sh due         what is due at this hour and was not made today
#   backup.sh once        now
#   backup.sh is-fresh    whether there is a dump of each database of the last day and a half
#
# BACKUP_FOLDER holds the dumps, BACKUP_DATABASES names the databases, BACKUPS_KEPT says how many dumps of each stay.
# PGHOST, PGPORT and PGUSER say where the server is; the password is in PASSWORD_FILE or PGPASSWORD. The account must see
# every row: the owner of the server, not that of a database.
set -eu
umask 022
folder=${BACKUP_FOLDER:-/var/lib/postgresql/dumps}
databases=${BACKUP_DATABASES:-cyp prefect}
kept=${BACKUPS_KEPT:-30}

if [ -n "${PASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PASSWORD_FILE")
    export PGPASSWORD
fi

# A file appears under its name only when it is whole and can be read back.
dump() {
    name="$1-$(date -u +%Y-%m-%dT%H%M%SZ).dump"
    (umask 077 && pg_dump --format=custom --create --file "$folder/.unfinished" "$1")
    pg_restore --file /dev/null "$folder/.unfinished"
    mv "$folder/.unfinished" "$folder/$name"
    echo "$name made"
}

# Roles belong to the server and not to a database: without them, nothing can be granted when a dump is restored.
roles() {
    (umask 077 && pg_dumpall --roles-only --no-role-passwords --file "$folder/.unfinished")
    mv "$folder/.unfinished" "$folder/roles.sql"
}

# Leaves the newest ones. Names sort by their time.
rotate() {
    set -- "$folder/$1"-2*.dump
    while [ $# -gt "$kept" ]; do
        rm "$1"
        shift
    done
}

once() {
    mkdir -p "$folder"
    roles
    for database in $databases; do
        dump "$database"
        rotate "$database"
    done
}

is_due() {
    [ -n "$(find "$folder" -name "$1-2*.dump" 2>/dev/null)" ] || return 0
    [ "$(date -u +%-H)" -ge "${BACKUP_HOUR:-3}" ] || return 1
    [ -z "$(find "$folder" -name "$1-$(date -u +%Y-%m-%d)T*.dump")" ]
}

# Each in a process of its own: one that fails keeps nothing from the others, and in a function before `||` the shell
# would go on after an error.
due() {
    for database in $databases; do
        if is_due "$database"; then
            BACKUP_DATABASES=$database sh "$0" once || echo "no dump of $database was made" >&2
        fi
    done
}

is_fresh() {
    for database in $databases; do
        [ -n "$(find "$folder" -name "$database-2*.dump" -size +0 -mmin -2160)" ] || return 1
    done
}

case ${1:-} in
once) once ;;
due) due ;;
is-fresh) is_fresh ;;
"")
    while true; do
        # What fails tonight is tried again in ten minutes, and the dumps before stay.
        due
        sleep 600 &
        wait $!
    done
    ;;
*)
    echo "usage: backup.sh [once|due|is-fresh]" >&2
    exit 2
    ;;
esac
