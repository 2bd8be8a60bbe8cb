"""Connections to the warehouse, and errors from it that name no value."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from flows.settings import Settings
from flows.this_machine import is_this_machine
from flows.warehouse import embedded
from flows.warehouse.passwords import ensure_login
from transforms.errors import (
    CypError,
    DiskFull,
    Refused,
    UsageError,
    WarehouseInterrupted,
    WarehouseUnavailable,
)

OLDEST_SERVER = 15
_DRIVER = "postgresql+psycopg"
_RAISED_BY_US = "P0001"
_PREFECT_LOGIN = "cyp_prefect"
_SERVER_GONE = ("08", "57P", "53300")  # cut off, shut down, or too many connections
_GAVE_WAY = ("40001", "40P01", "55P03")  # serialisation, deadlock, a lock that did not come free
_DISK_FULL = "53100"
_OUT_OF_MEANS = "53"


def warehouse_url(settings: Settings) -> URL:
    """Where the warehouse is, as its owner. Starts the embedded server when no other is set.

    One on another machine must prove by its certificate who it is, unless the URL has another ``sslmode``.
    """
    if settings.database_url is None:
        return make_url(embedded.ensure(settings).url(embedded.WAREHOUSE_DATABASE, _DRIVER))
    try:
        url = make_url(settings.database_url.get_secret_value())
    except SQLAlchemyError:
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres"):
        raise UsageError("CYP_DATABASE_URL is not a Postgres URL.", "Write postgresql://user:password@host/database.")
    return _require_proof(url).set(drivername=_DRIVER)


def make_engine(settings: Settings) -> Engine:
    """An engine on the warehouse, with one connection already tried.

    Raises WarehouseUnavailable when it cannot be reached, is older than version 15 or not in UTF-8. Its errors never
    show parameters. An embedded server that was started again on another port is found there by each new connection.
    """
    engine = create_engine(
        warehouse_url(settings),
        hide_parameters=True,
        pool_size=4,
        max_overflow=8,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "cyp", "client_encoding": "UTF8"},
    )
    event.listen(engine, "connect", _settle)
    if settings.database_url is None:
        event.listen(engine, "do_connect", partial(_at_present_port, settings))
    _try(engine)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed at the end of the block, or rolled back, with errors that name no value.

    Where the process is asked to stop, its session is dropped as it is: a statement that goes on cannot be waited for.
    """
    with redacted(), engine.begin() as connection:
        try:
            yield connection
        except Exception:
            raise
        except BaseException:
            connection.invalidate()
            raise


@contextmanager
def redacted() -> Iterator[None]:
    """Turn a database error into one of ours that says where it is, never which value it is about.

    Postgres quotes rows in the details of its errors and in some messages. Refused when the database itself refused
    by one of our triggers; WarehouseInterrupted when the server went away or another's transaction went first; DiskFull
    and WarehouseUnavailable when it has no room or memory left; CypError otherwise.
    """
    try:
        yield
    except DBAPIError as error:
        problem = describe(error.orig)
    except psycopg.Error as error:
        problem = describe(error)
    else:
        return
    raise problem from None


def describe(error: BaseException | None) -> CypError:
    """Our error for one of the database driver's: its kind and the objects it names, no message of the server."""
    if not isinstance(error, psycopg.Error):
        return CypError("The database driver failed.")
    code = error.sqlstate or ""
    if code == _RAISED_BY_US:
        return Refused(error.diag.message_primary or "The database refused.")
    kind = type(error).__name__
    if (passing := _passing(error, code, kind) or _without_means(code, kind)) is not None:
        return passing
    # Class 42 is about statements and privileges; its messages name objects and no data.
    said = f": {error.diag.message_primary}" if code.startswith("42") else _where(error)
    return CypError(f"The database refused a statement ({kind}, {code or 'no code'}){said}.")


def _passing(error: psycopg.Error, code: str, kind: str) -> CypError | None:
    """What may go well when the whole step is done again."""
    if code.startswith(_SERVER_GONE) or (not code and isinstance(error, psycopg.OperationalError)):
        return WarehouseInterrupted(
            f"The database stopped answering ({kind}).", "Start it again and repeat the command."
        )
    if code in _GAVE_WAY:
        return WarehouseInterrupted(
            f"Another program's transaction stood in the way ({kind}).", "Repeat the command when it has ended."
        )
    return None


def _without_means(code: str, kind: str) -> CypError | None:
    """What somebody must give the server first: room on its disk, memory."""
    if code == _DISK_FULL:
        return DiskFull(
            "The disk of the database is full.", "Free some space on the database's server, then run cyp rerun."
        )
    if code.startswith(_OUT_OF_MEANS):
        return WarehouseUnavailable(
            f"The database has not the means for this ({kind}, {code}).", "Give its server more, then run cyp rerun."
        )
    return None


def prefect_database_url(settings: Settings) -> str:
    """URL of Prefect's own database on the embedded server, for Prefect's driver and as a login of its own."""
    server = embedded.ensure(settings)
    with redacted(), psycopg.connect(server.conninfo(embedded.PREFECT_DATABASE), autocommit=True) as connection:
        password = ensure_login(settings, connection, _PREFECT_LOGIN)
        names = sql.Identifier(embedded.PREFECT_DATABASE), sql.Identifier(_PREFECT_LOGIN)
        connection.execute(sql.SQL("alter database {} owner to {}").format(*names))
    return replace(server, user=_PREFECT_LOGIN, password=password).url(embedded.PREFECT_DATABASE, "postgresql+asyncpg")


def _where(error: psycopg.Error) -> str:
    """The objects that an error names, which are ours and never a child's."""
    diag = error.diag
    named = [name for name in (diag.table_name, diag.column_name, diag.constraint_name) if name]
    return f" at {', '.join(named)}" if named else ""


def _at_present_port(
    settings: Settings, _dialect: object, _record: object, _arguments: object, parameters: dict[str, object]
) -> None:
    """A process that serves for months has one engine, and the server may have come back on another port."""
    if (port := embedded.last_port(settings)) is not None:
        parameters["port"] = port


def _settle(driver_connection: psycopg.Connection, _record: object) -> None:
    """Dates and times as this code expects them, whatever the server's defaults are."""
    driver_connection.autocommit = True
    driver_connection.execute("set timezone to 'UTC'")
    driver_connection.execute("set datestyle to 'ISO, YMD'")
    driver_connection.autocommit = False


def _require_proof(url: URL) -> URL:
    """A server on another machine proves who it is, unless the URL says otherwise (``sslmode``)."""
    is_socket = not url.host or url.host.startswith("/")
    if is_socket or is_this_machine(str(url.host)) or "sslmode" in url.query:
        return url
    return url.update_query_dict({"sslmode": "verify-full"})


def _unproved(error: BaseException | None, host: str | None) -> str:
    """Why a server was not believed, or gives no TLS; empty where that is not what went wrong."""
    said = str(error).lower()
    causes = (
        ("does not match host name", f"the server's certificate is not made out to {host}"),
        ("certificate verify failed", "the server's certificate is of no authority that is trusted here"),
        ("root certificate file", "no authority is known here that could vouch for it"),
        ("does not support ssl", "the server gives no TLS"),
        ("ssl error", "the server's certificate is of no authority that is trusted here"),
    )
    return next((cause for sign, cause in causes if sign in said), "")


def _try(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            version = int((connection.dialect.server_version_info or (0,))[0])
            encoding = connection.exec_driver_sql("show server_encoding").scalar()
    except DBAPIError as error:
        if unproved := _unproved(error.orig, engine.url.host):
            raise WarehouseUnavailable(
                f"The warehouse at {engine.url.host} did not prove who it is: {unproved}.",
                "Name the authority's certificate in CYP_DATABASE_URL: ?sslmode=verify-full&sslrootcert=/path/ca.crt",
            ) from None
        raise WarehouseUnavailable(
            f"The warehouse cannot be reached at {engine.url.host}:{engine.url.port or 5432} "
            f"({type(error.orig).__name__}).",
            "Check CYP_DATABASE_URL, or unset it to use the embedded database.",
        ) from None
    if version < OLDEST_SERVER:
        raise WarehouseUnavailable(f"The warehouse is Postgres {version}.", f"It needs {OLDEST_SERVER} or newer.")
    if encoding != "UTF8":
        raise WarehouseUnavailable(f"The database's encoding is {encoding}.", "Make it with: encoding 'UTF8'.")
