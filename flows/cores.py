"""How many cores this process may use, and by how many processes a run brings deliveries in."""

import os

from flows.settings import Settings

_MOST_PROCESSES = 4
_WORTH_PROCESSES = 30  # deliveries: their checks take about half a second each, imports seven


def cores() -> int:
    """Cores that the operating system lets this process run on; all of them where it does not say."""
    allowed = getattr(os, "sched_getaffinity", None)  # macOS has none
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def processes_for(deliveries: int, settings: Settings) -> int:
    """How many processes bring so many deliveries in: 1 for threads of this one, or where a cluster does it."""
    if settings.dask_address:
        return 1
    by_cores = min(cores(), _MOST_PROCESSES) if deliveries >= _WORTH_PROCESSES else 1
    return settings.processes or by_cores
