"""The life of a publication: numbered without gaps, frozen, issued, superseded or withdrawn, and told of.

Three pointers per council and quarter say which counts: the newest, the one frozen last, and the issued one. A draft
made after a freeze leaves the frozen one as it is. Everything runs in the caller's transaction.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, Row

from flows.warehouse.statements import statement
from transforms.council_types import Council

DRAFT, FROZEN, ISSUED = "draft", "frozen", "issued"
PUBLISHED_EVENT = "cyp.quarter.published"


def lock_quarter(connection: Connection, council: str, quarter: str) -> None:
    """Wait for any other run that is publishing the same quarter; held until the transaction ends."""
    connection.execute(statement("lock"), {"name": f"publish {council} {quarter}"})


def newest(connection: Connection, council: str, quarter: str) -> Row | None:
    """The newest publication of a quarter, whatever its status; None when there is none, or it was withdrawn."""
    return _pointed(connection, council, quarter, DRAFT)


def frozen(connection: Connection, council: str, quarter: str) -> Row | None:
    """The publication that waits to be issued; None when nobody has chosen one since the last issue."""
    chosen = _pointed(connection, council, quarter, FROZEN)
    return chosen if chosen is not None and chosen.status == FROZEN else None


def issued(connection: Connection, council: str, quarter: str) -> Row | None:
    """The publication that is the council's word for a quarter; None before the first issue, or after a withdrawal."""
    return _pointed(connection, council, quarter, ISSUED)


def last_issued(connection: Connection, council: str, quarter: str) -> Row | None:
    """What was issued last for a quarter, even if it was withdrawn since; None before the first issue."""
    parameters = {"council": council, "quarter": quarter}
    return connection.execute(statement("publication_last_issued"), parameters).one_or_none()


def one(connection: Connection, council: str, publication_id: int) -> Row | None:
    """A publication of a council by its number, whatever its status; None when the council has none of that number."""
    parameters = {"council": council, "publication_id": publication_id}
    return connection.execute(statement("publication_one"), parameters).one_or_none()


def compared_with(connection: Connection, council: str, publication_id: int) -> Row | None:
    """The publication that a reader of this one holds beside it; None where there is none.

    For a draft it is the frozen one, or else the issued one: what would move. For a frozen one it is the issued one:
    what would be restated. What was issued keeps its own record of what moved.
    """
    found = one(connection, council, publication_id)
    if found is None or found.status not in (DRAFT, FROZEN):
        return None
    chosen = frozen(connection, council, found.quarter) if found.status == DRAFT else None
    return chosen or issued(connection, council, found.quarter)


def report_before(connection: Connection, publication_id: int) -> int | None:
    """The number of the last report of an earlier quarter, which this publication's ratings are compared with."""
    return connection.execute(statement("report_before"), {"publication_id": publication_id}).scalar_one_or_none()


def _pointed(connection: Connection, council: str, quarter: str, kind: str) -> Row | None:
    parameters = {"council": council, "quarter": quarter, "kind": kind}
    return connection.execute(statement("publication_pointed"), parameters).one_or_none()


def add(connection: Connection, council: Council, quarter: str, mark: str, code_version: str) -> int:
    """A new draft with the next number. Drafts of the quarter before it are superseded; a frozen one stays."""
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


def add_revisions(connection: Connection, publication_id: int) -> None:
    """Beside each value that the publication marks as revised, what had been issued; after its values are in."""
    connection.execute(statement("revision_publish"), {"publication_id": publication_id})


def add_inputs(connection: Connection, publication_id: int, inputs: Mapping[str, str]) -> None:
    """What a publication was made with beside deliveries, by name and SHA-256."""
    rows = [{"publication_id": publication_id, "name": name, "sha256": sha256} for name, sha256 in inputs.items()]
    connection.execute(statement("publication_input_add"), rows)


def point_draft(connection: Connection, council: str, quarter: str, publication_id: int) -> None:
    """Make a publication the newest of its quarter, and tell of it."""
    _point(connection, council, quarter, DRAFT, publication_id)
    tell(connection, council, quarter, publication_id, DRAFT)


def freeze(connection: Connection, council: str, quarter: str, publication_id: int, by: str) -> None:
    """A named person chose this draft for the report; one that was frozen before it is superseded."""
    connection.execute(statement("publication_supersede_frozen"), {"council": council, "quarter": quarter})
    connection.execute(statement("publication_freeze"), {"publication_id": publication_id, "by": by})
    _point(connection, council, quarter, FROZEN, publication_id)
    tell(connection, council, quarter, publication_id, FROZEN)


def issue(connection: Connection, council: str, quarter: str, publication_id: int, by: str) -> None:
    """A named person made this publication the council's word; the one before it is superseded."""
    connection.execute(statement("publication_supersede_issued"), {"council": council, "quarter": quarter})
    connection.execute(statement("publication_issue"), {"publication_id": publication_id, "by": by})
    _point(connection, council, quarter, ISSUED, publication_id)
    tell(connection, council, quarter, publication_id, ISSUED)


def withdraw(connection: Connection, publication_id: int) -> None:
    """Take a publication back: its quarter has none in its place until another is frozen or issued, or gone back to.

    Nothing is told of it: there is no report to make.
    """
    connection.execute(statement("publication_withdraw"), {"publication_id": publication_id})


def issued_earlier(connection: Connection, council: str, quarter: str) -> Row | None:
    """What was the council's word before the last one, and was not withdrawn; None where there is no such."""
    parameters = {"council": council, "quarter": quarter}
    return connection.execute(statement("publication_issued_earlier"), parameters).one_or_none()


def go_back(connection: Connection, council: str, quarter: str, publication_id: int) -> None:
    """Make one that was issued before the council's word again. The decision must be recorded in this transaction.

    Nothing is told of it: its reports were made when it was issued.
    """
    connection.execute(statement("publication_go_back"), {"publication_id": publication_id})
    _point(connection, council, quarter, ISSUED, publication_id)


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
