"""Held rows to work with: whole, out of the landed files, for whoever puts them right; and what they could move."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, RowMapping

from flows.fingerprints import file_hash
from flows.parsing.files import FileTables, read_tables
from flows.steps.context import RunContext
from flows.steps.land import stored
from flows.steps.release import held_places, rules_by_id
from flows.warehouse.access import note_opened
from flows.warehouse.removals import hashes_now
from flows.warehouse.statements import statement
from flows.workbooks import Sheet
from transforms.corrections import for_correction
from transforms.council_types import DISCLOSURE_CLASSES
from transforms.coverage import SliceState
from transforms.errors import SourceUnavailable, UsageError
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Extract, Table
from transforms.held_range import AtStake, at_stake
from transforms.indicators import indicator_by_id
from transforms.periods import annual_scale
from transforms.quarters import Quarter
from transforms.register_chunk import texts
from transforms.slices import slice_of


@dataclass(frozen=True)
class FigureAtStake:
    """A part of a measure of a publication, beside what held rows could do to it."""

    measure: str
    part: str
    title: str
    unit: str
    stake: AtStake


def held_sheets(
    run: RunContext,
    rules: Iterable[str] = (),
    extract: str = "",
    supplier: str = "",
    covers: str = "",
    *,
    whole: bool = False,
) -> tuple[Sheet, ...]:
    """The rows that rules hold, as they stand in the landed files: a sheet per table of each delivery.

    ``whole``: every row of every table of those deliveries, so that what is put right can take the place of the files.
    Raises UsageError when nothing is held; SourceUnavailable when the landing store has not what it should.
    """
    with run.engine.connect() as connection:
        places = held_places(connection, run.council.slug, rules, extract, supplier, covers)
        held = [row for row in places if not row.is_released]
        if not held:
            raise UsageError("No row is held that this could be about.", "What is held: cyp held list")
        files = {batch: _landed(run, connection, batch) for batch in {row.batch_id for row in held}}
    rows_of = ", ".join(filter(None, (extract, supplier, covers, *rules))) or "every delivery"
    note_opened(run.engine, run.council.slug, "held export", rows_of)
    alone = len(files) == 1
    by_batch = groupby(held, key=lambda row: row.batch_id)  # they come in the order of their deliveries
    return tuple(sheet for batch, rows in by_batch for sheet in _sheets(list(rows), files[batch], whole, alone))


def figures_at_stake(run: RunContext, connection: Connection, publication: Row) -> Iterator[FigureAtStake]:
    """Each figure of a publication, with what the rows that are held behind it could do to it."""
    of = {"publication_id": publication.publication_id}
    supplies = connection.execute(statement("report_supplies"), of).mappings()
    slices = [slice_of_supply(run, row) for row in supplies if row["data_to"] is not None]
    quarter = Quarter.parse(publication.quarter)
    performance = connection.execute(
        statement("report_performance"), {**of, "seen": list(DISCLOSURE_CLASSES)}
    ).mappings()
    for row in performance:
        if row["numerator"] is None:
            continue
        indicator = indicator_by_id(row["indicator_id"])
        scale = annual_scale(indicator.period, quarter)
        stake = at_stake(indicator, row["numerator"], row["denominator"], scale, quarter, slices)
        yield FigureAtStake(row["measure_ref"], row["part"], row["title"], row["unit"], stake)


def _landed(run: RunContext, connection: Connection, batch_id: int) -> list[tuple[str, Path]]:
    """Names and places of a batch's files in the landing store, which must be what they were."""
    files = []
    rows = connection.execute(statement("batch_files"), {"batch_id": batch_id}).all()
    since = hashes_now(connection, [row.sha256 for row in rows])
    for row in rows:
        place = stored(run.settings.landing, row.sha256)
        if since.get(row.sha256) == "":
            raise SourceUnavailable(
                f"{row.file_name} was removed from the landing store for good.",
                "When and why: select * from audit.removal. Its supplier may still have it.",
            )
        if not place.is_file() or file_hash(place) != since.get(row.sha256, row.sha256):
            raise SourceUnavailable(
                f"The landing store does not hold {row.file_name} as it was landed.",
                f"Bring {place} back from a backup, or run its delivery again.",
            )
        files.append((row.file_name, place))
    return files


def _sheets(rows: Sequence[Row], files: list[tuple[str, Path]], whole: bool, alone: bool) -> Iterator[Sheet]:
    """The sheets of one delivery, named by their tables ``alone`` where no other delivery's stand beside them."""
    first = rows[0]
    extract = extract_by_id(first.extract)
    found = read_tables(extract, files)
    for table in extract.tables:
        of_table = [row for row in rows if row.table_name == table.name]
        if table.name not in found.file_names or not (of_table or whole):
            continue
        broken = pd.Series([row.rule_ids for row in of_table], index=[row.row_number for row in of_table], dtype="str")
        name = table.name if alone else f"{table.name} {first.supplier} {first.covers}"
        yield _sheet(extract, found, table, broken, name, whole)


def _sheet(extract: Extract, found: FileTables, table: Table, broken: pd.Series, name: str, whole: bool) -> Sheet:
    if table.name in found.chunks and whole:
        raise UsageError(f"{extract.title} does not come as a workbook.", "Leave --whole out; correct its CSV file.")
    text = _text(found, table, broken)
    shown = text if whole else text[text.index.isin(broken.index)]
    rules = {rule_id: rule for rule_id, (_, rule) in rules_by_id().items()}
    cells, marked = for_correction(shown, table, broken, rules, found.counted_in.get(table.name, "line"))
    return Sheet(name, cells, marked)


def _text(found: FileTables, table: Table, broken: pd.Series) -> pd.DataFrame:
    """The table's rows; of one that is too large to hold, those that are asked for."""
    if table.name in found.frames:
        return found.frames[table.name]
    parts = []
    for chunk in found.chunks[table.name]():
        wanted = pd.Index(chunk.lines).isin(broken.index)
        part = texts(chunk.values, {column: codes[wanted] for column, codes in chunk.codes.items()})
        parts.append(part.set_axis(chunk.lines[wanted]))
    return pd.concat(parts)


def slice_of_supply(run: RunContext, row: RowMapping | Mapping[str, Any]) -> SliceState:
    """The slice of a publication's row of ``report_supplies``."""
    covers = run.council.covers_of(row["extract"], row["supplier"])
    part = slice_of(extract_by_id(row["extract"]), row["data_to"], run.council.half_terms, covers)
    return SliceState(
        row["extract"],
        row["supplier"],
        row["supplier_title"],
        row["covers"],
        part.first,
        row["data_to"],
        row["state"],
        rows_held=row["rows_held"],
    )
