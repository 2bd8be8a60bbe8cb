"""Deliveries brought in by a Dask cluster: over TLS, by two workers of which one is killed, to the same figures."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from distributed import Client, Security
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import TaskRun
from sqlalchemy import Engine

from flows.council import read_council
from flows.dask_cluster import cluster_runner
from flows.orchestration import run_quarter
from flows.settings import Settings, child_environment, get_settings
from flows.steps.context import RunContext
from flows.steps.quarter import ingest_supply, plan_quarter, publish_draft
from tests.served import (
    PATIENCE,
    QUARTER,
    WAITING,
    begin_run,
    count,
    rows,
    slug_of,
    staged,
    staging_waits,
    wait_until,
)
from transforms.errors import UsageError
from transforms.quarters import Quarter

KILLED = -9
STOPPED = 130
FIGURES = """
    select indicator_id, quarter, school_urn, breakdown, item, numerator, denominator
    from mart.indicator_values order by 1, 2, 3, 4, 5
"""
FINDINGS = """
    select batch.extract, batch.supplier, table_name, rule_id, rows_failed
    from audit.finding join audit.batch using (batch_id) where status = 'current' order by 1, 2, 3, 4
"""
CURRENT = "select extract, supplier, rows_loaded, rows_held from audit.batch where status = 'current' order by 1, 2"


def settings(address: str, **files: Path) -> Settings:
    return Settings(dask_address=address).model_copy(update=files)


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("tcp://10.0.0.7:8786", "another machine without TLS"),
        ("dask.council.example:8786", "another machine without TLS"),
        ("tls://10.0.0.7:8786", "certificates are missing"),
    ],
)
def test_what_would_cross_a_network_is_encrypted(address: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        cluster_runner(settings(address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_a_cluster_on_this_machine_needs_no_certificates(address: str) -> None:
    assert not cluster_runner(settings(address)).client_kwargs["security"].require_encryption


def test_certificates_are_handed_to_dask(tmp_path: Path) -> None:
    files = {f"dask_{name}_file": tmp_path / name for name in ("ca", "cert", "key")}
    security = cluster_runner(settings("tls://dask.council.example:8786", **files)).client_kwargs["security"]
    assert security.require_encryption
    told = security.get_tls_config_for_role("client")
    assert (told["ca_file"], told["cert"], told["key"]) == tuple(str(file) for file in files.values())


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, Path]:
    """A certificate that signed itself, with its key."""
    made = Security.temporary()
    files = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    for name, text in files.items():
        (tmp_path / f"{name}.pem").write_text(str(text), encoding="ascii")
    return {name: tmp_path / f"{name}.pem" for name in files}


@pytest.fixture
def cluster_process(
    machine: dict[str, str], certificates: dict[str, Path], tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a scheduler or a worker of a cluster, a process of its own; ends it after the test."""
    tls = [word for name, file in certificates.items() for word in (f"--tls-{name}{_OF_FILE[name]}", str(file))]
    started: list[subprocess.Popen[bytes]] = []

    def start(program: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        with (tmp_path / f"{program}-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{program}", *words, *tls],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=tmp_path,
                env=child_environment(PYTHONPATH=str(Path(__file__).parents[2]), **environment),
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


_OF_FILE = {"ca": "-file", "cert": "", "key": ""}


@pytest.fixture
def without_a_cluster(
    small_council: Path, copied_warehouse: Callable[[Path], AbstractContextManager[Settings]], tmp_path: Path
) -> Iterator[Engine]:
    """A warehouse into which this process alone brought the same council."""
    with copied_warehouse(tmp_path / "alone") as alone:
        run = RunContext(alone, small_council, read_council(small_council), Quarter.parse(QUARTER))
        for supply in plan_quarter(run).to_do:
            ingest_supply(run, supply.extract, supply.supplier)
        publish_draft(run)
        yield run.engine
        run.engine.dispose()


@pytest.fixture
def workers(
    certificates: dict[str, Path],
    cluster_process: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., list[subprocess.Popen[bytes]]]:
    """Starts a scheduler and a worker for each environment, and has runs use them."""

    def start(*environments: dict[str, str]) -> list[subprocess.Popen[bytes]]:
        scheduler_file = tmp_path / "scheduler.json"
        to_scheduler = ("--scheduler-file", str(scheduler_file))
        here = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        cluster_process("scheduler", "--protocol", "tls", *here, *to_scheduler)
        of_worker = ("--no-nanny", "--nthreads", "1", "--no-dashboard", *to_scheduler)
        started = [cluster_process("worker", *of_worker, **environment) for environment in environments]
        monkeypatch.setenv("CYP_DASK_ADDRESS", wait_for_workers(scheduler_file, certificates, len(started)))
        for name, file in certificates.items():
            monkeypatch.setenv(f"CYP_DASK_{name.upper()}_FILE", str(file))
        get_settings.cache_clear()
        return started

    return start


@pytest.mark.prefect
@pytest.mark.slow
@pytest.mark.usefixtures("prefect")
def test_a_killed_worker_changes_no_figure(
    small_council: Path,
    ledger: Engine,
    without_a_cluster: Engine,
    workers: Callable[..., list[subprocess.Popen[bytes]]],
) -> None:
    killed, _ = workers({"CYP_FAILPOINT": "stage.before-commit"}, {})
    run_quarter(str(small_council), QUARTER, None)

    assert killed.wait(timeout=PATIENCE) == KILLED
    assert [each[0] for each in rows(ledger, CURRENT)] == ["attendance_register", "attendance_register", "ssda903"]
    for query in (CURRENT, FINDINGS, FIGURES):
        found = rows(ledger, query)
        assert found == rows(without_a_cluster, query)
        assert found, query


@pytest.mark.prefect
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_comes_of_a_workers_delivery_once_the_run_is_cancelled(
    small_council: Path,
    prefect: SyncPrefectClient,
    ledger: Engine,
    workers: Callable[..., list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    [worker] = workers({})
    with staging_waits(ledger, small_council):
        run = begin_run(small_council, tmp_path / "said")
        wait_until(lambda: count(ledger, WAITING) == 1)
        run.terminate()
        assert run.wait(timeout=PATIENCE) == STOPPED
        assert rows(ledger, "select command, outcome from audit.run") == [("run", "cancelled")]
    wait_until(
        lambda: {"Failed", "Completed"} & {task.state_name for task in tasks_of(prefect, small_council)} != set()
    )
    assert worker.poll() is None, "it is there for the next run"
    assert staged(ledger) == {}
    assert rows(ledger, CURRENT) == []

    run_quarter(str(small_council), QUARTER, None)
    assert staged(ledger) == {"attendance_register": 2, "ssda903": 1}


def tasks_of(prefect: SyncPrefectClient, council: Path) -> list[TaskRun]:
    named = FlowRunFilter(tags=FlowRunFilterTags(all_=[slug_of(council)]))
    return prefect.read_task_runs(flow_run_filter=named)


def wait_for_workers(scheduler_file: Path, certificates: dict[str, Path], number: int) -> str:
    """Address of the scheduler, once so many workers are there."""
    files = {"tls_ca_file": "ca", "tls_client_cert": "cert", "tls_client_key": "key"}
    security = Security(**{name: str(certificates[of]) for name, of in files.items()}, require_encryption=True)
    with Client(scheduler_file=str(scheduler_file), security=security, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=PATIENCE)
        return client.scheduler_info()["address"]
