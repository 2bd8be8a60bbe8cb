"""Batches: a delivery's rows as one version of its slice, with its findings and held rows, all in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection

from flows.warehouse.statements import statement
from flows.warehouse.tables import copy_frame, copy_rows

CURRENT, REJECTED, TO_DO = "current", "rejected", "to do"


@dataclass(frozen=True)
class Outcome:
    """What the ledger says of a delivery as it stands: current or rejected (with the batch and why), or to do."""

    state: str
    batch_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class BatchKey:
    """Which slice a batch is of, and what exactly it is."""

    council: str
    extract: str
    supplier: str
    covers: str
    data_to: date
    taken_on: date
    batch_hash: str
    fingerprint: str
    run_id: int | None


@dataclass(frozen=True)
class FileRecord:
    """A landed file of a batch: which table it is, and how many rows it held."""

    table_name: str
    sha256: str
    file_name: str
    rows_received: int


@dataclass(frozen=True)
class FindingRecord:
    """A finding as it is kept: a rule, how many rows, where the first is; never a value."""

    table_name: str
    rule_id: str
    severity: str
    columns: str
    rows_failed: int
    first_row: int | None
    file_name: str
    message: str
    fix: str
    counted_in: str = "line"
    rows_released: int = 0


@dataclass(frozen=True)
class Totals:
    """Control totals: received = loaded + held + duplicates. ``released``: of those loaded, by an officer's release."""

    received: int = 0
    loaded: int = 0
    held: int = 0
    duplicates: int = 0
    released: int = 0


def outcome_of(connection: Connection, key: BatchKey) -> Outcome:
    """What became of a delivery with this fingerprint. One that another has superseded is to do again."""
    row = connection.execute(statement("batch_outcome"), _slice_of(key)).one_or_none()
    if row is None or row.status not in (CURRENT, REJECTED):
        return Outcome(TO_DO)
    return Outcome(row.status, row.batch_id, row.reason or "")


def lock_slice(connection: Connection, council: str, extract: str, supplier: str) -> None:
    """Wait for any other run that is staging the same supply; held until the transaction ends."""
    connection.execute(statement("lock"), {"name": f"stage {council} {extract} {supplier}"})


def restore(connection: Connection, key: BatchKey) -> int | None:
    """Make a superseded batch with the same fingerprint current again; None when there is none."""
    batch_id = connection.execute(statement("batch_superseded"), _slice_of(key)).scalar_one_or_none()
    if batch_id is not None:
        connection.execute(statement("batch_supersede"), _slice_of(key))
        connection.execute(statement("batch_restore"), {"batch_id": batch_id})
    return batch_id


def affirm(connection: Connection, batch_ids: Iterable[int]) -> None:
    """These batches count, though a delivery after one of them was rejected: the file before was put back."""
    connection.execute(statement("batch_affirm"), {"batches": list(batch_ids)})


def add(connection: Connection, key: BatchKey, status: str, totals: Totals, files: Iterable[FileRecord]) -> int:
    """Add a batch as the newest version of its slice. A current one supersedes the one before."""
    if status == CURRENT:
        connection.execute(statement("batch_supersede"), _slice_of(key))
    parameters = {**vars(key), **vars(totals), "status": status}
    batch_id = connection.execute(statement("batch_add"), parameters).scalar_one()
    rows = [(batch_id, f.table_name, f.sha256, f.file_name, f.rows_received) for f in files]
    columns = ("batch_id", "table_name", "sha256", "file_name", "rows_received")
    copy_rows(connection, "audit.batch_file", columns, rows)
    return batch_id


def add_findings(connection: Connection, batch_id: int, findings: Iterable[FindingRecord]) -> None:
    """Keep the findings of a batch."""
    columns = (
        "batch_id",
        "table_name",
        "rule_id",
        "severity",
        "columns",
        "rows_failed",
        "first_row",
        "file_name",
        "message",
        "fix",
        "counted_in",
        "rows_released",
    )
    rows = [(batch_id, *vars(finding).values()) for finding in findings]
    copy_rows(connection, "audit.finding", columns, rows)


def add_held_rows(
    connection: Connection,
    batch_id: int,
    table_name: str,
    file_name: str,
    held: pd.Series,
    released_at: datetime | None = None,
) -> None:
    """Keep where held rows are, or released ones: line number and rules. Their values stay in the landed file."""
    frame = pd.DataFrame(
        {
            "batch_id": batch_id,
            "table_name": table_name,
            "file_name": file_name,
            "row_number": held.index,
            "rule_ids": held.to_numpy(),
            "released_at": pd.Series(released_at, index=range(len(held)), dtype="datetime64[us, UTC]"),
        }
    )
    copy_frame(connection, "audit.held_row", frame)


def add_rows(connection: Connection, batch_id: int, frames: Mapping[str, pd.DataFrame]) -> None:
    """Load the staged rows of a batch, by core table."""
    for table, frame in frames.items():
        copy_frame(connection, table, frame.assign(batch_id=batch_id))


def _slice_of(key: BatchKey) -> dict[str, str]:
    return {
        "council": key.council,
        "extract": key.extract,
        "supplier": key.supplier,
        "covers": key.covers,
        "fingerprint": key.fingerprint,
    }
