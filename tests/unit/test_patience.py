"""Patience with the warehouse: what passes is tried again, within bounds; what does not is told at once."""

import psycopg
import pytest
from psycopg import errors

from flows.warehouse import patience
from flows.warehouse.patience import as_one_step
from transforms.errors import CypError, DiskFull, WarehouseInterrupted, WarehouseUnavailable

TRIES = 3


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0,) * (TRIES - 1))


@pytest.mark.parametrize(
    ("error", "tries", "told_as"),
    [
        (errors.SerializationFailure(), TRIES, WarehouseInterrupted),
        (errors.DeadlockDetected(), TRIES, WarehouseInterrupted),
        (errors.LockNotAvailable(), TRIES, WarehouseInterrupted),
        (errors.AdminShutdown(), TRIES, WarehouseInterrupted),
        (errors.CrashShutdown(), TRIES, WarehouseInterrupted),
        (errors.CannotConnectNow(), TRIES, WarehouseInterrupted),
        (errors.ConnectionFailure(), TRIES, WarehouseInterrupted),
        (errors.TooManyConnections(), TRIES, WarehouseInterrupted),
        (psycopg.OperationalError("consuming input failed"), TRIES, WarehouseInterrupted),
        (errors.DiskFull(), 1, DiskFull),
        (errors.OutOfMemory(), 1, WarehouseUnavailable),
        (errors.QueryCanceled(), 1, CypError),
        (errors.UniqueViolation(), 1, CypError),
        (errors.InsufficientPrivilege(), 1, CypError),
        (CypError("our own"), 1, CypError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_a_step_is_done_again_only_for_what_passes(error: Exception, tries: int, told_as: type[CypError]) -> None:
    done = 0

    def work() -> None:
        nonlocal done
        done += 1
        raise error

    with pytest.raises(told_as) as raised:
        as_one_step(work)
    assert (type(raised.value), done) == (told_as, tries)


def test_a_step_that_goes_well_the_second_time_is_done() -> None:
    ways = iter([errors.DeadlockDetected(), None])

    def work() -> str:
        if error := next(ways):
            raise error
        return "done"

    assert as_one_step(work) == "done"
