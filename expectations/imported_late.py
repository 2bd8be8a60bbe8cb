"""Libraries that Great Expectations imports for expectations which we do not have: they wait until somebody uses them.

They are a quarter of the time that importing it takes, which every command that checks and every process of a run would
wait for. (importlib's own LazyLoader loads a package when it is imported a second time, as these are.)
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_FOR_OTHER_EXPECTATIONS = ("altair", "scipy.stats")  # charts of distributions, and tests of them


class _Waiting(ModuleType):
    """Stands where a library would, and imports it when something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def wait_with_what_is_not_needed() -> None:
    """Must come before the first import of Great Expectations. A library that is imported already stays as it is."""
    for name in _FOR_OTHER_EXPECTATIONS:
        spec = find_spec(name) if name not in sys.modules else None
        if spec is not None:
            sys.modules[name] = waiting = _Waiting(name)
            waiting.__file__ = spec.origin  # whoever looks through all modules for it need not wake the library
