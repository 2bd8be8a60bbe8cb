"""Random passwords of database logins, and the files that keep them: readable by their owner alone."""

import fcntl
import json
import os
import secrets
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from flows.settings import Settings


def new_password() -> str:
    """A random password without a character that a URL would have to escape."""
    return secrets.token_hex(24)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read. It appears whole or not at all."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def kept_passwords(settings: Settings) -> dict[str, str]:
    """Passwords of the logins made so far, by name of the login."""
    try:
        return json.loads(_file(settings).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def ensure_login(settings: Settings, connection: psycopg.Connection, name: str) -> str:
    """Make the login, or give it a password: the one that is kept, where the server has lost it, else a new one.

    Returns the password.
    """
    kept = kept_passwords(settings)
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is not None
    if exists and name in kept and gets_in(connection, name, kept[name]):
        return kept[name]
    password = keep_password(settings, name)
    # Hashed here, so that no log of the server can hold the password.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("alter role {} login password {}" if exists else "create role {} login password {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Literal(verifier)))
    return password


def gets_in(connection: psycopg.Connection, name: str, password: str) -> bool:
    """Whether a login reaches the same database by a password. Dumps hold none, so a restored server may know none."""
    place = {**connection.info.get_parameters(), "user": name, "password": password}
    try:
        psycopg.connect(make_conninfo(**place)).close()
    except psycopg.OperationalError:
        return False
    return True


def keep_password(settings: Settings, name: str) -> str:
    """The password that is kept of a login, or a new one. Two processes at once lose none that the other keeps."""
    file = _file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = kept_passwords(settings)
        if name not in kept:
            kept[name] = new_password()
            write_private(file, json.dumps(kept, indent=1, sort_keys=True))
        return kept[name]


def _file(settings: Settings) -> Path:
    return settings.postgres_dir / "logins.json"
