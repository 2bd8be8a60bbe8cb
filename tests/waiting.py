"""Waiting for what another process or thread does."""

import time
from collections.abc import Callable


def wait_until(happened: Callable[[], bool], patience: float = 60.0, pause: float = 0.05) -> None:
    """Come back when it has happened. Fails after so many seconds."""
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(pause)
