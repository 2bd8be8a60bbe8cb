"""Events that were written in the same transaction as a publication, to be told to Prefect afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement


@dataclass(frozen=True)
class Published:
    """A publication was made, or got another status. ``event`` is the event's name, ``cyp.quarter.published``."""

    event_id: int
    event: str
    council: str
    quarter: str
    publication_id: int
    status: str


def drain_outbox(engine: Engine, emit: Callable[[Published], None]) -> int:
    """Tell every event that is due, oldest first; gives how many.

    Each is marked only after ``emit`` came back, in a transaction of its own: a crash in between tells it twice, never
    not at all, and two drains at once share the rows. What ``emit`` raises ends the drain; the rest stays due.
    """
    told = 0
    while _tell_one(engine, emit):
        told += 1
    return told


def _tell_one(engine: Engine, emit: Callable[[Published], None]) -> bool:
    with transaction(engine) as connection:
        row = connection.execute(statement("outbox_due")).one_or_none()
        if row is None:
            return False
        published = Published(*row)
        emit(published)
        connection.execute(statement("outbox_emitted"), {"event_id": published.event_id})
        return True
