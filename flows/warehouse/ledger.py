"""The ledger: runs, and the steps that ended in them. A step's row is written in the transaction of its data."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row

from flows.warehouse.engine import redacted, transaction
from flows.warehouse.hold import held
from flows.warehouse.patience import as_one_step
from flows.warehouse.statements import statement
from transforms.errors import CypError, DataRejected, Refused

DEPLOYMENT = "deployment"
CRASHED = "crashed"
CANCELLED = "cancelled"


@dataclass(frozen=True)
class LeftRun:
    """A run whose process is gone. ``flow_run`` is its identifier in Prefect, empty when it has none of its own."""

    run_id: int
    council: str
    quarter: str
    command: str
    started_at: datetime
    flow_run: str


@contextmanager
def recorded_run(
    engine: Engine, council: str, quarter: str, command: str, code_version: str, flow_run: str = ""
) -> Iterator[int]:
    """Record a run for as long as the block lasts, and how it ended: done, rejected, failed or cancelled.

    Gives its number. The run's lock is held on a connection of its own, which the database ends with the process: so
    whoever asks can tell a run that goes on from one that was killed.
    """
    parameters = {
        "council": council,
        "quarter": quarter,
        "command": command,
        "code_version": code_version,
        "flow_run": flow_run,
    }
    with redacted():
        holder, run_id = _begun(engine, parameters)
    with held(engine, holder, run_id):
        outcome, message = CANCELLED, ""  # what ends it and is no error is a person or the machine asking it to stop
        try:
            yield run_id
            outcome = "done"
        except CypError as error:
            outcome, message = "rejected" if isinstance(error, DataRejected) else "failed", error.message
            raise
        except Exception:
            outcome = "failed"
            raise
        finally:
            _finish(engine, run_id, outcome, message)


def _begun(engine: Engine, parameters: dict[str, str]) -> tuple[Connection, int]:
    """The number of a new run, and a connection that holds its lock."""
    holder = engine.connect()
    try:
        holder.detach()  # closed at the end instead of lent to others with the lock on it
        with holder.begin():
            run_id = holder.execute(statement("run_start"), parameters).scalar_one()
            holder.execute(statement("run_hold"), {"run_id": run_id})
    except BaseException:
        holder.close()
        raise
    return holder, run_id


def _finish(engine: Engine, run_id: int, outcome: str, message: str) -> None:
    """Close a run. With patience where its work is done; where it failed, perhaps for want of the database, at once."""

    def close() -> None:
        with transaction(engine) as connection:
            finish_run(connection, run_id, outcome, message)

    if outcome in ("done", "rejected"):
        as_one_step(close)
    else:
        close()


def finish_run(connection: Connection, run_id: int, outcome: str, message: str = "") -> bool:
    """Close a run: done, rejected, failed, cancelled, nothing or crashed. False when it was closed before.

    ``message``: what ended it early, in our own words.
    """
    parameters = {"run_id": run_id, "outcome": outcome, "message": message}
    return connection.execute(statement("run_finish"), parameters).rowcount == 1


def require_open(connection: Connection, run_id: int | None) -> None:
    """Let nothing be committed under a run that was closed; nor is it closed before this transaction has ended.

    A worker on another machine hears of no signal, so this is how it learns that the run was asked to stop. None is for
    work that is recorded under no run. Raises CypError.
    """
    if run_id is not None and not connection.execute(statement("run_open"), {"run_id": run_id}).scalar_one():
        raise CypError(f"Run {run_id} was ended before this was brought in.", "Run it again.")


def name_flow_run(connection: Connection, run_id: int, flow_run: str) -> None:
    """Remember which flow run of Prefect a run is shown as."""
    connection.execute(statement("run_flow"), {"run_id": run_id, "flow_run": flow_run})


def runs_left(connection: Connection, council: str) -> tuple[LeftRun, ...]:
    """Runs of a council that did not finish and whose process is gone, oldest first."""
    return tuple(LeftRun(*run[:-1]) for run in _unfinished(connection, council) if not run.goes_on)


def require_no_run(connection: Connection, council: str, because: str) -> None:
    """Raises Refused while a run of the council goes on, which ``because`` says why it must not."""
    going = next((run for run in _unfinished(connection, council) if run.goes_on), None)
    if going is not None:
        raise Refused(
            f"Run {going.run_id} of {going.quarter} goes on, {because}.", "Give the command again when it has ended."
        )


def _unfinished(connection: Connection, council: str) -> Sequence[Row]:
    return connection.execute(statement("run_unfinished"), {"council": council}).all()


def record_step(
    connection: Connection,
    *,
    council: str,
    step: str,
    fingerprint: str,
    outcome: str,
    run_id: int | None = None,
    quarter: str = "",
    extract: str = "",
    supplier: str = "",
    covers: str = "",
    message: str = "",
    batch_id: int | None = None,
    publication_id: int | None = None,
) -> None:
    """Add a step to the ledger. A step that is there as done already stays as it was first recorded."""
    connection.execute(
        statement("step_record"),
        {
            "run_id": run_id,
            "council": council,
            "quarter": quarter,
            "extract": extract,
            "supplier": supplier,
            "covers": covers,
            "step": step,
            "fingerprint": fingerprint,
            "outcome": outcome,
            "message": message,
            "batch_id": batch_id,
            "publication_id": publication_id,
        },
    )
