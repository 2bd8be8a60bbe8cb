"""The Prefect server that runs are recorded on: one named by PREFECT_API_URL, or a local one of our own.

The local server keeps its data in the embedded Postgres, listens on the loopback address only, starts when something
needs it and stays until ``cyp server stop``. This module does not import Prefect: a command can ask about the server,
and set Prefect's environment, before paying for that import.
"""

import base64
import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import click

from expectations.runner import prepare
from flows.cores import processes_for
from flows.ready import begin_importing, end_importing
from flows.settings import Settings, child_environment, get_settings
from flows.steps import Step
from flows.warehouse.engine import prefect_database_url
from flows.warehouse.passwords import write_private
from transforms.errors import CypError, UsageError
from transforms.quarters import Quarter

_HOST = "127.0.0.1"
_PREFERRED_PORT = 4200
_START_DEADLINE = 120.0
_STOP_DEADLINE = 15.0
_ATTEMPTS = 2  # a second one when another program took the port in between

# A forgotten Popen warns when it is collected; the server is meant to outlive the command that started it.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class ServerRecord:
    """What is remembered of the server last started. ``made_for`` tells another database or Prefect version."""

    port: int
    made_for: str


@dataclass(frozen=True)
class ServerStatus:
    """Whether a Prefect server can be used. ``ours`` is False for one named by PREFECT_API_URL."""

    running: bool
    ours: bool
    api_url: str
    pid: int | None = None
    log: Path | None = None

    @property
    def address(self) -> str:
        """Where a person reads the flow runs in a browser."""
        return self.api_url.removesuffix("/api")


def run_quarter(
    council_folder: str,
    quarter: str,
    run_id: int | None,
    extracts: tuple[str, ...] = (),
    from_step: Step | None = None,
    verbose: bool = False,
    deliveries: int = 0,
) -> None:
    """Run the flow of a quarter in this process, recorded on a Prefect server; what it did is in the ledger.

    ``deliveries``: about how many there are to bring in, so that processes for them are made ready in time.

    Raises UsageError for a quarter that is none, before anything starts; and the flow's own error, which for supplies
    that failed (DataRejected, SourceUnavailable) comes after the draft and its report were made without them.
    """
    Quarter.parse(quarter)
    settings = get_settings()
    use_environment(prefect_environment(settings, "", verbose))
    try:
        # While the server starts, which takes a core longer than all imports.
        are_beside = processes_for(deliveries, settings) > 1
        if are_beside:
            begin_importing()
        checks_here = deliveries > 0 and not are_beside and not settings.dask_address
        threading.Thread(target=_import_all, args=(checks_here,), daemon=True).start()
        address = ensure_server(settings)
        from flows.quarterly import to_its_end, use_server  # noqa: PLC0415 - it imports Prefect

        use_environment(prefect_environment(settings, address, verbose))
        use_server()
        to_its_end(str(Path(council_folder).resolve()), quarter, run_id, extracts, from_step)
    finally:
        end_importing()


def _import_all(with_checks: bool) -> None:
    """One after the other: what Prefect and Great Expectations both import is never imported by two at once."""
    import flows.quarterly  # noqa: F401, PLC0415 - Prefect reads its settings when it is imported

    if with_checks:
        prepare()


def ensure_server(settings: Settings, say: Callable[[str], None] | None = None) -> str:
    """Address of the API of a Prefect server that answers, which is started if need be.

    ``say`` is told when there will be a wait, and where the flow runs are to be seen. Raises UsageError when the
    server of PREFECT_API_URL does not answer, and CypError when the local one cannot be started.
    """
    if settings.prefect_api_url:
        return _answering(settings.prefect_api_url)
    folder = _folder(settings)
    with _exclusively(folder / "start.lock"):
        database_url = prefect_database_url(settings)
        made_for = _made_for(database_url)
        record = _read_record(folder)
        if record and _is_alive(folder):
            if record.made_for == made_for and _becomes_ready(folder, record.port):
                return _api_url(record.port)
            _end(folder)
        tell = say or _say
        tell(_wait_notice(folder))
        url = _api_url(_start(folder, database_url, made_for, record))
        tell(f"flow runs are shown at {url.removesuffix('/api')} until `cyp server stop`")
        return url


def stop_server(settings: Settings) -> bool:
    """Stop the local server. False when none was running. One named by PREFECT_API_URL is never stopped."""
    folder = _folder(settings)
    if not _is_alive(folder):
        return False
    _end(folder)
    return True


def server_status(settings: Settings) -> ServerStatus:
    """What ``cyp server status`` shows. Starts nothing."""
    if settings.prefect_api_url:
        return ServerStatus(_ready(settings.prefect_api_url), False, settings.prefect_api_url)
    folder = _folder(settings)
    record = _read_record(folder)
    if record is None or not _is_alive(folder):
        return ServerStatus(False, True, "", log=_log(folder))
    url = _api_url(record.port)
    return ServerStatus(_ready(url), True, url, _pid(folder), _log(folder))


def prefect_environment(settings: Settings, api_url: str, verbose: bool = False) -> dict[str, str]:
    """Prefect's settings for this process and those it starts, as environment variables. No server where none is named.

    Nothing is sent to Prefect's makers, no hidden private server is started when ours is missing, and Prefect's own
    words stay off the terminal (they are in its interface) unless ``verbose``.
    """
    environment = {
        **({"PREFECT_API_URL": api_url} if api_url else {}),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",  # so that a run whose machine is gone is noticed in three minutes
        "DO_NOT_TRACK": "1",
    }
    if not verbose:
        # Every failure reaches the person once, as the command's own message; Prefect would add two tracebacks.
        environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    return environment if settings.prefect_api_url else {**environment, **_of_local_server(settings)}


def use_environment(environment: dict[str, str]) -> None:
    """Put Prefect's settings into this process. Must come before the first import of Prefect."""
    os.environ.update(environment)  # noqa: TID251 - Prefect takes its settings from nowhere else


def _of_local_server(settings: Settings) -> dict[str, str]:
    home = _home(_folder(settings))
    without_proxy = ",".join(filter(None, [child_environment().get("NO_PROXY", ""), _HOST, "localhost"]))
    return {
        # A person's own Prefect profile must not turn our runs to another server.
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        # Behind a council's web proxy the loopback address would be asked of the proxy.
        "NO_PROXY": without_proxy,
        "no_proxy": without_proxy,
    }


def _of_server_process(settings_home: Path, database_url: str, port: int) -> dict[str, str]:
    address = f"http://{_HOST}:{port}"
    return {
        "PREFECT_HOME": str(settings_home),
        "PREFECT_PROFILES_PATH": str(settings_home / "profiles.toml"),
        "PREFECT_API_URL": f"{address}/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database_url,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # Other web pages in the same browser may not call the server.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"{address},http://localhost:{port}",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        # Without one, Prefect keeps the key beside what it locks, in its database.
        "PREFECT_SERVER_ENCRYPTION_KEY": _encryption_key(settings_home),
        "PREFECT_LOGGING_COLORS": "false",
        "DO_NOT_TRACK": "1",
    }


def _encryption_key(settings_home: Path) -> str:
    """The key by which the local server locks secrets in its database, kept in a file that its owner alone can read."""
    file = settings_home / "encryption_key"
    if not file.is_file():
        write_private(file, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return file.read_text(encoding="utf-8")


def _start(folder: Path, database_url: str, made_for: str, last: ServerRecord | None) -> int:
    """Start the server and wait until it answers; gives its port."""
    for attempt in range(_ATTEMPTS):
        wanted = (last.port if last else _PREFERRED_PORT) if attempt == 0 else 0
        port = _free_port(wanted)
        _write_record(folder, ServerRecord(port, made_for))
        _launch(folder, database_url, port)
        if _becomes_ready(folder, port):
            return port
        if _is_alive(folder):
            _end(folder)
            break
    raise CypError(
        f"The local Prefect server did not start within {_START_DEADLINE:.0f} seconds.",
        f"Its log, {_log(folder)}, says why. Then run the command again.",
    )


def _launch(folder: Path, database_url: str, port: int) -> None:
    home = _home(folder)
    home.mkdir(exist_ok=True)
    (folder / "server.pid").unlink(missing_ok=True)
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", _HOST, "--port", str(port)]
    # The server holds this lock for as long as it lives, and has written its own process number once it holds it:
    # so we never end another program that was given the number of a server long gone.
    with (folder / "server.lock").open("w") as alive, _log(folder).open("wb") as log:
        fcntl.flock(alive, fcntl.LOCK_EX)
        process = subprocess.Popen(
            ["/bin/sh", "-c", 'echo "$$" > "$0" && exec "$@"', str(folder / "server.pid"), *server],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=home,
            env=child_environment(**_of_server_process(home, database_url, port)),
            pass_fds=[alive.fileno()],
            start_new_session=True,
        )
    _started.append(process)


def _becomes_ready(folder: Path, port: int) -> bool:
    deadline = time.monotonic() + _START_DEADLINE
    while time.monotonic() < deadline and _is_alive(folder):
        if _ready(_api_url(port)) and _is_ours(folder, port):
            return True
        time.sleep(0.2)
    return False


def _end(folder: Path) -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        pid = _pid(folder)
        if pid and _is_alive(folder):
            os.kill(pid, ending)
        deadline = time.monotonic() + _STOP_DEADLINE
        while _is_alive(folder) and time.monotonic() < deadline:
            time.sleep(0.1)
    _reap()


def _reap() -> None:
    for process in _started:
        process.poll()


def _is_alive(folder: Path) -> bool:
    """Whether the server's process lives: only it can hold the lock."""
    try:
        with (folder / "server.lock").open("r") as alive:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _ready(api_url: str) -> bool:
    """Whether the server answers and reaches its own database."""
    return _asked(api_url, "ready") is not None


def _is_ours(folder: Path, port: int) -> bool:
    """Whether the server that answers is the one of this folder.

    Of two people's that were started at the same moment on the same port, one is about to end.
    """
    settings = json.loads(_asked(_api_url(port), "admin/settings") or b"{}")
    return settings.get("home") == str(_home(folder))


def _asked(api_url: str, path: str) -> bytes | None:
    """What the server answers; None when it does not answer well."""
    authority = child_environment().get("PREFECT_API_SSL_CERT_FILE")
    proved = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=authority))
    opener = urllib.request.build_opener(proved, *([urllib.request.ProxyHandler({})] if _HOST in api_url else []))
    try:
        with opener.open(f"{api_url.rstrip('/')}/{path}", timeout=5) as answer:
            return answer.read() if answer.status == 200 else None
    except (OSError, ValueError, urllib.error.URLError):
        return None


def _answering(api_url: str) -> str:
    if not _ready(api_url):
        raise UsageError(
            "The Prefect server that PREFECT_API_URL names does not answer.",
            "Start it, correct the address, or unset PREFECT_API_URL to use a local server.",
        )
    return api_url


def _pid(folder: Path) -> int | None:
    try:
        return int((folder / "server.pid").read_text())
    except (FileNotFoundError, ValueError):
        return None


def _free_port(wanted: int) -> int:
    """``wanted`` when nobody listens there, else any free port."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise CypError("No free port was found for the local Prefect server.", "End a program that listens on one.")


def _folder(settings: Settings) -> Path:
    folder = settings.home.resolve() / "prefect"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _home(folder: Path) -> Path:
    return folder / "home"


def _log(folder: Path) -> Path:
    return folder / "server.log"


def _api_url(port: int) -> str:
    return f"http://{_HOST}:{port}/api"


def _made_for(database_url: str) -> str:
    return hashlib.sha256(f"{database_url} prefect {version('prefect')}".encode()).hexdigest()


def _read_record(folder: Path) -> ServerRecord | None:
    try:
        return ServerRecord(**json.loads((folder / "server.json").read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write_record(folder: Path, record: ServerRecord) -> None:
    fresh = folder / "server.json.new"
    fresh.write_text(json.dumps(asdict(record)))
    fresh.replace(folder / "server.json")


@contextmanager
def _exclusively(lock: Path) -> Iterator[None]:
    """Only one process at a time starts the server; the others wait and then find it."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _wait_notice(folder: Path) -> str:
    first = not (folder / "server.json").exists()
    return f"starting the Prefect server ({'first time takes about 20' if first else 'takes about 10'} s)"


def _say(text: str) -> None:
    click.echo(text, err=True)
