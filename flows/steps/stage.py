"""Stage: the checked rows as a new batch version, with findings, held rows and ledger, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection

from flows.failpoints import failpoint
from flows.steps.context import RunContext
from flows.steps.land import LandedFile
from flows.steps.plan import PlannedDelivery, batch_key
from flows.steps.validate import CheckedBatch, CheckedTable
from flows.warehouse import batches
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import record_step, require_open
from flows.warehouse.tables import copy_rows
from transforms.checking import Finding
from transforms.errors import DataRejected
from transforms.extracts import extract_by_id
from transforms.identity import pseudonymised
from transforms.staging import staged_columns
from transforms.years import oldest_whole_year

_UNREADABLE = "file-unreadable"
_RELEASE_ENDED = "release-ended"
_OF_WINDOWS = "file-not-utf-8"
_OLDER_YEAR = "delivery-older-year"
_ERASED_AGAIN = "delivery-erased-children"
_LONGEST_HEADERS = 200  # of the ledger's column


def stage(
    run: RunContext,
    planned: PlannedDelivery,
    landed: Sequence[LandedFile],
    checked: CheckedBatch,
    core: Mapping[str, pd.DataFrame],
    noticed: Sequence[batches.FindingRecord] = (),
    *,
    again: bool = False,
) -> int:
    """Load a checked batch as the current version of its slice, with its ``core_rows``. Returns its number.

    ``noticed`` are findings about the delivery as a whole. When another run has staged the very same in the meantime,
    that version stays; unless this one is to be ``again``, and that version is the one that was planned to be replaced.
    """
    with transaction(run.engine) as connection:
        key = _locked(connection, run, planned)
        known = batches.outcome_of(connection, key)
        is_replaced = again and known.batch_id == planned.batch_id
        if known.batch_id is not None and known.state == batches.CURRENT and not is_replaced:
            return known.batch_id
        batch_id = batches.add(connection, key, batches.CURRENT, _totals(checked), _files(checked, landed))
        batches.add_rows(connection, batch_id, core)
        failpoint("stage.after-copy", key.extract)
        _record_checks(connection, batch_id, checked, [*noticed, *_of_older_year(planned, checked)])
        _record(connection, run, planned, "done", batch_id)
        failpoint("stage.before-commit", key.extract)
    failpoint("stage.after-commit", key.extract)
    return batch_id


def core_rows(run: RunContext, checked: CheckedBatch) -> dict[str, pd.DataFrame]:
    """Kept rows, stripped of every identifier and of the columns that must not enter the database, then shaped."""
    declared = {table.name: table for table in checked.extract.tables}
    ready = {}
    for name, rows in checked.kept.items():
        if name not in declared:
            ready[name] = rows
            continue
        named = pseudonymised(rows, declared[name], run.key)
        is_reduced = checked.extract.chunked and name == checked.extract.tables[-1].name
        ready[name] = named if is_reduced else staged_columns(named, declared[name])
    return checked.extract.shape(ready, checked.context)


def restore(run: RunContext, planned: PlannedDelivery) -> bool:
    """Make an earlier version with the very same content current, unless it is. False when there is none."""
    with transaction(run.engine) as connection:
        key = _locked(connection, run, planned)
        is_done = batches.outcome_of(connection, key).state == batches.CURRENT
        return is_done or batches.restore(connection, key) is not None


def reject(
    run: RunContext,
    planned: PlannedDelivery,
    landed: Sequence[LandedFile],
    checked: CheckedBatch,
    noticed: Sequence[batches.FindingRecord] = (),
) -> None:
    """Record a batch that a stop rule rejected, or ``noticed`` about it as a whole: findings and ledger alone."""
    with transaction(run.engine) as connection:
        if _is_rejected_already(connection, run, planned):
            return
        received = sum(table.rows_received for table in checked.tables)
        totals = batches.Totals(received=received)
        batch_id = batches.add(connection, batch_key(run, planned), batches.REJECTED, totals, _files(checked, landed))
        _record_checks(connection, batch_id, checked, noticed)
        _record(connection, run, planned, "rejected", batch_id)


def reject_unread(run: RunContext, planned: PlannedDelivery, landed: Sequence[LandedFile], error: DataRejected) -> None:
    """Record a batch whose files could not be read: one finding that says why."""
    files = [batches.FileRecord("", file.sha256, file.name, 0) for file in landed]
    finding = batches.FindingRecord("", _UNREADABLE, "stop", "", 0, None, "", error.message, error.fix)
    with transaction(run.engine) as connection:
        if _is_rejected_already(connection, run, planned):
            return
        batch_id = batches.add(connection, batch_key(run, planned), batches.REJECTED, batches.Totals(), files)
        batches.add_findings(connection, batch_id, [finding])
        _record(connection, run, planned, "rejected", batch_id)


def _locked(connection: Connection, run: RunContext, planned: PlannedDelivery) -> batches.BatchKey:
    """The key of the delivery's batch, with its slice locked until the transaction ends.

    Raises CypError once the run is closed: from then on nothing more comes of it.
    """
    key = batch_key(run, planned)
    batches.lock_slice(connection, key.council, key.extract, key.supplier)
    require_open(connection, run.run_id)  # after the lock, which may have been waited for
    return key


def _is_rejected_already(connection: Connection, run: RunContext, planned: PlannedDelivery) -> bool:
    """Whether the very same was rejected since it was planned: by another run, or by a try that was interrupted."""
    key = _locked(connection, run, planned)
    known = batches.outcome_of(connection, key)
    return known.state == batches.REJECTED and known.batch_id != planned.batch_id


def of_erased(checked: CheckedBatch, rows: int) -> list[batches.FindingRecord]:
    """A finding where a delivery still has rows of children who were erased, which were taken out of it."""
    if not rows:
        return []
    first = checked.tables[0]
    return [
        batches.FindingRecord(
            first.table.name,
            _ERASED_AGAIN,
            "flag",
            "",
            rows,
            None,
            first.place,
            "The delivery has rows of children who were erased. They were taken out of it and not loaded.",
            "Ask the supplier to erase them at the source as well.",
            first.counted_in,
        )
    ]


def _totals(checked: CheckedBatch) -> batches.Totals:
    return batches.Totals(
        received=sum(table.rows_received for table in checked.tables),
        loaded=sum(table.rows_loaded for table in checked.tables),
        held=sum(table.rows_held for table in checked.tables),
        duplicates=sum(table.duplicates for table in checked.tables),
        released=sum(len(table.released) for table in checked.tables),
    )


def _files(checked: CheckedBatch, landed: Sequence[LandedFile]) -> list[batches.FileRecord]:
    by_name = {file.name: file for file in landed}
    return [
        batches.FileRecord(table.table.name, by_name[table.file_name].sha256, table.file_name, table.rows_received)
        for table in checked.tables
    ]


def _record_checks(
    connection: Connection, batch_id: int, checked: CheckedBatch, noticed: Sequence[batches.FindingRecord]
) -> None:
    batches.add_findings(connection, batch_id, noticed)
    for table in checked.tables:
        findings = [_finding(table, finding) for finding in table.findings]
        batches.add_findings(connection, batch_id, [*findings, *_ended(table), *_of_windows(table)])
        batches.add_held_rows(connection, batch_id, table.table.name, table.place, table.held)
        now = datetime.now(UTC)
        batches.add_held_rows(connection, batch_id, table.table.name, table.place, table.released, now)
    columns = ("batch_id", "table_name", "expectations", "failed", "worst_severity", "result")
    copy_rows(connection, "audit.verdict", columns, [_verdict(batch_id, table) for table in checked.tables])


def _finding(table: CheckedTable, finding: Finding) -> batches.FindingRecord:
    rule = finding.rule
    return batches.FindingRecord(
        table.table.name,
        rule.id,
        rule.severity.value,
        table.table.headers_of(rule)[:_LONGEST_HEADERS],
        finding.rows_failed,
        finding.first_line,
        table.place,
        rule.message,
        rule.fix,
        table.counted_in,
        finding.rows_released,
    )


def _ended(table: CheckedTable) -> list[batches.FindingRecord]:
    """A finding where rows are held again because the release that let them count has ended."""
    if table.ended.empty:
        return []
    rules = sorted({rule for ids in table.ended.unique() for rule in ids.split()})
    return [
        batches.FindingRecord(
            table.table.name,
            _RELEASE_ENDED,
            "flag",
            "",
            len(table.ended),
            int(table.ended.index[0]),
            table.place,
            f"The release of these rows from {', '.join(rules)} has ended, so they are held again.",
            "Put them right in the source, or let a named officer release them again: cyp held release.",
            table.counted_in,
        )
    ]


def _of_older_year(planned: PlannedDelivery, checked: CheckedBatch) -> list[batches.FindingRecord]:
    """A finding where a delivery is of a year before those that are known whole."""
    known = oldest_whole_year(extract_by_id(planned.delivery.extract), planned.slice.last)
    if known is None:
        return []
    first = checked.tables[0]
    return [
        batches.FindingRecord(
            first.table.name,
            _OLDER_YEAR,
            "flag",
            "",
            first.rows_received,
            None,
            first.place,
            f"The delivery is of a year before {known.name}: it was read by the layout and the codes of that year.",
            "Look at its findings before its figures are used; codes that ended before then are not known.",
            first.counted_in,
        )
    ]


def _of_windows(table: CheckedTable) -> list[batches.FindingRecord]:
    """A finding where a file was read as Windows-1252, since nothing in it says so."""
    if table.encoding != "cp1252":
        return []
    return [
        batches.FindingRecord(
            table.table.name,
            _OF_WINDOWS,
            "flag",
            "",
            table.rows_received,
            None,
            table.place,
            "The file is not in UTF-8. It was read as Windows-1252, which is what it looks like.",
            "Look whether a name with an accent came out right, and export the file as CSV UTF-8.",
            table.counted_in,
        )
    ]


def _verdict(batch_id: int, table: CheckedTable) -> tuple[int, str, int, int, str, str]:
    verdict = table.verdict
    worst = verdict.worst.value if verdict.worst else ""
    return batch_id, table.table.name, verdict.expectations, len(verdict.failed), worst, verdict.record


def _record(connection: Connection, run: RunContext, planned: PlannedDelivery, outcome: str, batch_id: int) -> None:
    record_step(
        connection,
        run_id=run.run_id,
        council=run.council.slug,
        extract=planned.delivery.extract,
        supplier=planned.delivery.supplier,
        covers=planned.slice.covers,
        step="stage",
        fingerprint=planned.fingerprint,
        outcome=outcome,
        batch_id=batch_id,
    )
