"""Logins for people's BI tools, one per council and kind of reader, and the files that hold their passwords."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from flows.settings import Settings
from flows.warehouse.engine import redacted, warehouse_url
from transforms.errors import CypError, UsageError

GROUPS = {"reader": "bi_reader", "officer": "bi_officer"}
OWNER = "owner"
_PREFECT_LOGIN = "cyp_prefect"
_LONGEST_NAME = 63
# Conveniences that a session may switch off; what a login cannot do is decided by grants and row-level security.
_BI_SETTINGS = (
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "60s"),
    ("idle_in_transaction_session_timeout", "10min"),
)


def login_name(council: str, role: str) -> str:
    """Name of the login of a council's readers or officers. Raises UsageError for any other role."""
    if role not in GROUPS:
        raise UsageError(f"There is no login for '{role}'.", f"Choose one of: {', '.join((*GROUPS, OWNER))}.")
    name = f"{council.replace('-', '_')}_{role}"
    if len(name) > _LONGEST_NAME:
        raise UsageError(f"The council's short name '{council}' is too long for a login.", "Use at most 50 letters.")
    return name


def ensure_logins(settings: Settings, engine: Engine, council: str) -> None:
    """The reader's and the officer's login of a council, in their groups and mapped to the council. Idempotent."""
    names = {role: login_name(council, role) for role in GROUPS}
    with redacted(), engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        for role, name in names.items():
            _ensure_login(settings, driver, name)
            driver.execute(sql.SQL("grant {} to {}").format(sql.Identifier(GROUPS[role]), sql.Identifier(name)))
            for setting, value in _BI_SETTINGS:
                driver.execute(
                    sql.SQL("alter role {} set {} = {}").format(
                        sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                    )
                )
            driver.execute(
                "insert into mart.reader_council (role_name, council) values (%s, %s) on conflict do nothing",
                [name, council],
            )


def reader_url(settings: Settings, council: str, role: str) -> str:
    """The URL that a BI tool connects with, password included.

    ``role``: reader, officer, or owner for the login that the pipeline itself uses. Raises CypError when the
    council's logins were not made yet.
    """
    url = warehouse_url(settings).set(drivername="postgresql")
    if role != OWNER:
        name = login_name(council, role)
        password = _passwords(settings).get(name)
        if password is None:
            raise CypError(f"There is no login {name} yet.", "Run: cyp warehouse migrate --council DIR")
        url = url.set(username=name, password=password)
    return url.render_as_string(hide_password=False)


def ensure_prefect_login(settings: Settings, connection: psycopg.Connection) -> tuple[str, str]:
    """Login and password that own the database connected to. Prefect's server needs no more than its own tables."""
    password = _ensure_login(settings, connection, _PREFECT_LOGIN)
    database, login = sql.Identifier(connection.info.dbname), sql.Identifier(_PREFECT_LOGIN)
    connection.execute(sql.SQL("alter database {} owner to {}").format(database, login))
    return _PREFECT_LOGIN, password


def _ensure_login(settings: Settings, connection: psycopg.Connection, name: str) -> str:
    """Make the login, or give it a new password when ours was lost. Returns the password."""
    known = _passwords(settings)
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is not None
    if exists and name in known:
        return known[name]
    password = known.get(name) or secrets.token_hex(24)
    # Hashed here, so that no log of the server can hold the password.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    verb = sql.SQL("alter" if exists else "create")
    _remember(settings, known | {name: password})
    connection.execute(
        sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(name), sql.Literal(verifier))
    )
    return password


def _file(settings: Settings) -> Path:
    return settings.postgres_dir / "logins.json"


def _passwords(settings: Settings) -> dict[str, str]:
    try:
        return json.loads(_file(settings).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def _remember(settings: Settings, passwords: dict[str, str]) -> None:
    """Written beside and renamed, so that the file is never half written; readable by its owner alone."""
    path = _file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1, sort_keys=True)
    unfinished.rename(path)
