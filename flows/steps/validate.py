"""Validate: read a delivery's files, run the rules and the suites, and say what is kept, what is held and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from expectations.runner import Verdict, validate
from expectations.suite import Suite, suite_for_profiles, suite_for_rows
from flows.parsing.control_totals import confirm, is_control_totals, read_control_totals
from flows.parsing.files import FileTables, read_tables
from flows.parsing.frames import empty_frame
from flows.parsing.workbook import sheet_place
from flows.parsing.xml_heading import refuse_other_council, refuse_other_year
from transforms import codelists
from transforms.checking import Finding, check_table, no_rows
from transforms.errors import CypError
from transforms.extracts.extract import Extract, Table
from transforms.reduce import reduce_register
from transforms.register_chunk import Chunk
from transforms.rules.derived import all_rules
from transforms.rules.rule import Context, Severity
from transforms.staging import typed
from transforms.waivers import Standing, Standings

_LONGEST_NAME = 255


@dataclass(frozen=True)
class CheckedTable:
    """What the checks said of one table, whether it was held whole in memory or reduced in chunks.

    ``sheet`` is where it stands in a workbook; ``counted_in`` what the findings' numbers count: lines of the file,
    records of its XML or rows of the sheet. ``released`` are rows that count by a named officer's release, ``ended``
    held ones that did until it ended. ``encoding`` is how the file was written: ascii, utf-8 or cp1252.
    """

    table: Table
    file_name: str
    rows_received: int
    rows_loaded: int
    rows_held: int
    duplicates: int
    findings: tuple[Finding, ...]
    held: pd.Series
    verdict: Verdict
    sheet: str = ""
    counted_in: str = "line"
    released: pd.Series = field(default_factory=no_rows)
    ended: pd.Series = field(default_factory=no_rows)
    encoding: str = "utf-8"

    @property
    def place(self) -> str:
        """The file and the sheet, as findings name them; no longer than the ledger's column."""
        return (sheet_place(self.file_name, self.sheet) if self.sheet else self.file_name)[:_LONGEST_NAME]

    @property
    def names(self) -> tuple[str, ...]:
        """What the sender may call it beside its file."""
        return tuple(name for name in (self.table.name, self.sheet) if name)

    @property
    def is_stopped(self) -> bool:
        return any(finding.rule.severity is Severity.STOP for finding in self.findings)


@dataclass(frozen=True)
class CheckedBatch:
    """A whole delivery: the outcome per table, and the kept rows by table, typed and not yet pseudonymised."""

    extract: Extract
    context: Context
    tables: tuple[CheckedTable, ...]
    kept: Mapping[str, pd.DataFrame]

    @property
    def is_rejected(self) -> bool:
        return any(table.is_stopped for table in self.tables)


def check_files(
    extract: Extract,
    files: Sequence[tuple[str, Path]],
    context: Context,
    *,
    waived: Standings | None = None,
    with_verdict: bool = True,
    taken_out: Mapping[str, int] | None = None,
) -> CheckedBatch:
    """Check the files (name and place) of a delivery. ``waived`` says which held rows a named officer lets count.

    ``taken_out``: how many rows of each table were taken out of its landed files, since their child was erased.

    Raises DataRejected when a file cannot be read as a table of the extract, or a table is not there, when a file says
    that it is another council's or another year's, and when the sender counted other rows. ``with_verdict`` is False
    only where no verdict is kept: the rules alone decide then.
    """
    data = [(name, path) for name, path in files if not is_control_totals(name)]
    said = [read_control_totals(path) for name, path in files if is_control_totals(name)]
    found = read_tables(extract, data)
    for name, heading in found.headings.items():
        refuse_other_council(heading, name, context.la_code)
        refuse_other_year(heading, name, context, extract)
    later = {name: typed(text, extract.table(name), extract.date_formats) for name, text in found.frames.items()}
    kept: dict[str, pd.DataFrame] = {}
    checked = []
    for table in extract.tables:
        if table.name not in found.file_names:
            kept[table.name] = typed(empty_frame(table), table, extract.date_formats)
            continue
        rows = later.pop(table.name, None)
        at = replace(context, tables=dict(kept), later=dict(later))
        outcome, of_table = _check(extract, table, found, rows, at, (waived or {}).get(table.name, {}), with_verdict)
        checked.append(outcome)
        kept.update(of_table)
    for totals in said:
        gone = taken_out or {}
        received = [(each.file_name, each.names, each.rows_received + gone.get(each.table.name, 0)) for each in checked]
        confirm(totals, received)
    if extract.derive is not None:
        kept.update(extract.derive(kept, context))
    return CheckedBatch(extract, context, tuple(checked), kept)


def _check(
    extract: Extract,
    table: Table,
    found: FileTables,
    rows: pd.DataFrame | None,
    context: Context,
    waived: Mapping[str, Standing],
    with_verdict: bool,
) -> tuple[CheckedTable, dict[str, pd.DataFrame]]:
    file_name = found.file_names[table.name]
    if rows is None:
        return _check_chunks(extract, table, file_name, found.chunks[table.name], context, with_verdict)
    text = found.frames[table.name]
    check = check_table(rows, text, table, context, waived)
    suite = suite_for_rows(table, check.distinct, check.masks) if with_verdict else None
    verdict = _verdict(table, suite, check.findings)
    outcome = CheckedTable(
        table,
        file_name,
        check.rows_received,
        check.rows_loaded,
        check.rows_held,
        check.duplicates,
        check.findings,
        check.held,
        verdict,
        found.sheets[table.name],
        found.counted_in[table.name],
        check.released,
        check.ended,
        text.attrs["encoding"],
    )
    return outcome, {table.name: check.kept}


def _check_chunks(
    extract: Extract,
    table: Table,
    file_name: str,
    chunks: Callable[[], Iterable[Chunk]],
    context: Context,
    with_verdict: bool,
) -> tuple[CheckedTable, dict[str, pd.DataFrame]]:
    attending = codelists.group_on("attendance_code", "attending", context.covers_from)
    encodings = ["utf-8"]

    def noted() -> Iterator[Chunk]:
        for chunk in chunks():
            encodings[0] = chunk.encoding
            yield chunk

    reduced = reduce_register(
        noted,
        context.tables["roll"],
        table,
        all_rules(table),
        context,
        attending=attending,
        date_formats=extract.date_formats,
    )
    suite = suite_for_profiles(table, reduced.profiles) if with_verdict else None
    verdict = _verdict(table, suite, reduced.findings)
    outcome = CheckedTable(
        table,
        file_name,
        reduced.rows_received,
        reduced.rows_loaded,
        reduced.rows_held,
        reduced.duplicates,
        reduced.findings,
        reduced.held,
        verdict,
        encoding=encodings[0],
    )
    return outcome, {table.name: reduced.counts, "school_day": reduced.school_days}


def _verdict(table: Table, suite: Suite | None, findings: Sequence[Finding]) -> Verdict:
    """Great Expectations' verdict, which must name the very rules that the masks found broken."""
    if suite is None:
        return Verdict(table.name, 0, (), None, "[]")
    verdict = validate(suite)
    broken = {finding.rule.id for finding in findings}
    if set(verdict.failed) != broken:
        raise CypError(
            f"{table.title}: the rules and Great Expectations do not agree on what failed. Nothing was loaded.",
            "This is a fault of ours. Please report it with the extract's name.",
        )
    return verdict
