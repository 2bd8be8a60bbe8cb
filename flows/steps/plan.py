"""What a run would do, and why: the deliveries that there are, against the ledger of what was done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from flows.fingerprints import batch_hash, file_hash, fingerprint, sources_hash
from flows.sources import Delivery, source_of
from flows.steps.context import RunContext
from flows.warehouse import batches
from transforms.council_types import Supply
from transforms.coverage import LOADED, MISSING, REJECTED
from transforms.errors import UsageError
from transforms.extracts import extract_by_id
from transforms.slices import Slice, slice_of

TO_DO, CURRENT = "to do", "current"


@dataclass(frozen=True)
class PlannedDelivery:
    """A delivery, what it speaks for, and whether its batch is to do, current, or was rejected as it stands."""

    delivery: Delivery
    slice: Slice
    hashes: tuple[str, ...]
    fingerprint: str
    state: str
    batch_id: int | None = None
    reason: str = ""

    @property
    def batch_hash(self) -> str:
        return batch_hash(self.hashes)


@dataclass(frozen=True)
class PlannedSupply:
    """One supplier of one extract: its deliveries, and the state of the whole (to do, current, rejected, missing)."""

    supply: Supply
    deliveries: tuple[PlannedDelivery, ...]
    is_missing: bool

    @property
    def extract(self) -> str:
        return self.supply.extract

    @property
    def supplier(self) -> str:
        return self.supply.supplier

    @property
    def state(self) -> str:
        states = {planned.state for planned in self.deliveries}
        for state in (TO_DO, REJECTED):
            if state in states:
                return state
        return MISSING if self.is_missing else CURRENT


@dataclass(frozen=True)
class Plan:
    """Every supply of the council, for one quarter."""

    supplies: tuple[PlannedSupply, ...]

    @property
    def to_do(self) -> tuple[PlannedSupply, ...]:
        return tuple(supply for supply in self.supplies if supply.state == TO_DO)

    @property
    def rejected(self) -> tuple[PlannedDelivery, ...]:
        return tuple(p for supply in self.supplies for p in supply.deliveries if p.state == REJECTED)

    @property
    def loaded_batches(self) -> tuple[int, ...]:
        """Batches that the quarter's figures are computed from."""
        found = (p.batch_id for supply in self.supplies for p in supply.deliveries if p.state == CURRENT)
        return tuple(sorted(batch_id for batch_id in found if batch_id is not None))


def plan_quarter(run: RunContext) -> Plan:
    """Compare every delivery that bears on the quarter with the ledger. Reads; changes nothing."""
    with run.engine.connect() as connection:
        return Plan(tuple(_planned_supply(run, connection, supply) for supply in run.council.supplies))


def plan_supply(run: RunContext, extract: str, supplier: str) -> PlannedSupply:
    """The plan of one supply. Raises UsageError when the council has no such supply."""
    for supply in run.council.supplies:
        if (supply.extract, supply.supplier) == (extract, supplier):
            with run.engine.connect() as connection:
                return _planned_supply(run, connection, supply)
    raise UsageError(f"{run.council.name} has no supply of {extract} from {supplier}.", "See council.toml, [[supply]].")


def _planned_supply(run: RunContext, connection: Connection, supply: Supply) -> PlannedSupply:
    planned = tuple(_planned(run, connection, supply))
    arrived = any(p.delivery.data_to >= run.quarter.start for p in planned)
    return PlannedSupply(supply, planned, is_missing=supply.expected and not arrived)


def _planned(run: RunContext, connection: Connection, supply: Supply) -> Iterator[PlannedDelivery]:
    """A supply's deliveries for slices that began by the quarter's end; of several for one slice, the newest.

    A newer cut of the same slice holds the quarter's rows too, put right since.
    """
    extract = extract_by_id(supply.extract)
    newest: dict[str, tuple[Delivery, Slice]] = {}
    for delivery in source_of(supply).deliveries(run.folder, supply):
        part = slice_of(extract, delivery.data_to, run.council.half_terms)
        if delivery.files and part.first <= run.quarter.end:
            newest[part.covers] = (delivery, part)
    for delivery, part in newest.values():
        yield _against_ledger(run, connection, delivery, part)


def _against_ledger(run: RunContext, connection: Connection, delivery: Delivery, part: Slice) -> PlannedDelivery:
    hashes = tuple(file_hash(file) for file in delivery.files)
    mark = stage_fingerprint(run, delivery, hashes)
    planned = PlannedDelivery(delivery, part, hashes, mark, TO_DO)
    known = batches.outcome_of(connection, batch_key(run, planned))
    return replace(planned, state=known.state, batch_id=known.batch_id, reason=known.reason)


def batch_key(run: RunContext, planned: PlannedDelivery) -> batches.BatchKey:
    """Which slice the delivery's batch is of, and what exactly it is."""
    delivery = planned.delivery
    return batches.BatchKey(
        council=run.council.slug,
        extract=delivery.extract,
        supplier=delivery.supplier,
        covers=planned.slice.covers,
        data_to=delivery.data_to,
        taken_on=delivery.taken_on,
        batch_hash=planned.batch_hash,
        fingerprint=planned.fingerprint,
        run_id=run.run_id,
    )


def stage_fingerprint(run: RunContext, delivery: Delivery, hashes: tuple[str, ...]) -> str:
    """What a batch's rows depend on: its bytes and dates, the code, the council's dates, schools and words, the key."""
    words = [(w.table, w.column, w.given, w.means) for w in run.council.words if w.extract == delivery.extract]
    return fingerprint(
        batch_hash(hashes),
        str(delivery.data_to),
        str(delivery.taken_on),
        sources_hash(run.settings.repository),
        repr(run.council.half_terms),
        repr(sorted(school.urn for school in run.council.schools)),
        run.council.la_code,
        repr(sorted(words)),
        run.key_id,
    )


__all__ = [
    "CURRENT",
    "LOADED",
    "MISSING",
    "REJECTED",
    "TO_DO",
    "Plan",
    "PlannedDelivery",
    "PlannedSupply",
    "plan_quarter",
]
