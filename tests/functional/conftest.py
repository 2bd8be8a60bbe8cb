"""One Prefect server for the tests of flows, on the embedded database that all tests share."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import Engine

from flows.orchestration import ensure_server, prefect_environment, stop_server
from flows.settings import Settings, get_settings
from flows.steps.context import RunContext
from flows.warehouse import embedded
from flows.warehouse.engine import make_engine

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

Served = subprocess.Popen[bytes]

_GOES_ON = pytest.StashKey[bool]()  # whether the next test needs the Prefect server as well
_NUMBERS = itertools.count(1)
SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"


@pytest.fixture(scope="session")
def connections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """File that names every other machine to which processes that tests start turn, the Prefect server among them."""
    file = tmp_path_factory.mktemp("connections") / "turned_to"
    file.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEST_CONNECTIONS", str(file))
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "outbound"), prepend=os.pathsep)
        yield file


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    item.stash[_GOES_ON] = nextitem is not None and nextitem.get_closest_marker("prefect") is not None


@pytest.fixture(scope="session")
def _no_server_is_left(cluster: Settings) -> Iterator[None]:
    yield
    stop_server(cluster)


@pytest.fixture
def prefect_server(
    request: pytest.FixtureRequest, cluster: Settings, connections: Path, _no_server_is_left: None
) -> Iterator[str]:
    """Address of the API of a real Prefect server, which goes on for as long as tests need it.

    A server without work takes a thirtieth of a core, which thousands of other tests would go without.
    """
    yield ensure_server(cluster)
    if not request.node.stash[_GOES_ON]:
        stop_server(cluster)


@pytest.fixture
def machine(
    prefect_server: str, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """The environment of a machine with an empty warehouse and the Prefect server; this process has it too."""
    from prefect.context import refresh_global_settings_context
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    from flows.steps import context

    engines: list[Engine] = []

    def noted(settings: Settings) -> Engine:
        engines.append(make_engine(settings))
        return engines[-1]

    assert warehouse_settings.database_url is not None
    monkeypatch.setattr(context, "make_engine", noted)  # a test may change settings, and so have several
    environment = prefect_environment(Settings(home=tmp_path / "prefect"), prefect_server) | {
        "CYP_HOME": str(warehouse_settings.home),
        "CYP_DATABASE_URL": warehouse_settings.database_url.get_secret_value(),
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    refresh_global_settings_context()
    yield environment
    # Their threads would go on beside the tests that follow: the events' connection draws random numbers for its pings,
    # which spoils Hypothesis, and what is not sent yet would go to a server that is gone.
    EventsWorker.drain_all(timeout=10)
    APILogWorker.drain_all(timeout=10)
    for engine in engines:
        engine.dispose()
    context.warehouse.cache_clear()
    monkeypatch.undo()
    get_settings.cache_clear()
    refresh_global_settings_context()


@pytest.fixture
def small_council(tmp_path: Path) -> Path:
    """The sample council with the files of three suppliers only: looked-after children, and two schools this summer.

    Without what is published of other areas, which takes longest of all and is only read.
    Under a name of its own: the server may still tell of another test's publications, and nobody here may listen.
    """
    folder = tmp_path / "merebridge"
    others = shutil.ignore_patterns("extracts", "returns", "published", "neighbours")
    shutil.copytree(SAMPLE, folder, ignore=others)
    for supply in ("ssda903/case-system", "attendance_register/900001", "attendance_register/900010"):
        delivery = f"extracts/{supply}/2025-06-30"
        shutil.copytree(SAMPLE / delivery, folder / delivery)
    settings = folder / "council.toml"
    named = settings.read_text(encoding="utf-8").replace('slug = "merebridge"', f'slug = "merebridge-{next(_NUMBERS)}"')
    settings.write_text(named, encoding="utf-8")
    return folder


@pytest.fixture
def prefect(machine: dict[str, str]) -> "Iterator[SyncPrefectClient]":
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def ledger(machine: dict[str, str], small_council: Path) -> Engine:
    return RunContext.open(small_council, "2025-26-Q1").engine


@pytest.fixture
def serve(small_council: Path, machine: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts ``cyp serve`` for the small council, with these options; ends it, and what it runs, after the test."""
    started: list[Served] = []

    def start(*options: str) -> Served:
        command = "from flows.cli.server import serve; serve()"
        with (tmp_path / f"serve-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", command, "--council", str(small_council), *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def prefect_database(prefect_server: str, cluster: Settings) -> Iterator[psycopg.Connection]:
    """The database that the Prefect server keeps its records in."""
    with psycopg.connect(embedded.ensure(cluster).conninfo(embedded.PREFECT_DATABASE)) as connection:
        yield connection
