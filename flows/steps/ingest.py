"""Ingest: pull, land, validate and stage what one supplier sent of one extract."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd

from flows.ahead import worked_ahead
from flows.postcodes import read_postcodes
from flows.steps import stage as staging
from flows.steps.context import RunContext
from flows.steps.erase import keep_out
from flows.steps.keys import require_same_key
from flows.steps.land import LandedFile, land
from flows.steps.plan import CURRENT, REJECTED, PlannedDelivery, PlannedSupply, as_landed, plan_supply
from flows.steps.unusual import as_findings, compare, refusal
from flows.steps.validate import CheckedBatch, check_files
from flows.stopping import require_going_on
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import require_open
from flows.warehouse.patience import as_one_step
from flows.warehouse.removals import rows_taken_out
from transforms.council_types import Council
from transforms.errors import DataRejected
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Extract
from transforms.identity import forget_people
from transforms.rules.rule import Context, Severity
from transforms.wording import worded


@dataclass(frozen=True)
class SupplyOutcome:
    """What an ingest did: how many deliveries it made current."""

    extract: str
    supplier: str
    staged: int


@dataclass(frozen=True)
class _Ready:
    """A landed delivery, of which ``erased`` rows were taken out, with what its checks came to.

    ``checked`` is an error where the delivery cannot be read, and None where the ledger has it as current or rejected
    already, so that it was not checked again. ``core`` are the rows to be staged.
    """

    planned: PlannedDelivery
    landed: tuple[LandedFile, ...]
    erased: int
    checked: CheckedBatch | DataRejected | None = None
    core: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def ingest_supply(run: RunContext, extract: str, supplier: str, *, again: bool = False) -> SupplyOutcome:
    """Bring one supply up to date, delivery by delivery. What is current already is left alone, unless ``again``.

    Raises DataRejected, after recording it, when any delivery was rejected, and SourceUnavailable when the source could
    not be asked: the others are staged all the same, and what was fetched before from the landing store. Raises Refused
    where the key of the pseudonyms is another than before.
    """
    try:
        return _ingest_supply(run, extract, supplier, again)
    finally:
        forget_people()  # a worker of a cluster lives on


def _ingest_supply(run: RunContext, extract: str, supplier: str, again: bool) -> SupplyOutcome:
    planned = as_one_step(lambda: plan_supply(run, extract, supplier), run.settings)
    due = planned.due(again=again)
    if due:
        require_same_key(run)
    staged, rejected = 0, []
    # A delivery is held against those before it, which are to be staged first; it can be checked meanwhile.
    with closing(worked_ahead(partial(_make_ready, run, planned, again), due, threads=1)) as all_ready:
        for ready in all_ready:
            _require_going_on(run)
            try:
                staged += as_one_step(partial(_take_in, run, ready, again), run.settings)
            except DataRejected as error:
                rejected.append(error)
    if planned.unavailable is not None:
        raise planned.unavailable
    if rejected:
        raise DataRejected("\n".join(error.message for error in rejected), rejected[0].fix)
    return SupplyOutcome(extract, supplier, staged)


def _require_going_on(run: RunContext) -> None:
    """Raises CypError once the run is asked to stop, whether this process hears of it or the ledger says so."""
    require_going_on()
    with transaction(run.engine) as connection:
        require_open(connection, run.run_id)


def _make_ready(run: RunContext, supply: PlannedSupply, again: bool, planned: PlannedDelivery) -> _Ready:
    """Land a delivery and check it, unless the ledger says that this very one is done with."""
    _require_going_on(run)
    landed = as_one_step(lambda: land(run, supply.supply, planned), run.settings)
    erased = as_one_step(lambda: keep_out(run, extract_of(run.council, planned), landed), run.settings)
    hashes = [file.sha256 for file in landed]
    known = as_one_step(lambda: as_landed(run, planned, hashes), run.settings)
    if known.state in (CURRENT, REJECTED) and not again:
        return _Ready(known, landed, erased)
    try:
        checked = as_one_step(lambda: check(run, known, landed), run.settings)
    except DataRejected as error:
        return _Ready(known, landed, erased, error)
    core = {} if checked.is_rejected else staging.core_rows(run, checked)
    return _Ready(known, landed, erased, checked, core)


def _take_in(run: RunContext, ready: _Ready, again: bool) -> bool:
    """Stage a delivery that is ready: whether it changed what is current. Raises DataRejected, now or as before.

    What an interrupted try has done already stays, and is not done twice.
    """
    planned, landed, checked = ready.planned, ready.landed, ready.checked
    if checked is None:
        if planned.state == REJECTED:
            raise DataRejected(planned.reason, "The same file was rejected before. Ask the supplier for it again.")
        return False
    if not again and staging.restore(run, planned):
        return True
    if isinstance(checked, DataRejected):
        staging.reject_unread(run, planned, landed, checked)
        raise checked
    if checked.is_rejected:
        staging.reject(run, planned, landed, checked)
        raise rejection_of(checked)
    noticed = compare(run, planned, landed, checked, ready.core)
    findings = [*as_findings(noticed, checked, planned), *staging.of_erased(checked, ready.erased)]
    if (waits := refusal(noticed, planned)) is not None:
        staging.reject(run, planned, landed, checked, findings)
        raise waits
    staging.stage(run, planned, landed, checked, ready.core, findings, again=again)
    return True


def check(run: RunContext, planned: PlannedDelivery, landed: tuple[LandedFile, ...]) -> CheckedBatch:
    """Read and check the landed files of a delivery. Raises DataRejected when one cannot be read."""
    files = [(file.name, file.path) for file in landed]
    extract = extract_of(run.council, planned)
    context = context_of(run.council, planned)
    if extract.derive is not None:
        context = replace(context, postcodes=read_postcodes(run.folder))
    with run.engine.connect() as connection:
        taken_out = rows_taken_out(connection, [file.sha256 for file in landed])
    return check_files(extract, files, context, waived=planned.waived, taken_out=taken_out)


def extract_of(council: Council, planned: PlannedDelivery) -> Extract:
    """The extract of a delivery, as the council writes it."""
    return worded(extract_by_id(planned.delivery.extract), council.words)


def context_of(council: Council, planned: PlannedDelivery) -> Context:
    """What the rules may know: the delivery's dates, and the schools that its supplier may send."""
    urns = council.school_urns
    supplier = planned.delivery.supplier
    return Context(
        data_to=planned.delivery.data_to,
        taken_on=planned.delivery.taken_on,
        covers_from=planned.slice.first,
        covers_to=planned.slice.last,
        la_code=council.la_code,
        schools=frozenset({supplier}) if supplier in urns else urns,
        half_terms=council.half_terms,
        la_names=council.la_names,
    )


def rejection_of(checked: CheckedBatch) -> DataRejected:
    """The first stop finding as an error that names file, column, rows and what to do."""
    table, finding = next(
        (table, finding)
        for table in checked.tables
        for finding in table.findings
        if finding.rule.severity is Severity.STOP
    )
    headers = table.table.headers_of(finding.rule)
    rows = f"{finding.rows_failed:,} of {table.rows_received:,} rows, first at {table.counted_in} {finding.first_line}"
    return DataRejected(f"{table.place}, {headers}: {finding.rule.message} ({rows})", finding.rule.fix)
