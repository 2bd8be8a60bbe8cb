"""The local Prefect server: started on need, found again, ended by its owner only, and never mistaken for another."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows import orchestration
from flows.orchestration import (
    ensure_server,
    prefect_environment,
    run_quarter,
    server_status,
    stop_server,
)
from flows.settings import Settings
from transforms.errors import UsageError

FREE_PORT = orchestration._free_port
ELSEWHERE = "http://127.0.0.1:9/api"


@pytest.fixture
def owner(cluster: Settings) -> Iterator[Settings]:
    """Settings of a machine whose Prefect server, if one was started, is stopped afterwards."""
    yield cluster
    stop_server(cluster)


@pytest.mark.prefect
def test_a_server_is_started_once_survives_kill_and_is_stopped_by_its_owner(owner: Settings) -> None:
    with ThreadPoolExecutor(2) as two_commands_at_once:
        first, second = two_commands_at_once.map(lambda _: ensure_server(owner), range(2))
    assert first == second
    running = server_status(owner)
    assert (running.running, running.api_url) == (True, first)

    assert running.pid is not None
    os.kill(running.pid, signal.SIGKILL)
    wait_until_free(first)
    waits: list[str] = []
    assert ensure_server(owner, waits.append) == first
    assert waits[0] == "starting the Prefect server (takes about 10 s)"
    assert running.address in waits[1]

    assert stop_server(owner) is True
    assert server_status(owner).running is False
    assert stop_server(owner) is False


def wait_until_free(api_url: str) -> None:
    """A process that was killed keeps its port for the moment that it takes to end."""
    port = urlsplit(api_url).port or 0
    deadline = time.monotonic() + 10
    while FREE_PORT(port) != port and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_process_number_left_behind_is_not_ended(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    folder = tmp_path / "prefect"
    folder.mkdir()
    (folder / "server.lock").touch()
    (folder / "server.json").write_text('{"port": 4200, "made_for": "another"}')
    (folder / "server.pid").write_text(str(bystander.pid))

    assert server_status(settings).running is False
    assert stop_server(settings) is False
    assert bystander.poll() is None
    bystander.communicate(b"\n")


def test_a_server_that_is_named_is_used_and_never_started_or_stopped() -> None:
    settings = Settings(prefect_api_url=ELSEWHERE)
    with pytest.raises(UsageError, match="does not answer"):
        ensure_server(settings)
    assert stop_server(settings) is False
    assert server_status(settings).ours is False


def test_nothing_is_sent_out_and_no_hidden_server_is_started(tmp_path: Path) -> None:
    environment = prefect_environment(Settings(home=tmp_path), "http://127.0.0.1:4200/api")
    assert environment["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
    assert Path(environment["PREFECT_HOME"]).is_relative_to(tmp_path)
    assert "127.0.0.1" in environment["NO_PROXY"].split(",")


def test_a_named_server_keeps_the_persons_own_prefect_profile() -> None:
    assert "PREFECT_HOME" not in prefect_environment(Settings(prefect_api_url=ELSEWHERE), ELSEWHERE)


def test_every_prefect_setting_that_we_give_is_one_that_prefect_knows(tmp_path: Path) -> None:
    given = prefect_environment(Settings(home=tmp_path), "http://127.0.0.1:4200/api")
    names = sorted(name for name in given if name.startswith("PREFECT_") and "LOGGING_HANDLERS" not in name)
    known = "from prefect.settings.legacy import _get_settings_fields as f; from prefect.settings import Settings; "
    asked = known + f"print(sorted(set({names!r}) - set(f(Settings))))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_quarter_that_is_none_is_refused_before_a_server_is_started() -> None:
    with pytest.raises(UsageError, match="is not a quarter"):
        run_quarter("samples/merebridge", "2025-27-Q1", None)


class AnothersServer(BaseHTTPRequestHandler):
    """Answers as a Prefect server would that somebody else on this machine has started."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"home": "/home/somebody/else"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
        pass


@pytest.mark.prefect
def test_a_server_that_another_person_started_on_the_port_is_left_to_them(
    owner: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_server(owner)
    with ThreadingHTTPServer(("127.0.0.1", 0), AnothersServer) as other, ThreadPoolExecutor(1) as beside:
        beside.submit(other.serve_forever)
        taken = other.server_address[1]
        assert orchestration._free_port(taken) != taken
        # It was free when we looked, and taken when ours began to listen.
        looked = iter([taken])
        monkeypatch.setattr(orchestration, "_free_port", lambda wanted: next(looked, 0) or FREE_PORT(wanted))
        assert f":{taken}/" not in ensure_server(owner)
        other.shutdown()
