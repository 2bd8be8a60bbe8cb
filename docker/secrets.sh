#!/bin/sh
# Makes the secrets that docker-compose.yml reads, once: docker/secrets.sh
# Keep secrets/pseudonymisation_key in a safe place as well: without it, children of later files are no longer linked to
# those of earlier ones.
set -eu
cd "$(dirname "$0")/.."
# The folder keeps other people of this machine out; the files are read by accounts of the containers.
mkdir -p -m 0700 secrets

random_hex() {
    od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'
}

# As the library wants it with which Prefect locks what it keeps: 32 bytes in base64 that a URL can hold.
random_fernet_key() {
    head -c 32 /dev/urandom | base64 | tr '+/' '-_'
}

make_secret() {
    if [ -e "secrets/$1" ]; then
        echo "secrets/$1 is there already, and stays"
    else
        printf '%s' "$2" >"secrets/$1"
        chmod 0444 "secrets/$1"
        echo "secrets/$1 made"
    fi
}

make_secret postgres_password "$(random_hex)"
make_secret warehouse_password "$(random_hex)"
make_secret prefect_password "$(random_hex)"
make_secret prefect_login "cyp:$(random_hex)"
make_secret prefect_encryption_key "$(random_fernet_key)"
make_secret pseudonymisation_key "$(random_hex)"
# To be filled in where they are needed: the password of the mail account, and lines such as
# CYP_SOURCE_CASE_SYSTEM_PASSWORD=… and CYP_WEBHOOK_TEAMS_URL=… (docs/runbook.md, Settings).
make_secret smtp_password ""
make_secret logins ""
