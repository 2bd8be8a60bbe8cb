"""The lock that says that a run's process is alive: held on a connection of its own, which ends with the process.

A connection may be cut, or the server restart, while the run goes on. So it is looked after every few seconds, and the
lock is taken anew: a run that lives must not look like one that was killed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from flows.warehouse.statements import statement
from transforms.errors import CypError

EVERY_SECONDS = 5.0


@contextmanager
def held(engine: Engine, connection: Connection, run_id: int) -> Iterator[None]:
    """Keep the lock of a run, which ``connection`` holds, until the block ends. The connection is closed with it."""
    ended = Event()
    keeper = Thread(target=_keep, args=(engine, connection, run_id, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep(engine: Engine, connection: Connection | None, run_id: int, ended: Event) -> None:
    while not ended.wait(EVERY_SECONDS):
        if connection is None or not _is_alive(connection):
            _close(connection)
            connection = _taken_anew(engine, run_id)
    _close(connection)


def _is_alive(connection: Connection) -> bool:
    try:
        with connection.begin():
            connection.exec_driver_sql("select 1")
    except DBAPIError:
        return False
    return True


def _taken_anew(engine: Engine, run_id: int) -> Connection | None:
    """A new connection with the lock; none while the server is away, or has not noticed that the old one is gone."""
    connection = None
    with suppress(DBAPIError, CypError):
        connection = engine.connect()
        connection.detach()
        with connection.begin():
            if connection.execute(statement("run_hold_again"), {"run_id": run_id}).scalar_one():
                return connection
    _close(connection)
    return None


def _close(connection: Connection | None) -> None:
    if connection is not None:
        with suppress(DBAPIError):
            connection.close()
