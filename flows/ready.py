"""Processes beside this one that have imported everything when they begin.

A process that is started anew imports for seven seconds of a core before it does anything. On Linux they are forked
from one that imported, once, and does nothing else: no thread, no connection and no setting of a run is in it. Where
forking is not safe (macOS) they are started anew, as everywhere before.
"""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import current_process, forkserver, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from os import _exit
from typing import Any, TypeVar

from transforms.errors import CypError

Result = TypeVar("Result")

_CAN_FORK = sys.platform == "linux"
_IMPORTED = "flows.imported"


def ready_context() -> ForkServerContext | SpawnContext:
    """How ``multiprocessing`` starts processes that are ready at once, or new ones where it cannot."""
    if not _CAN_FORK:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([_IMPORTED])
    return context


def begin_importing() -> None:
    """Start the process that others are forked from, and come back at once: it imports while this one goes on."""
    if _CAN_FORK:
        ready_context()
        forkserver.ensure_running()


def end_importing() -> None:
    """End the process that others are forked from, once these have ended. Nothing where there is none."""
    if _CAN_FORK:
        forkserver._forkserver._stop()  # noqa: SLF001 # pyright: ignore[reportAttributeAccessIssue] - it has no public name


def may_have_processes() -> bool:
    """Whether this process may start others: a worker of a cluster may not."""
    return not current_process().daemon


@contextmanager
def beside(work: Callable[..., Result], *given: object) -> Iterator[Callable[[], Result]]:
    """Call a function of a module in a process beside this one, for as long as the block lasts.

    Gives what waits for its result, or raises its error. At the end of the block the process is gone, whatever it was
    at: so ``work`` may read and compute, and write nothing.
    """
    context = ready_context()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, work, given), daemon=True)
    process.start()
    there.close()
    try:
        yield partial(_answered, here)
    finally:
        process.terminate()
        process.join()
        here.close()


def _answer(there: Connection, work: Callable[..., Any], given: Sequence[object]) -> None:
    end_with_parent()
    try:
        answer = (work(*given), None)
    except Exception as error:  # noqa: BLE001 - it is raised there
        answer = (None, error)
    there.send(answer)


def _answered(here: Connection) -> Any:  # noqa: ANN401 - what the work gives
    try:
        result, error = here.recv()
    except EOFError:
        raise CypError(
            "A process beside this one was ended from outside: perhaps memory ran out.",
            "Run it again: what is done is not done again. With CYP_PROCESSES=1 a run needs the least memory.",
        ) from None
    if error is not None:
        raise error
    return result


def end_with_parent() -> None:
    """End this process when the one that started it is gone: a run that was killed must not go on by halves."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    _exit(1)
