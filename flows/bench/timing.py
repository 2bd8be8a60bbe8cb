"""The time that the benches measure, and the memory.

Of this process's processor where one thing is measured, so that what else the machine does counts less; by the clock,
in a process of its own, where things are compared that use several cores or another process.
"""

import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Result = TypeVar("Result")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measured(Generic[Result]):
    """What a call gave, by the clock and by the processor, and the most memory that its process held, in MB."""

    result: Result
    seconds: float
    processor: float
    peak_mb: int


def measured_apart(work: Callable[..., Result], *given: object) -> Measured[Result]:
    """Call a function of a module in a fresh process, where nothing is imported yet, and measure it there."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(measured, work, *given).result()


def measured(work: Callable[..., Result], *given: object) -> Measured[Result]:
    """Call a function in this process, with whatever is imported already, and measure it."""
    started, processor = time.perf_counter(), time.process_time()
    result = work(*given)
    return Measured(result, time.perf_counter() - started, time.process_time() - processor, _peak_mb())


def _peak_mb() -> int:
    """The most memory that this process held. Not what a program held that it was before, which ``getrusage`` adds."""
    if _STATUS.is_file():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def processor_seconds(run: Callable[[], object]) -> float:
    """Processor time of one call, in seconds, never nought."""
    gc.collect()
    started = time.process_time()
    run()
    return max(time.process_time() - started, 1e-6)
