"""The ledger: runs, and the steps that ended in them. A step's row is written in the transaction of its data."""

from sqlalchemy import Connection

from flows.warehouse.statements import statement


def start_run(connection: Connection, council: str, quarter: str, command: str, code_version: str) -> int:
    """Open a run. Returns its number."""
    parameters = {"council": council, "quarter": quarter, "command": command, "code_version": code_version}
    return connection.execute(statement("run_start"), parameters).scalar_one()


def finish_run(connection: Connection, run_id: int, outcome: str) -> None:
    """Close a run: done, rejected, failed or nothing."""
    connection.execute(statement("run_finish"), {"run_id": run_id, "outcome": outcome})


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
