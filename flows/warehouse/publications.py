"""The life of a publication: numbered without gaps, frozen, issued, superseded, and told of.

Everything runs in the caller's transaction.
"""

from sqlalchemy import Connection, Row

from flows.warehouse.statements import statement
from transforms.council_types import Council

DRAFT, FROZEN, ISSUED = "draft", "frozen", "issued"
PUBLISHED_EVENT = "cyp.quarter.published"


def lock_quarter(connection: Connection, council: str, quarter: str) -> None:
    """Wait for any other run that is publishing the same quarter; held until the transaction ends."""
    connection.execute(statement("lock"), {"name": f"publish {council} {quarter}"})


def newest(connection: Connection, council: str, quarter: str) -> Row | None:
    """The newest publication of a quarter, whatever its status; None when there is none."""
    return _pointed(connection, council, quarter, DRAFT)


def issued(connection: Connection, council: str, quarter: str) -> Row | None:
    """The publication that is the council's word for a quarter; None before the first issue."""
    return _pointed(connection, council, quarter, ISSUED)


def _pointed(connection: Connection, council: str, quarter: str, kind: str) -> Row | None:
    parameters = {"council": council, "quarter": quarter, "kind": kind}
    return connection.execute(statement("publication_pointed"), parameters).one_or_none()


def add(connection: Connection, council: Council, quarter: str, mark: str, code_version: str) -> int:
    """A new draft with the next number. Drafts of the quarter before it are superseded."""
    publication_id = connection.execute(statement("publication_number")).scalar_one()
    connection.execute(statement("publication_supersede_drafts"), {"council": council.slug, "quarter": quarter})
    parameters = {
        "publication_id": publication_id,
        "council": council.slug,
        "council_name": council.name,
        "quarter": quarter,
        "input_fingerprint": mark,
        "code_version": code_version,
    }
    connection.execute(statement("publication_add"), parameters)
    return publication_id


def point_draft(connection: Connection, council: str, quarter: str, publication_id: int) -> None:
    """Make a publication the newest of its quarter, and tell of it."""
    _point(connection, council, quarter, DRAFT, publication_id)
    tell(connection, council, quarter, publication_id, DRAFT)


def freeze(connection: Connection, council: str, quarter: str, publication_id: int, by: str) -> None:
    """A named person chose this draft for the report."""
    connection.execute(statement("publication_freeze"), {"publication_id": publication_id, "by": by})
    tell(connection, council, quarter, publication_id, FROZEN)


def issue(connection: Connection, council: str, quarter: str, publication_id: int, by: str) -> None:
    """A named person made this publication the council's word; the one before it is superseded."""
    connection.execute(statement("publication_supersede_issued"), {"council": council, "quarter": quarter})
    connection.execute(statement("publication_issue"), {"publication_id": publication_id, "by": by})
    _point(connection, council, quarter, ISSUED, publication_id)
    tell(connection, council, quarter, publication_id, ISSUED)


def tell(connection: Connection, council: str, quarter: str, publication_id: int, status: str) -> None:
    """Leave an event in the outbox, to be sent after the transaction."""
    parameters = {
        "event": PUBLISHED_EVENT,
        "council": council,
        "quarter": quarter,
        "publication_id": publication_id,
        "status": status,
    }
    connection.execute(statement("outbox_add"), parameters)


def _point(connection: Connection, council: str, quarter: str, kind: str, publication_id: int) -> None:
    parameters = {"council": council, "quarter": quarter, "kind": kind, "publication_id": publication_id}
    connection.execute(statement("publication_point"), parameters)
