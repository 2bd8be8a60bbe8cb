"""Retention: what has been kept for as long as its rule says is taken out of the landing store, core and held rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from flows.steps.context import RunContext
from flows.steps.erase import Place, alone_in_landing
from flows.steps.land import stored
from flows.steps.officers import officer_name
from flows.warehouse import removals
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.errors import Refused
from transforms.retention import is_past, keep_of

FILES, CORE, HELD = "landed files", "deliveries in core", "deliveries with held rows"


@dataclass(frozen=True)
class Retained:
    """What was removed, or would be, by place."""

    places: tuple[Place, ...]
    removal_id: int | None = None


def retain(run: RunContext, by: str, reason: str, *, dry_run: bool = False) -> Retained:
    """Remove a council's files and rows that are past their time on the day of the run, in an officer's name.

    ``dry_run`` only counts. Publications stay, and so do the ledger's counts of what was received. Raises Refused for a
    person who is no officer, without a reason and while a run goes on.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("Nothing is removed without a reason.", "Say which schedule or decision: --reason TEXT")
    with run.engine.connect() as connection:
        before = _past(run, connection)
    if dry_run or not any(before.values()):
        return Retained(tuple(Place(place, 0, len(past)) for place, past in before.items()))
    with alone_in_landing(run):
        return _remove(run, name, reason, before)


def _remove(run: RunContext, name: str, reason: str, past: dict[str, list[Any]]) -> Retained:
    with transaction(run.engine) as connection:
        removal_id = removals.add_removal(connection, run.council.slug, "retention", name, reason)
    for sha256 in past[FILES]:
        with transaction(run.engine) as connection:
            removals.add_file(connection, removal_id, run.council.slug, sha256, {"": 0}, "")
        # After its record: ended in between, the next removal finds it there still.
        stored(run.settings.landing, sha256).unlink(missing_ok=True)
    with transaction(run.engine) as connection:
        removals.empty_batches(connection, past[CORE])
        connection.execute(statement("held_rows_forget"), {"batches": past[HELD]})
    return Retained(_proved(run, removal_id, past), removal_id)


def _proved(run: RunContext, removal_id: int, before: dict[str, list[Any]]) -> tuple[Place, ...]:
    """Look again, and record what was removed and what is left."""
    with transaction(run.engine) as connection:
        left = _past(run, connection)
        places = tuple(Place(name, len(past) - len(left[name]), len(left[name])) for name, past in before.items())
        for place in places:
            removals.add_proof(connection, removal_id, place.name, place.removed, place.left_over)
    return places


def _past(run: RunContext, connection: Connection) -> dict[str, list[Any]]:
    """What is past its time: hashes of landed files, and numbers of batches with rows in core and with held rows."""
    rows = connection.execute(statement("retention_of_council"), {"council": run.council.slug}).all()
    keeps = {row.batch_id: keep_of(row.extract, run.council.retention) for row in rows}

    def past(years: str) -> list[Row]:
        """Rows of deliveries that were kept for as many years as a setting of their rule says."""
        return [row for row in rows if is_past(row.data_to, getattr(keeps[row.batch_id], years), run.day)]

    return {
        FILES: _files_of_no_other(run, rows, past("landing_years")),
        CORE: sorted({row.batch_id for row in past("core_years") if row.emptied_at is None}),
        HELD: sorted({row.batch_id for row in past("held_years") if row.holds_rows}),
    }


def _files_of_no_other(run: RunContext, rows: Sequence[Row], past: Sequence[Row]) -> list[str]:
    """Files that lie in the landing store and belong to no delivery that is still within its time."""
    gone = {row.batch_id for row in past}
    needed = {row.sha256 for row in rows if row.batch_id not in gone}
    of_past = {row.sha256 for row in past if row.sha256} - needed
    return sorted(sha256 for sha256 in of_past if stored(run.settings.landing, sha256).is_file())
