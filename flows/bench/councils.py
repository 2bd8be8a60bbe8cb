"""Many councils that share one installation: the same work by one worker of a Dask cluster, and by several.

A worker is a process that was started before, as it is on a cluster. Each is handed names: a council folder, an
extract and a supplier, then a council whose figures are due.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from distributed import Client, Future, LocalCluster

from expectations.runner import prepare
from flows.bench.authority import make_authority
from flows.bench.yardsticks import own_server, run_of
from flows.steps.quarter import ingest_supply, plan_quarter, publish_draft


@dataclass(frozen=True)
class Shared:
    """So many councils worked by so many workers. ``ratio`` is the time of one worker over theirs."""

    councils: int
    workers: int
    seconds: float
    ratio: float


def bench_councils(councils: int, rows: int, workers: tuple[int, ...] = (1, 2)) -> list[Shared]:
    """Bring in and publish councils of so many marks each, by each number of workers in turn."""
    seconds = []
    with tempfile.TemporaryDirectory(prefix="cyp-bench-") as place, own_server(Path(place) / "home") as settings:
        for number in workers:
            slugs = [f"council-{number}-{each}" for each in range(councils)]
            folders = [make_authority(Path(place) / slug, rows, slug).folder for slug in slugs]
            with (
                LocalCluster(n_workers=number, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
                Client(cluster) as client,
            ):
                client.run(prepare)
                started = time.perf_counter()
                client.gather([_submitted(client, settings.home, folder) for folder in folders])
                seconds.append(time.perf_counter() - started)
    return [Shared(councils, number, taken, seconds[0] / taken) for number, taken in zip(workers, seconds, strict=True)]


def _submitted(client: Client, home: Path, folder: Path) -> Future:
    supplies = [(supply.extract, supply.supplier) for supply in plan_quarter(run_of(home, folder)).to_do]
    brought = [client.submit(_ingest, home, folder, *supply, pure=False) for supply in supplies]
    return client.submit(_publish, home, folder, brought, pure=False)


def _ingest(home: Path, folder: Path, extract: str, supplier: str) -> int:
    return ingest_supply(run_of(home, folder), extract, supplier).staged


def _publish(home: Path, folder: Path, brought: list[int]) -> int:
    """Publish once all that was to bring in is there. Gives how many deliveries that were."""
    publish_draft(run_of(home, folder))
    return sum(brought)
