"""A run that is asked to stop, as those hear of it that no signal reaches: the threads and processes it works by.

What is being brought in is finished; nothing else is begun, and nobody waits any longer for what may come back.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from transforms.errors import CypError

_ASKED = threading.Event()


@contextmanager
def stoppable() -> Iterator[None]:
    """For as long as the block lasts, this process may be asked to stop."""
    _ASKED.clear()
    try:
        yield
    finally:
        _ASKED.clear()


def ask_to_stop() -> None:
    """Let what this process is bringing in be the last."""
    _ASKED.set()


def require_going_on() -> None:
    """Raises CypError once the run is asked to stop."""
    sleep(0)


def sleep(seconds: float) -> None:
    """Wait. Raises CypError once the run is asked to stop."""
    if _ASKED.wait(seconds):
        raise CypError("The run was asked to stop before this was brought in.", "Run it again.")
