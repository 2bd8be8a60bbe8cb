"""One Prefect server for the tests of flows, on the embedded database that all tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestration import ensure_server, prefect_environment, stop_server
from flows.settings import Settings, get_settings

SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"


@pytest.fixture(scope="session")
def prefect_server(cluster: Settings) -> Iterator[str]:
    """Address of the API of a real Prefect server."""
    try:
        yield ensure_server(cluster)
    finally:
        stop_server(cluster)


@pytest.fixture
def machine(
    prefect_server: str, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """The environment of a machine with an empty warehouse and the Prefect server; this process has it too."""
    from prefect.context import refresh_global_settings_context
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    from flows.steps.context import RunContext, warehouse

    assert warehouse_settings.database_url is not None
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
    RunContext.open(SAMPLE, "2025-26-Q1").engine.dispose()
    warehouse.cache_clear()
    monkeypatch.undo()
    get_settings.cache_clear()
    refresh_global_settings_context()


@pytest.fixture
def small_council(tmp_path: Path) -> Path:
    """The sample council with the files of three suppliers only: looked-after children, and two schools this summer."""
    folder = tmp_path / "merebridge"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("extracts"))
    for supply in ("ssda903/case-system", "attendance_register/900001", "attendance_register/900010"):
        delivery = f"extracts/{supply}/2025-06-30"
        shutil.copytree(SAMPLE / delivery, folder / delivery)
    return folder
