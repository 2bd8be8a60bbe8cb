"""Unusual: a delivery beside what its supply sent before, and a named officer's word that it is right all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd
from sqlalchemy import Connection, Row

from flows.steps.context import RunContext
from flows.steps.land import LandedFile
from flows.steps.officers import officer_name
from flows.steps.plan import PlannedDelivery
from flows.steps.release import Selection
from flows.steps.validate import CheckedBatch
from flows.warehouse import batches, waivers
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from flows.warehouse.tables import count_codes, read_core
from transforms.drift import code_counts, drifted, of_year_before, watched, weight_of
from transforms.errors import DataRejected, Refused, UsageError
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Extract
from transforms.history import (
    COMPARED,
    HISTORY_RULES,
    PERSON,
    TOLD_APART_BY,
    WHOLE_FILE,
    PastDelivery,
    TableOfFile,
    Unusual,
    copied,
    may_be_copied,
    of_few_people,
    unusual,
)
from transforms.slices import Slice, slice_of

_FOR_EVER = date.max
_SUBJECT = 120


@dataclass(frozen=True)
class Accepted:
    """A delivery that an officer accepted: of which slice, which file, and in spite of what."""

    extract: str
    supplier: str
    covers: str
    file_name: str
    rule: str


def compare(
    run: RunContext,
    planned: PlannedDelivery,
    landed: Sequence[LandedFile],
    checked: CheckedBatch,
    core: Mapping[str, pd.DataFrame],
) -> tuple[Unusual, ...]:
    """What is unusual about a delivery that was read, beside those of its supply whose data end earlier.

    ``core`` are its rows as they would be staged.
    """
    hashes = {file.name: file.sha256 for file in landed}
    tables = [
        TableOfFile(each.table.name, hashes[each.file_name], each.rows_received)
        for each in checked.tables
        if each.file_name in hashes
    ]
    delivery = planned.delivery
    parameters = {
        "council": run.council.slug,
        "extract": delivery.extract,
        "supplier": delivery.supplier,
        "data_to": delivery.data_to,
    }
    with run.engine.connect() as connection:
        rows = connection.execute(statement("deliveries_before"), parameters).all()
        noticed = unusual(tables, _days(planned.slice), tuple(_past(run, planned, rows)))
        if noticed:
            return noticed
        others = {row.data_to: row.batch_id for row in rows if row.covers != planned.slice.covers}
        largest = max(tables, key=lambda table: table.rows)
        year = of_year_before({row.data_to: row.batch_id for row in rows}, delivery.data_to)
        return _copied(connection, largest, core, others) or _drifted(connection, checked.extract, tables, core, year)


def _drifted(
    connection: Connection,
    extract: Extract,
    tables: Iterable[TableOfFile],
    core: Mapping[str, pd.DataFrame],
    before: Sequence[int],
) -> tuple[Unusual, ...]:
    """Columns whose codes are spread unlike in any of the batches ``before``."""
    columns = {name: found for name, rows in core.items() if (found := watched(extract, name, rows.columns))}
    if not columns or not before:
        return ()
    by_name = {table.name: table for table in tables}
    weights = {name: weight for name in columns if (weight := weight_of(name))}
    earlier = count_codes(connection, {name: list(found) for name, found in columns.items()}, weights, before)
    return tuple(
        each
        for name, found in columns.items()
        for each in drifted(
            code_counts(core[name], found, weights.get(name, "")), earlier[earlier["table"].eq(name)], found, by_name
        )
    )


def _copied(
    connection: Connection, largest: TableOfFile, core: Mapping[str, pd.DataFrame], others: Mapping[date, int]
) -> tuple[Unusual, ...]:
    """Whether the rows are those of one of the newest deliveries for ``others``: batches by the day of their data."""
    for table, columns in TOLD_APART_BY.items():
        if table not in core:
            continue
        rows = core[table][list(columns)]
        few = of_few_people(rows)
        for data_to in sorted(others, reverse=True)[:COMPARED]:
            batch = [others[data_to]]
            of_the_same = read_core(connection, table, batch, people=few[PERSON].unique().tolist(), of_batch=False)
            if not may_be_copied(few, of_the_same, len(rows)):
                continue
            if found := copied(largest, rows, read_core(connection, table, batch, of_batch=False), data_to):
                return (found,)
    return ()


def as_findings(
    noticed: Iterable[Unusual], checked: CheckedBatch, planned: PlannedDelivery
) -> list[batches.FindingRecord]:
    """As the ledger keeps them: a stop, or a flag where an officer has accepted the file."""
    places = {each.table.name: each for each in checked.tables}
    return [
        batches.FindingRecord(
            table_name=each.table.name,
            rule_id=each.rule.id,
            severity="flag" if each.is_accepted(planned.waived) else "stop",
            columns="",
            rows_failed=each.table.rows,
            first_row=None,
            file_name=places[each.table.name].place,
            message=each.message,
            fix=f"{each.rule.fix} See: cyp held accept --help",
        )
        for each in noticed
    ]


def refusal(noticed: Iterable[Unusual], planned: PlannedDelivery) -> DataRejected | None:
    """The first reason for which a delivery waits, and the command that accepts it. None where nothing does."""
    waits = next((each for each in noticed if not each.is_accepted(planned.waived)), None)
    if waits is None:
        return None
    delivery = planned.delivery
    command = (
        f"cyp held accept --rule {waits.rule.id} --extract {delivery.extract} --supplier {delivery.supplier}"
        f' --covers "{planned.slice.covers}" --by NAME --reason TEXT'
    )
    where = f"{delivery.extract} from {delivery.supplier}, {planned.slice.covers}, {waits.table.name}"
    return DataRejected(f"{where}: {waits.message}", f"{waits.rule.fix} {command}")


def accept(run: RunContext, rule_id: str, selection: Selection, by: str, reason: str) -> tuple[Accepted, ...]:
    """Let deliveries in that wait because of a rule, in a person's name: the very files that are there, for good.

    Nothing is loaded here: the next run does it. Raises Refused for a person who is no officer and without a reason,
    UsageError for a rule that lets no delivery wait, and where none waits.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("A delivery is not accepted without a reason.", "Say why: --reason TEXT")
    known = [rule.id for rule in HISTORY_RULES]
    if rule_id not in known:
        raise UsageError(f"No delivery waits because of {rule_id}.", f"Use one of: {', '.join(known)}.")
    parameters = {
        "council": run.council.slug,
        "rule": rule_id,
        "extract": selection.extract,
        "supplier": selection.supplier,
        "covers": selection.covers,
    }
    with transaction(run.engine) as connection:
        waiting = connection.execute(statement("deliveries_waiting"), parameters).all()
        if not waiting:
            raise UsageError(f"No delivery waits because of {rule_id}.", "What was rejected: cyp findings list")
        for row in waiting:
            subject = f"{row.extract} {rule_id}"[:_SUBJECT]
            decision = waivers.decided(connection, run.council.slug, subject, name, reason)
            of_slice = row.extract, row.supplier, row.covers
            waivers.add(
                connection,
                decision,
                run.council.slug,
                of_slice,
                row.table_name,
                rule_id,
                row.sha256,
                [WHOLE_FILE],
                _FOR_EVER,
            )
    return tuple(Accepted(row.extract, row.supplier, row.covers, row.file_name, rule_id) for row in waiting)


def _past(run: RunContext, planned: PlannedDelivery, rows: Iterable[Row]) -> Iterable[PastDelivery]:
    extract, supplier = planned.delivery.extract, planned.delivery.supplier
    covers = run.council.covers_of(extract, supplier)
    for data_to, of_delivery in groupby(rows, key=lambda row: row.data_to):
        tables = tuple(TableOfFile(row.table_name, row.sha256, row.rows_received) for row in of_delivery)
        part = slice_of(extract_by_id(extract), data_to, run.council.half_terms, covers)
        yield PastDelivery(data_to, _days(part), tables)


def _days(part: Slice) -> int:
    return (part.last - part.first).days + 1
