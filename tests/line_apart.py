"""The line in a process of its own, which may be killed. It is forked from one that has done the imports."""

import multiprocessing
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from flows.settings import Settings
from tests.councils import QUARTER

_PATIENCE = 280.0  # seconds
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.line_warm"])


def run_apart(settings: Settings, council: Path, failpoint: str = "", quarter: str = QUARTER) -> int | None:
    """How a process ended that took the council's quarter through the line, or up to a point at which it is killed."""
    process = begin_apart(settings, council, failpoint, quarter)
    process.join(timeout=_PATIENCE)
    if process.is_alive():
        process.kill()
        raise AssertionError("The process neither ended nor was it killed.")
    return process.exitcode


def begin_apart(settings: Settings, council: Path, failpoint: str = "", quarter: str = QUARTER) -> ForkServerProcess:
    """Such a process, begun."""
    from tests.line_process import run_line

    assert settings.database_url is not None
    environment = {
        "CYP_DATABASE_URL": settings.database_url.get_secret_value(),
        "CYP_HOME": str(settings.home),
        "CYP_FAILPOINT": failpoint,
    }
    process = _PROCESSES.Process(target=run_line, args=(str(council), quarter, environment))
    process.start()
    return process
