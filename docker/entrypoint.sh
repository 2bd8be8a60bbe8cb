#!/bin/sh
# Gives the command its secrets: each file in /run/secrets whose name is in capitals is named after the variable that it
# sets. So a password is in no image, no compose file and no `docker inspect`.
set -eu
for secret in /run/secrets/[A-Z]*; do
    if [ -f "$secret" ]; then
        export "${secret##*/}=$(cat "$secret")"
    fi
done
exec "$@"
