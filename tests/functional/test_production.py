"""The processes of docker-compose.yml, started with their own environment and secrets, on this machine itself.

What only containers have (networks, limits, read-only file systems) is held by reading the file, in tests/contract.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.settings import Settings
from flows.warehouse import embedded
from tests.contract.test_compose import DOCKERFILE, ROOT, SERVICES, image_variables, secret_targets
from tests.councils import small_council

pytestmark = [pytest.mark.production, pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(900)]
PATIENCE = 240.0
QUARTER = "2025-26-Q1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """Starts services of the compose file, each with its image's, its own and its secrets' variables."""

    def __init__(self, place: Path, server: embedded.Server) -> None:
        self.place, self.server = place, server
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        self.here = {
            "prefect-server:4200": f"127.0.0.1:{(pages := free_port())}",
            "postgres:5432": f"{server.host}:{server.port}",
            "4200": str(pages),
            "8080": str(free_port()),
            "0.0.0.0": "127.0.0.1",
            "/var/lib/cyp": str(place / "home"),
            "/var/lib/postgresql/dumps": str(place / "dumps"),
            "/backups-volume/dumps": str(place / "dumps"),
            "/home/cyp": str(place / "account"),
            "/council": str(place / "council"),
        }

    def put_here(self, text: str, service: str) -> str:
        """A text of the compose file with the places and addresses of this machine."""
        for theirs, ours in self.here.items():
            text = text.replace(theirs, ours)
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
        return text.replace("/run/secrets", str(self.secrets(service)))

    def secrets(self, service: str) -> Path:
        folder = self.place / "run" / service
        if not folder.is_dir():
            folder.mkdir(parents=True)
            given = SERVICES[service].get("secrets", [])
            named = {each: each for each in given if isinstance(each, str)} | secret_targets(SERVICES[service])
            for target, source in named.items():
                (folder / target).write_bytes((self.place / "secrets" / source).read_bytes())
        return folder

    def environment(self, service: str) -> dict[str, str]:
        own = {name: self.put_here(str(value), service) for name, value in SERVICES[service]["environment"].items()}
        if service == "prefect-server":
            own |= {
                "PREFECT_SERVER_DATABASE_HOST": self.server.host,
                "PREFECT_SERVER_DATABASE_PORT": str(self.server.port),
            }
        if "PREFECT_RUNNER_SERVER_HOST" in own:
            own["PREFECT_RUNNER_SERVER_PORT"] = self.here["8080"]  # that of the image is taken here, perhaps
        if "PGHOST" in own:
            own |= {"PGHOST": self.server.host, "PGPORT": str(self.server.port)}
        image = {name: self.put_here(value, service) for name, value in image_variables().items()}
        programs = f"{Path(sys.executable).parent}:{embedded.packaged_binary('psql').parent}:{os.environ['PATH']}"
        home = {
            "HOME": str(self.place / "account"),
            "PATH": programs,
            "PYTHONPATH": f"{os.environ.get('PYTHONPATH', '')}:{ROOT}",
            "CYP_SETTLE_SECONDS": "0",
        }
        return image | home | own

    def start(self, service: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a service's command, or another one, by the entry point of its image."""
        given = command or SERVICES[service].get("command", ())
        words = [self.put_here(word, service) for word in given]
        if words[0] == "cyp":
            words = [sys.executable, "-c", "from flows.cli import main; main()", *words[1:]]
        script = (ROOT / "docker/entrypoint.sh").read_text().replace("/run/secrets", str(self.secrets(service)))
        log = (self.place / f"{service}.log").open("ab")
        process = subprocess.Popen(
            ["sh", "-c", script, "entrypoint", *words],
            env=self.environment(service),
            cwd=self.place,
            stdout=subprocess.PIPE if command else log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        return process

    def runs(self, service: str, *command: str) -> tuple[int, str]:
        """Run a command to its end."""
        printed, _ = self.start(service, *command).communicate(timeout=PATIENCE)
        return -1 if printed is None else 0, (printed or b"").decode()

    def becomes_well(self, service: str) -> None:
        """Wait for the service's own health check."""
        check = [self.put_here(word, service) for word in SERVICES[service]["healthcheck"]["test"][1:]]
        check[0] = sys.executable if check[0] == "python" else check[0]
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(check, env=self.environment(service), capture_output=True, check=False).returncode:
            assert self.started[service].poll() is None, (self.place / f"{service}.log").read_text()[-3000:]
            assert time.monotonic() < deadline, (self.place / f"{service}.log").read_text()[-3000:]
            time.sleep(1)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Settings]:
    """A server of this test's own, in place of the one that tests share."""
    settings = Settings(home=tmp_path / "database", postgres_sync=False)
    yield settings
    embedded.stop(settings)
    shutil.rmtree(settings.postgres_dir, ignore_errors=True)


@pytest.fixture
def machine(cluster: Settings, tmp_path: Path) -> Iterator[Machine]:
    server = embedded.ensure(cluster)
    machine = Machine(tmp_path, server)
    (tmp_path / "account").mkdir()
    small_council(tmp_path / "council")
    make_secrets(tmp_path)
    make_databases(tmp_path, server)
    yield machine
    for process in machine.started.values():
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def make_secrets(place: Path) -> None:
    """As docker/secrets.sh makes them, in a folder of this test; the password of Postgres is the server's own."""
    (place / "docker").mkdir()
    (place / "docker/secrets.sh").write_text((ROOT / "docker/secrets.sh").read_text())
    subprocess.run(["sh", str(place / "docker/secrets.sh")], check=True, capture_output=True)


def make_databases(place: Path, server: embedded.Server) -> None:
    """As docker/databases.sh makes them on a new volume, on a server without the databases of the embedded one."""
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
        for name in (embedded.WAREHOUSE_DATABASE, embedded.PREFECT_DATABASE):
            connection.execute(f"drop database if exists {name} with (force)")  # pyright: ignore[reportArgumentType, reportCallIssue]
    secret = place / "secrets/postgres_password"
    secret.chmod(0o600)
    secret.write_text(server.password)
    script = (ROOT / "docker/databases.sh").read_text().replace("/run/secrets", str(place / "secrets"))
    programs = f"{embedded.packaged_binary('psql').parent}:{os.environ['PATH']}"
    environment = {"PATH": programs, "PGHOST": server.host, "PGPORT": str(server.port), "PGPASSWORD": server.password}
    subprocess.run(["sh", "-c", script], env={**environment, "POSTGRES_USER": server.user}, check=True)


def test_the_services_work_together_with_the_environment_of_the_compose_file(machine: Machine) -> None:
    assert machine.start("migrate").wait(PATIENCE) == 0, (machine.place / "migrate.log").read_text()[-3000:]
    kept = Settings(home=machine.place / "home").postgres_dir / "logins.json"
    assert kept.is_file(), "the passwords of BI logins stay in the home"

    machine.started["prefect-server"] = machine.start("prefect-server")
    machine.becomes_well("prefect-server")
    backup = ["sh", str(ROOT / "docker/backup.sh")]
    night = subprocess.run([*backup, "once"], env=machine.environment("backup"), capture_output=True, check=False)
    assert night.returncode == 0, night.stderr
    assert {file.name.partition("-")[0] for file in (machine.place / "dumps").glob("*.dump")} == {"cyp", "prefect"}

    machine.started["worker"] = machine.start("worker")
    machine.becomes_well("worker")
    _, printed = machine.runs("worker", "cyp", "run", QUARTER, "--json")
    ran: dict[str, Any] = json.loads(printed)
    assert (ran["exit_code"], ran["error"]) == (0, None)
    assert Path(ran["report"]).is_relative_to(machine.place / "home/reports")
    _, printed = machine.runs("worker", "cyp", "doctor", "--json")
    found = {each["name"]: each for each in json.loads(printed)}
    assert {name for name, each in found.items() if each["state"] == "wrong"} == set()
    assert found["backups"]["state"] == found["prefect"]["state"] == found["key"]["state"] == "well"

    for service in ("worker", "prefect-server"):
        machine.started[service].send_signal(signal.SIGTERM)
        machine.started[service].wait(60)


def test_the_image_is_the_one_whose_environment_is_taken() -> None:
    assert 'ENTRYPOINT ["/app/docker/entrypoint.sh"]' in DOCKERFILE
