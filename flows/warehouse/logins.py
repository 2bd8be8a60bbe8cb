"""Logins for people's BI tools, one per council and kind of reader."""

from typing import cast

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from flows.settings import Settings
from flows.warehouse.engine import redacted, warehouse_url
from flows.warehouse.passwords import ensure_login, gets_in, kept_passwords
from flows.warehouse.statements import statement
from transforms.errors import CypError, UsageError

GROUPS = {"reader": "bi_reader", "officer": "bi_officer"}
OWNER = "owner"
_LONGEST_NAME = 63
# Conveniences that a session may switch off; what a login cannot do is decided by grants and row-level security.
_LIMITS = (
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "60s"),
    ("idle_in_transaction_session_timeout", "10min"),
    ("lock_timeout", "10s"),
)
_CONNECTIONS = 20  # at once: a tool that opens more than that must not leave the pipeline none


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
        driver = cast(psycopg.Connection, connection.connection.driver_connection)
        for role, name in names.items():
            ensure_login(settings, driver, name)
            driver.execute(sql.SQL("grant {} to {}").format(sql.Identifier(GROUPS[role]), sql.Identifier(name)))
            _set_limits(driver, name)
            driver.execute(
                "insert into mart.reader_council (role_name, council) values (%s, %s) on conflict do nothing",
                [name, council],
            )


def logins_shut_out(settings: Settings, engine: Engine, council: str) -> tuple[str, ...]:
    """Logins of a council that cyp made and that do not get in by a password that is kept here."""
    kept = kept_passwords(settings)
    names = [login_name(council, role) for role in GROUPS]
    with redacted(), engine.connect() as connection:
        driver = cast(psycopg.Connection, connection.connection.driver_connection)
        made = connection.execute(statement("logins_made"), {"names": names}).scalars()
        return tuple(name for name in made if name not in kept or not gets_in(driver, name, kept[name]))


def logins_without_password(engine: Engine, council: str) -> tuple[str, ...]:
    """Other logins that people gave readers and that have no password, where this account may look at that."""
    own = [login_name(council, role) for role in GROUPS]
    with redacted(), engine.connect() as connection:
        if not connection.execute(statement("passwords_may_be_seen")).scalar_one():
            return ()
        found = connection.execute(statement("logins_without_password"), {"council": council}).scalars()
        return tuple(name for name in found if name not in own)


def _set_limits(connection: psycopg.Connection, name: str) -> None:
    limit = sql.SQL("alter role {} connection limit {}").format(sql.Identifier(name), sql.Literal(_CONNECTIONS))
    connection.execute(limit)
    for setting, value in _LIMITS:
        connection.execute(
            sql.SQL("alter role {} set {} = {}").format(
                sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
            )
        )


def reader_url(settings: Settings, council: str, role: str) -> str:
    """The URL that a BI tool connects with, password included.

    ``role``: reader, officer, or owner for the login that the pipeline itself uses. Raises CypError when the
    council's logins were not made yet.
    """
    url = warehouse_url(settings).set(drivername="postgresql")
    if role != OWNER:
        name = login_name(council, role)
        password = kept_passwords(settings).get(name)
        if password is None:
            raise CypError(f"There is no login {name} yet.", "Run: cyp warehouse migrate --council DIR")
        url = url.set(username=name, password=password)
    return url.render_as_string(hide_password=False)
