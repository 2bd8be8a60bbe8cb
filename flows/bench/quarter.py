"""A whole quarter of a made-up council, cold: every delivery of three years, a register from each school, the report.

The run is the command itself in a fresh process, with the database started and empty, and no Prefect server yet. What
each step took is what the Prefect server recorded of its tasks.
"""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from flows.bench.yardsticks import own_server
from flows.orchestration import server_status, stop_server
from flows.settings import Settings, child_environment
from samples.synth.generate import generate
from transforms.errors import CypError

WITHIN = 120.0
_QUARTER, _SEED = "2025-26-Q1", 14
_COMMAND = "from flows.cli import main; main()"
_CLIENT = "bench"
_PAGE = 200  # task runs that the server tells at once


@dataclass(frozen=True)
class Part:
    """What was done of one kind: how many tasks, and from when to when after the command began, in seconds.

    ``seconds`` are those of its tasks added up: several go on side by side.
    """

    name: str
    tasks: int
    began: float
    ended: float
    seconds: float


@dataclass(frozen=True)
class WholeQuarter:
    """A run from the command to its end, in seconds by the clock and of processor, Postgres and Prefect's left out."""

    pupils: int
    seconds: float
    processor: float
    parts: tuple[Part, ...]

    @property
    def is_within(self) -> bool:
        """Whether the run kept to its limit."""
        return self.seconds <= WITHIN


def bench_quarter(pupils: int) -> WholeQuarter:
    """Make a council of about so many pupils and run its quarter. Raises CypError when the run fails."""
    with tempfile.TemporaryDirectory(prefix="cyp-bench-") as place:
        council = Path(place) / "council"
        generate(council, pupils, _SEED)
        with own_server(Path(place) / "home") as settings:
            try:
                return _measured(settings, council, pupils)
            finally:
                stop_server(settings)


def _measured(settings: Settings, council: Path, pupils: int) -> WholeQuarter:
    before, began, started = _processor(), time.time(), time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", _COMMAND, "run", "--council", str(council), _QUARTER],
        cwd=settings.repository,
        env=child_environment(CYP_HOME=str(settings.home)),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, processor = time.perf_counter() - started, _processor() - before
    if ended.returncode:
        raise CypError(f"The run ended with {ended.returncode}: {(ended.stderr or ended.stdout).strip()[-500:]}")
    return WholeQuarter(pupils, seconds, processor, parts_of(_task_runs(settings), began))


def _processor() -> float:
    """Seconds of processor of every process that was waited for so far: the command and those that it started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _task_runs(settings: Settings) -> list[dict[str, Any]]:
    """Every task run that the Prefect server recorded."""
    found: list[dict[str, Any]] = []
    with httpx.Client(base_url=server_status(settings).api_url, trust_env=False) as server:
        token = server.get("/csrf-token", params={"client": _CLIENT}).raise_for_status().json()["token"]
        signed = {"Prefect-Csrf-Client": _CLIENT, "Prefect-Csrf-Token": token}
        while True:
            asked = {"limit": _PAGE, "offset": len(found), "sort": "ID_DESC"}
            page = server.post("/task_runs/filter", json=asked, headers=signed).raise_for_status().json()
            found += page
            if len(page) < _PAGE:
                return found


def parts_of(task_runs: list[dict[str, Any]], began: float) -> tuple[Part, ...]:
    """Task runs by what they did: deliveries by extract, everything else by the task. In the order of their ends."""
    spans: dict[str, list[tuple[float, float]]] = {}
    for run in task_runs:
        words = run["name"].split()
        name = " ".join(words[:2]) if words[0] in ("ingest", "publish") else words[0]
        start, end = (datetime.fromisoformat(run[when]).timestamp() - began for when in ("start_time", "end_time"))
        spans.setdefault(name, []).append((start, end))
    parts = [
        Part(
            name,
            len(each),
            min(start for start, _ in each),
            max(end for _, end in each),
            sum(end - start for start, end in each),
        )
        for name, each in spans.items()
    ]
    return tuple(sorted(parts, key=lambda part: part.ended))
