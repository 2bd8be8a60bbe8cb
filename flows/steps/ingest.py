"""Ingest: pull, land, validate and stage what one supplier sent of one extract."""

from dataclasses import dataclass, replace

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
    for delivery in due:
        _require_going_on(run)
        try:
            staged += _ingest(run, planned, delivery, again)
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


def _ingest(run: RunContext, supply: PlannedSupply, planned: PlannedDelivery, again: bool) -> bool:
    """One delivery: whether it changed what is current. Raises DataRejected when it was rejected, now or before."""
    landed = as_one_step(lambda: land(run, supply.supply, planned), run.settings)
    erased = as_one_step(lambda: keep_out(run, extract_of(run.council, planned), landed), run.settings)
    hashes = [file.sha256 for file in landed]
    known = as_one_step(lambda: as_landed(run, planned, hashes), run.settings)
    return as_one_step(lambda: _take_in(run, known, landed, erased, again), run.settings)


def _take_in(
    run: RunContext, planned: PlannedDelivery, landed: tuple[LandedFile, ...], erased: int, again: bool
) -> bool:
    """Check and stage a landed delivery, out of which ``erased`` rows were taken.

    What an interrupted try has done already stays, and is not done twice.
    """
    if not again:
        if planned.state == CURRENT:
            return False
        if planned.state == REJECTED:
            raise DataRejected(planned.reason, "The same file was rejected before. Ask the supplier for it again.")
        if staging.restore(run, planned):
            return True
    try:
        checked = check(run, planned, landed)
    except DataRejected as error:
        staging.reject_unread(run, planned, landed, error)
        raise
    if checked.is_rejected:
        staging.reject(run, planned, landed, checked)
        raise rejection_of(checked)
    core = staging.core_rows(run, checked)
    noticed = compare(run, planned, landed, checked, core)
    findings = [*as_findings(noticed, checked, planned), *staging.of_erased(checked, erased)]
    if (waits := refusal(noticed, planned)) is not None:
        staging.reject(run, planned, landed, checked, findings)
        raise waits
    staging.stage(run, planned, landed, checked, core, findings, again=again)
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
