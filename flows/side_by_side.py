"""Where tasks run that have nothing to do with one another: in threads, in processes beside this one, on a cluster.

Checking a delivery keeps a core busy, and the threads of a process share one. So a run with much to bring in uses a
process per core, forked from one that has imported everything; a run with little would import longer than that saves.
With CYP_DASK_ADDRESS the very same tasks go to the workers of a Dask cluster, wherever they are.
"""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.synchronize import Event
from typing import Any, Self

from prefect.futures import PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.cores import processes_for
from flows.ready import end_with_parent, ready_context
from flows.settings import Settings
from flows.sources.patience import Host, Peace, hosts_in_peace, leave_in_peace
from flows.stopping import ask_to_stop, stoppable
from transforms.errors import CypError

_THREADS = 4


@contextmanager
def runner_for(deliveries: int, settings: Settings) -> Iterator[TaskRunner[Any]]:
    """What runs the tasks of so many deliveries, from now until the block ends.

    By CYP_DASK_ADDRESS a cluster. Else by CYP_PROCESSES as many processes, 1 for threads of this process, 0 to decide
    by the number of deliveries and of cores. When the block is ended from outside, nothing else is begun.
    """
    with stoppable(), _chosen(deliveries, settings) as runner:
        try:
            yield runner
        except BaseException:
            ask_to_stop()  # before the runner waits for its threads
            raise


def _chosen(deliveries: int, settings: Settings) -> AbstractContextManager[TaskRunner[Any]]:
    if settings.dask_address and deliveries:
        from flows.dask_cluster import cluster_runner  # noqa: PLC0415 - a second that only runs on a cluster need

        return cluster_runner(settings)
    processes = processes_for(deliveries, settings)
    return ThreadPoolTaskRunner(max_workers=_THREADS) if processes == 1 else _processes_beside(processes)


class _ReadyProcesses(ProcessPoolTaskRunner):
    """Prefect's own runner, whose processes have imported everything when they begin."""

    def __enter__(self) -> Self:
        super().__enter__()
        if self._executor is not None:  # it has started nothing yet
            self._executor._mp_context = ready_context()  # noqa: SLF001 - Prefect lets nobody choose
        return self


@contextmanager
def _processes_beside(number: int) -> Iterator[ProcessPoolTaskRunner]:
    """Processes that hear it too when the block is ended from outside, and leave alone whoever refused this one."""
    stopped = ready_context().Event()
    known = stopped, hosts_in_peace()
    with _ReadyProcesses(max_workers=number, initializer=begin_beside, initargs=known) as runner:
        try:
            yield runner
        except BaseException:
            stopped.set()
            raise


def outcome_of(future: PrefectFuture[Any]) -> object:
    """What a task gave, once it has ended, or the error that ended it: one of ours when its process was killed."""
    try:
        return future.result(raise_on_failure=False)
    except BrokenProcessPool:
        return CypError(
            "The process that it was brought in by, or one beside it, was ended from outside: perhaps memory ran out.",
            "Run it again: what is done is not done again. With CYP_PROCESSES=1 a run needs the least memory.",
        )
    except Exception as error:
        if not _is_lost_by_cluster(error):
            raise
        return CypError(
            "The cluster lost every worker that it was given to, or the task itself.",
            "See that workers are there and have enough memory, then run it again: what is done is not done again.",
        )


def _is_lost_by_cluster(error: Exception) -> bool:
    from flows.dask_cluster import LOST  # noqa: PLC0415 - see above

    return isinstance(error, LOST)


def begin_beside(stopped: Event, in_peace: Mapping[Host, Peace]) -> None:
    """In a process beside the run: end with the run, and begin no other delivery once it is asked to stop.

    Hosts that refused the run are left ``in_peace`` here too, so that a wrong password is tried once and not by each.
    """
    end_with_parent()
    leave_in_peace(in_peace)
    threading.Thread(target=_stop_when, args=(stopped,), daemon=True).start()


def _stop_when(stopped: Event) -> None:
    stopped.wait()
    ask_to_stop()
