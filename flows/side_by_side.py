"""Where tasks run that have nothing to do with one another: in threads of this process, or in processes beside it.

Checking a delivery keeps a core busy, and the threads of a process share one. So a run with much to bring in uses a
process per core; a run with little would wait longer for them to start than they save.
"""

import os
import threading
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import Any

from prefect.futures import PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from transforms.errors import CypError

_THREADS = 4
_MOST_PROCESSES = 4
_WORTH_PROCESSES = 30  # deliveries: their checks take about half a second each, a process five seconds to start


@contextmanager
def runner_for(deliveries: int, processes: int) -> Iterator[TaskRunner[Any]]:
    """What runs the tasks of so many deliveries, from now until the block ends.

    ``processes``: as many, 1 for threads of this process, 0 to decide by the number of deliveries and of cores.
    """
    chosen = processes or (_cores() if deliveries >= _WORTH_PROCESSES else 1)
    runner: Any = (
        ThreadPoolTaskRunner(max_workers=_THREADS)
        if chosen == 1
        else ProcessPoolTaskRunner(max_workers=chosen, initializer=end_with_parent)
    )
    with runner:
        yield runner


def outcome_of(future: PrefectFuture[Any]) -> object:
    """What a task gave, once it has ended, or the error that ended it: one of ours when its process was killed."""
    try:
        return future.result(raise_on_failure=False)
    except BrokenProcessPool:
        return CypError(
            "The process that it was brought in by, or one beside it, was ended from outside: perhaps memory ran out.",
            "Run it again: what is done is not done again. With CYP_PROCESSES=1 a run needs the least memory.",
        )


def end_with_parent() -> None:
    """End this process when the one that started it is gone: a run that was killed must not go on by halves."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)
