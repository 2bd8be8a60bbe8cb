"""Test databases in memory, where the machine offers it: each is eight hundred new files, and there are hundreds."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path

import psycopg
from psycopg import sql

from flows.settings import Settings
from flows.warehouse import account, embedded

_MEMORY = Path("/dev/shm")
_NAME = "cyp-tests-"
_ENOUGH = 2 * 1024**3  # bytes; a container often has 64 MB of it


@contextmanager
def databases_in_memory(settings: Settings) -> Iterator[None]:
    """Prefect's database, and each that is made from now on, lie in memory; the server and its log of writes do not."""
    _remove_left()
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ENOUGH:
        yield
        return
    folder = _MEMORY / f"{_NAME}{getpid()}"
    folder.mkdir(mode=0o700)
    try:
        account.give(folder)
        with psycopg.connect(embedded.ensure(settings).conninfo("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("create tablespace memory location {}").format(sql.Literal(str(folder))))
            for name in ("template1", embedded.PREFECT_DATABASE):  # others are copies of the first
                connection.execute(sql.SQL("alter database {} set tablespace memory").format(sql.Identifier(name)))
        yield
    finally:
        shutil.rmtree(folder)


def _remove_left() -> None:
    """What a run of tests that was killed left behind."""
    for folder in _MEMORY.glob(f"{_NAME}*"):
        if not Path("/proc", folder.name.removeprefix(_NAME)).exists():
            shutil.rmtree(folder, ignore_errors=True)
