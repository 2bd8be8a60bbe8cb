"""``cyp check``: what is wrong with a file, cell by cell, without a database."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import json_option

if TYPE_CHECKING:
    from flows.steps.check import FileCheck
    from transforms.checking import Finding

_LINES_SHOWN = 5


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--extract", default="", help="The extract that the files are of; told from their columns if not given.")
@click.option(
    "--year",
    default="",
    help="Year of the code lists, as 2024-25 or 2024/25; 2025 or 2025-06 for extracts of a calendar year or month. "
    "When not given: that of the delivery's folder (2025-06-30) that the files lie in, else today's.",
)
@click.option("--council", type=click.Path(file_okay=False, path_type=Path), help="Also check against this council.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every finding to this CSV file; to a workbook, rows and all, when it ends with .xlsx.",
)
@click.option("--workbook", is_flag=True, help="The same workbook beside the first file: NAME-findings.xlsx.")
@json_option
def check(
    files: tuple[Path, ...],
    extract: str,
    year: str,
    council: Path | None,
    out: Path | None,
    workbook: bool,
    as_json: bool,
) -> None:
    """Check FILES as a run would: each table, and tables against one another. Nothing is loaded or kept.

    A workbook has a sheet of findings and, per table, all rows that fail, with the cells that are wrong marked. It
    holds what the files hold, and only its owner can read it.

    Ends with 3 when a run would reject a file; rows that would be held are no failure.
    """
    from flows.steps.check import check_loose_files
    from flows.steps.context import today

    outs = _outs(files, out, workbook)
    found = check_loose_files(files, extract, year, council, today())
    for place in outs:
        _write(place, found)
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2))
    else:
        for each in found:
            for line in _lines(each):
                click.echo(line)
        for place in outs:
            click.echo(f"Every finding: {place}")
    if any(each.is_rejected for each in found):
        raise SystemExit(3)


def _outs(files: tuple[Path, ...], out: Path | None, workbook: bool) -> list[Path]:
    """Where findings are written. Raises UsageError for a place where they would be taken for part of a delivery."""
    from flows.steps.check import delivery_day
    from flows.workbooks import SUFFIX
    from transforms.errors import UsageError

    outs = [out] if out is not None else []
    if workbook:
        outs.append(files[0].with_name(f"{files[0].name.split('.')[0]}-findings{SUFFIX}"))
    for place in outs:
        if delivery_day(place):
            raise UsageError(
                f"{place.name} would lie in a delivery's folder, and be taken for one of its files.",
                f"Say where instead: --out FOLDER/{place.name}",
            )
    return outs


def _lines(each: "FileCheck") -> Iterator[str]:
    if each.error is not None:
        yield f"{each.file_name}: would be rejected"
        yield f"  {each.error.message}"
        yield f"  → {each.error.fix}"
        return
    verdict = "would be rejected" if each.is_rejected else f"would be loaded with {each.rows_held:,} rows held"
    yield f"{each.title}, {each.year} code lists, {each.rows_received:,} rows: {verdict}"
    yield from _notes(each)
    for finding in each.findings:
        rule = finding.rule
        yield ""
        yield f" {rule.severity.value:<5} {rule.id:<44} {finding.rows_failed:>7,} rows   {rule.message}"
        yield f"       {_where(each, finding)}   → {rule.fix}"
    yield ""


def _notes(each: "FileCheck") -> Iterator[str]:
    """What is worth knowing of how a file was read, and is no finding."""
    if each.encoding == "cp1252":
        yield "  Not in UTF-8: read as Windows-1252. Look whether a name with an accent came out right."
    if each.older_than:
        yield f"  Of a year before {each.older_than}: read by the layout and the codes of that year."
    if each.unread_sheets:
        yield f"  Sheets that are not read: {', '.join(each.unread_sheets)}"
    if each.unread_columns:
        yield f"  Columns that are not read: {', '.join(each.unread_columns)}"
    if each.missing_columns:
        yield f"  Columns that it may lack, and lacks: {', '.join(each.missing_columns)}"


def _where(each: "FileCheck", finding: "Finding") -> str:
    shown = ", ".join(str(line) for line in finding.lines[:_LINES_SHOWN])
    more = ", …" if len(finding.lines) > _LINES_SHOWN else ""
    return f"column {each.headers_of(finding.rule)}, {each.counted_in} {shown}{more}"


def _as_json(each: "FileCheck") -> dict[str, Any]:
    return {
        "file": each.file_name,
        "table": each.title,
        "rejected": each.is_rejected,
        "error": each.error.message if each.error else "",
        "rows_received": each.rows_received,
        "rows_loaded": each.rows_loaded,
        "rows_held": each.rows_held,
        "duplicates": each.duplicates,
        "counted_in": each.counted_in,
        "encoding": each.encoding,
        "older_than": each.older_than,
        "unread_sheets": list(each.unread_sheets),
        "unread_columns": list(each.unread_columns),
        "missing_columns": list(each.missing_columns),
        "findings": [
            {
                "rule": finding.rule.id,
                "severity": finding.rule.severity.value,
                "columns": each.headers_of(finding.rule),
                "rows": finding.rows_failed,
                "lines": list(finding.lines),
                "message": finding.rule.message,
                "fix": finding.rule.fix,
            }
            for finding in each.findings
        ],
    }


def _write(out: Path, found: Sequence["FileCheck"]) -> None:
    from flows.steps.check import findings_workbook
    from flows.workbooks import SUFFIX, write_workbook

    if out.suffix == SUFFIX:
        write_workbook(findings_workbook(found), out)
    else:
        _write_csv(out, found)


def _write_csv(out: Path, found: Sequence["FileCheck"]) -> None:
    """A line per finding and row. Places and rules only: the file itself holds the values."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "counted_in", "line", "columns", "severity", "rule", "message", "fix"))
        for each in found:
            if each.error is not None:
                writer.writerow((each.file_name, "", "", "", "stop", "", each.error.message, each.error.fix))
            for finding in each.findings:
                rule = finding.rule
                about = (each.headers_of(rule), rule.severity.value, rule.id, rule.message, rule.fix)
                writer.writerows((each.file_name, each.counted_in, line, *about) for line in finding.lines)
