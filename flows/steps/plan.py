"""What a run would do, and why: the deliveries that there are, against the ledger of what was done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection

from flows.fingerprints import batch_hash, file_hash, fingerprint, sources_hash
from flows.postcodes import postcodes_hash
from flows.sources import Delivery, SourceFile, source_of
from flows.steps.context import RunContext
from flows.warehouse import batches, waivers
from flows.warehouse.fetched import Fetched, fetched
from flows.warehouse.removals import emptied
from transforms.council_types import Supply
from transforms.coverage import LOADED, MISSING, REJECTED
from transforms.errors import SourceUnavailable, UsageError
from transforms.extracts import extract_by_id
from transforms.slices import Slice, slice_of
from transforms.waivers import Standings, described, standings

TO_DO, CURRENT = "to do", "current"
NOTHING_RECEIVED = "nothing received for this quarter"


@dataclass(frozen=True)
class PlannedDelivery:
    """A delivery, what it speaks for, and whether its batch is to do, current, or was rejected as it stands.

    ``hashes`` are those of its files, in their order; empty while any file must be fetched to know them, and the batch
    is then to do. ``waived`` says which of its held rows a named officer lets count.
    """

    delivery: Delivery
    slice: Slice
    hashes: tuple[str, ...]
    fingerprint: str
    state: str
    batch_id: int | None = None
    reason: str = ""
    waived: Standings = field(default_factory=dict)

    @property
    def batch_hash(self) -> str:
        return batch_hash(self.hashes)

    @property
    def is_asked_anew(self) -> bool:
        """Whether only its bytes can tell if it has changed, so that every run fetches them."""
        return any(file.is_asked_anew for file in self.delivery.files)

    @property
    def is_to_do(self) -> bool:
        return self.state == TO_DO or self.is_asked_anew


@dataclass(frozen=True)
class PlannedSupply:
    """One supplier of one extract: its deliveries, and the state of the whole (to do, current, rejected, missing).

    ``unavailable``: why its source could not be asked; the deliveries are then those that it had when it last could.
    ``waits_for``: why a delivery of it is left for a later run, such as a file that is still being written.
    """

    supply: Supply
    deliveries: tuple[PlannedDelivery, ...]
    is_missing: bool
    unavailable: SourceUnavailable | None = None
    waits_for: str = ""

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

    @property
    def is_to_do(self) -> bool:
        return self.unavailable is not None or any(planned.is_to_do for planned in self.deliveries)

    @property
    def why_missing(self) -> str:
        """The reason that measures give. Without names of machines: members and the public read it."""
        if self.unavailable is not None:
            return f"{NOTHING_RECEIVED}: its source could not be read"
        return f"{NOTHING_RECEIVED}: {self.waits_for}" if self.waits_for else NOTHING_RECEIVED

    def due(self, *, again: bool) -> tuple[PlannedDelivery, ...]:
        """Deliveries that a run brings in: every one, where it does so ``again``."""
        return tuple(delivery for delivery in self.deliveries if again or delivery.is_to_do)


@dataclass(frozen=True)
class Plan:
    """Every supply of the council, for one quarter."""

    supplies: tuple[PlannedSupply, ...]

    @property
    def to_do(self) -> tuple[PlannedSupply, ...]:
        """Supplies that a run asks for files or brings in."""
        return tuple(supply for supply in self.supplies if supply.is_to_do)

    def chosen(self, extracts: Sequence[str], *, again: bool) -> tuple[PlannedSupply, ...]:
        """Supplies that a run brings in, of some extracts or of all: every one, where it does so ``again``."""
        asked_for = self.supplies if again else self.to_do
        return tuple(supply for supply in asked_for if not extracts or supply.extract in extracts)

    @property
    def is_behind(self) -> bool:
        """Whether something is known to be there that was not brought in."""
        return any(supply.state == TO_DO for supply in self.supplies)

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
        released = waivers.of_council(connection, run.council.slug)
        return Plan(tuple(_planned_supply(run, connection, supply, released) for supply in run.council.supplies))


def plan_supply(run: RunContext, extract: str, supplier: str) -> PlannedSupply:
    """The plan of one supply. Raises UsageError when the council has no such supply."""
    for supply in run.council.supplies:
        if (supply.extract, supply.supplier) == (extract, supplier):
            with run.engine.connect() as connection:
                released = waivers.of_council(connection, run.council.slug)
                return _planned_supply(run, connection, supply, released)
    raise UsageError(f"{run.council.name} has no supply of {extract} from {supplier}.", "See council.toml, [[supply]].")


def as_landed(run: RunContext, planned: PlannedDelivery, hashes: Sequence[str]) -> PlannedDelivery:
    """A planned delivery once its bytes are known: its fingerprint, and what the ledger says of it."""
    with run.engine.connect() as connection:
        released = waivers.of_council(connection, run.council.slug)
        return _against_ledger(run, connection, planned.delivery, planned.slice, tuple(hashes), released)


def _planned_supply(
    run: RunContext, connection: Connection, supply: Supply, released: waivers.BySlice
) -> PlannedSupply:
    before = fetched(connection, run.council.slug, supply)
    listed, unavailable = _listed(run, supply, before)
    last = {delivery.data_to: delivery for delivery in _as_fetched(supply, before)}
    gone = emptied(connection, run.council.slug, supply.extract, supply.supplier)  # past their time, and removed
    present = [last.get(each.data_to) if each.unsettled else each for each in listed if each.data_to not in gone]
    hashes = {(each.data_to, each.file_name, each.identity): each.sha256 for each in before}
    planned = tuple(
        _against_ledger(run, connection, delivery, part, _hashes(delivery, hashes), released)
        for delivery, part in _that_count(run, supply, [each for each in present if each is not None])
    )
    arrived = any(p.delivery.data_to >= run.quarter.start for p in planned)
    waits_for = next((each.unsettled for each in reversed(listed) if each.unsettled), "")
    return PlannedSupply(supply, planned, supply.expected and not arrived, unavailable, waits_for)


def _listed(
    run: RunContext, supply: Supply, before: Sequence[Fetched]
) -> tuple[tuple[Delivery, ...], SourceUnavailable | None]:
    """What the source has now; what it had last, and why, when it cannot be asked."""
    known = {(each.data_to, each.file_name): each.identity for each in before}
    try:
        return source_of(supply).deliveries(run.folder, supply, run.quarter, known), None
    except SourceUnavailable as error:
        return tuple(_as_fetched(supply, before)), error


def _as_fetched(supply: Supply, before: Iterable[Fetched]) -> Iterator[Delivery]:
    """Deliveries as they were last brought in. Their files are in the landing store alone."""
    for data_to, group in groupby(before, key=lambda each: each.data_to):
        rows = list(group)
        files = tuple(SourceFile(row.file_name, place="", identity=row.identity) for row in rows)
        yield Delivery(supply.extract, supply.supplier, data_to, rows[0].taken_on, files)


def _that_count(run: RunContext, supply: Supply, deliveries: Iterable[Delivery]) -> Iterator[tuple[Delivery, Slice]]:
    """A supply's deliveries for slices that began by the quarter's end; of several for one slice, the newest.

    A newer cut of the same slice holds the quarter's rows too, put right since.
    """
    extract = extract_by_id(supply.extract)
    newest: dict[str, tuple[Delivery, Slice]] = {}
    for delivery in deliveries:
        part = slice_of(extract, delivery.data_to, run.council.half_terms, supply.covers)
        if delivery.files and part.first <= run.quarter.end:
            newest[part.covers] = (delivery, part)
    yield from newest.values()


def _hashes(delivery: Delivery, known: Mapping[tuple[date, str, str], str]) -> tuple[str, ...]:
    """The hashes of a delivery's files: read here, or known since they were fetched. None while any is not known."""
    found = [
        _hash_here(Path(file.place)) if file.is_here else known.get((delivery.data_to, file.name, file.identity))
        for file in delivery.files
    ]
    return tuple(sha256 for sha256 in found if sha256) if all(found) else ()


def _hash_here(file: Path) -> str | None:
    """None for a file that cannot be read, such as one that was moved away since: pulling it will say so."""
    try:
        return file_hash(file)
    except OSError:
        return None


def _against_ledger(
    run: RunContext,
    connection: Connection,
    delivery: Delivery,
    part: Slice,
    hashes: tuple[str, ...],
    released: waivers.BySlice,
) -> PlannedDelivery:
    if not hashes:
        return PlannedDelivery(delivery, part, hashes, "", TO_DO)
    waived = standings(released.get((delivery.extract, delivery.supplier, part.covers), ()), hashes, run.day)
    mark = stage_fingerprint(run, delivery, hashes, waived)
    planned = PlannedDelivery(delivery, part, hashes, mark, TO_DO, waived=waived)
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


def stage_fingerprint(run: RunContext, delivery: Delivery, hashes: tuple[str, ...], waived: Standings) -> str:
    """What a batch's rows depend on: its bytes and dates, the code, the council's dates, schools and names, the key.

    And on the council's own words and its postcodes, and the rows that a named officer lets count, as long as one does.
    """
    words = [(w.table, w.column, w.given, w.means) for w in run.council.words if w.extract == delivery.extract]
    return fingerprint(
        batch_hash(hashes),
        str(delivery.data_to),
        str(delivery.taken_on),
        sources_hash(run.settings.repository),
        repr(run.council.half_terms),
        repr(sorted(run.council.school_urns)),
        run.council.la_code,
        *run.council.la_names,
        repr(sorted(words)),
        postcodes_hash(run.folder) if extract_by_id(delivery.extract).derive else "",
        run.key_id,
        *described(waived),
    )


__all__ = [
    "CURRENT",
    "LOADED",
    "MISSING",
    "NOTHING_RECEIVED",
    "REJECTED",
    "TO_DO",
    "Plan",
    "PlannedDelivery",
    "PlannedSupply",
    "as_landed",
    "plan_quarter",
]
