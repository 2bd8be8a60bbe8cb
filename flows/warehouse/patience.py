"""Patience with the warehouse: a step that was interrupted is done again, whole, within bounds.

The database restarts, an administrator ends a session, a connection is cut, two transactions stand in each other's way:
all of it passes. What is repeated is the step and never a statement. A step asks the ledger before it does anything, so
that one whose COMMIT was done, and only never confirmed, is found done and is not done twice.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from flows.settings import Settings
from flows.stopping import sleep
from flows.warehouse import embedded
from flows.warehouse.engine import redacted
from transforms.errors import WarehouseInterrupted, WarehouseUnavailable

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)  # seconds between tries: as long as a server takes to come back


def as_one_step(work: Callable[[], T], settings: Settings | None = None) -> T:
    """What ``work`` gives, tried until it is not interrupted or patience has ended.

    ``work`` asks the ledger what is done each time. With ``settings``, an embedded server that went away is started
    again. Raises WarehouseInterrupted of the last try, at once whatever else ``work`` raises, and CypError instead of
    waiting once the run is asked to stop.
    """
    for pause in PAUSES:
        try:
            with redacted():
                return work()
        except WarehouseInterrupted as error:
            logging.getLogger("cyp").warning("%s Trying again in %g s.", error.message, pause)
            sleep(pause)
        _bring_back(settings)
    with redacted():
        return work()


def _bring_back(settings: Settings | None) -> None:
    """The embedded server has nobody else to start it. Where it does not start, the next try will say so."""
    if settings is not None and settings.database_url is None:
        try:
            embedded.ensure(settings)
        except WarehouseUnavailable as error:
            logging.getLogger("cyp").warning("%s", error.message)
