"""A Superset server of our own: installed once, with its records in a folder, and stopped when it is done with."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_HERE = Path(__file__).parent
_PATIENCE = 300.0  # seconds; it takes twenty on a free machine
USER = "admin"
_CONFIG = """
SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///{home}/superset.db"
TALISMAN_ENABLED = False  # no certificate on the loopback address
RATELIMIT_ENABLED = False
"""


@dataclass(frozen=True)
class Superset:
    """A running server and the password of its only user."""

    address: str
    password: str = field(repr=False)


@contextmanager
def running(home: Path) -> Iterator[Superset]:
    """A server on the loopback address whose records lie in ``home``, installed and set up if it is not."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    program = _installed(home)
    password = _set_up(home, program)
    port = _free_port()
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--with-threads"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=_environment(home), cwd=home, stdout=log, stderr=log)
    try:
        superset = Superset(f"http://127.0.0.1:{port}", password)
        _wait_for(superset, server, home)
        yield superset
    finally:
        server.terminate()
        server.wait(timeout=30)


def _installed(home: Path) -> Path:
    """Superset's program, from an environment of its own (800 MB)."""
    program = home / "venv" / "bin" / "superset"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
        pip = [str(home / "venv" / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(_HERE / "requirements.txt")], check=True)
    return program


def _set_up(home: Path, program: Path) -> str:
    """Superset's settings, tables, roles and user; gives the user's password."""
    kept = home / "password"
    if kept.exists():
        return kept.read_text().strip()
    settings = _CONFIG.format(key=secrets.token_hex(32), home=home)
    _write_private(home / "superset_config.py", settings)
    password = secrets.token_hex(16)
    user = ["--username", USER, "--firstname", "A", "--lastname", "Person", "--email", "person@example.org"]
    for command in (["db", "upgrade"], ["fab", "create-admin", *user, "--password", password], ["init"]):
        with (home / "setup.log").open("a") as log:
            subprocess.run([str(program), *command], env=_environment(home), check=True, stdout=log, stderr=log)
    _write_private(kept, password)
    return password


def _write_private(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)


def _environment(home: Path) -> dict[str, str]:
    """All that Superset is told; nothing of the environment of the person who starts it."""
    return {
        "PATH": f"{home / 'venv' / 'bin'}:{os.defpath}",
        "HOME": str(home),
        "FLASK_APP": "superset",
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(home / "superset_config.py"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(superset: Superset, server: subprocess.Popen, home: Path) -> None:
    for _ in range(int(_PATIENCE)):
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{superset.address}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise SystemExit(f"Superset did not start. Its log: {home / 'server.log'}")
