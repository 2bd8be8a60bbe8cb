"""Everything that a process beside a run may need, imported by the one that such processes are forked from."""

import gc

from expectations.runner import prepare
from flows import quarterly

prepare()
gc.freeze()  # looking for garbage among what was imported would copy its memory into each process

__all__ = ["quarterly"]
