"""The key by which a council's people have their pseudonyms, and a named officer's word that it is another now."""

from sqlalchemy import Connection, Row

from flows.schedule import day_in_england
from flows.steps.context import RunContext
from flows.steps.officers import officer_name
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import require_open
from flows.warehouse.statements import statement
from transforms.errors import Refused, UsageError
from transforms.sentences import day_text


def require_same_key(run: RunContext) -> None:
    """The key must be that of all that was loaded before; the first one is taken down.

    Raises Refused for another: its pseudonyms would link to none of those that are there; CypError once the run is
    closed.
    """
    with transaction(run.engine) as connection:
        used = _locked(run, connection)
        require_open(connection, run.run_id)
        if used is None:
            _add(run, connection, "", "")
        elif used.key_id != run.key_id:
            raise Refused(
                f"The pseudonymisation key is not the one by which {run.council.name}'s people were loaded since "
                f"{day_text(day_in_england(used.since))}. Nothing was loaded.",
                "Check CYP_KEY_FILE. Where the key was replaced on purpose: cyp key replace --by NAME --reason TEXT",
            )


def key_in_use(run: RunContext) -> Row | None:
    """Which key is in use, since when and why; None before anything was loaded."""
    with run.engine.connect() as connection:
        return connection.execute(statement("key_in_use"), {"council": run.council.slug}).one_or_none()


def replace_key(run: RunContext, by: str, reason: str) -> None:
    """The key that is set now comes into use, in an officer's name. Everything is loaded anew by the runs that follow.

    Raises Refused for a person who is no officer and without a reason, UsageError where the key is no other.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("A key is not replaced without a reason.", "Say why: --reason TEXT")
    with transaction(run.engine) as connection:
        used = _locked(run, connection)
        if used is not None and used.key_id == run.key_id:
            raise UsageError("The key that is set is the one in use.", "Point CYP_KEY_FILE to the new one first.")
        _add(run, connection, name, reason)


def _locked(run: RunContext, connection: Connection) -> Row | None:
    """The key in use, while no other run can bring in one."""
    connection.execute(statement("lock"), {"name": f"key {run.council.slug}"})
    return connection.execute(statement("key_in_use"), {"council": run.council.slug}).one_or_none()


def _add(run: RunContext, connection: Connection, by: str, reason: str) -> None:
    added = {"council": run.council.slug, "key_id": run.key_id, "by_name": by, "reason": reason}
    connection.execute(statement("key_add"), added)
