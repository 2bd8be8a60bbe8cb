"""``cyp years``: what a collection year changes in an extract, and what that would do to files."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import json_option

if TYPE_CHECKING:
    from flows.steps.check import FileCheck
    from flows.steps.years import YearsCompared
    from transforms.years import YearChange

_LINES_SHOWN = 5


@click.command()
@click.argument("extract")
@click.argument("year")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--council", type=click.Path(file_okay=False, path_type=Path), help="Also check against this council.")
@json_option
def years(extract: str, year: str, files: tuple[Path, ...], council: Path | None, as_json: bool) -> None:
    """What a collection YEAR changes in an EXTRACT against the year before: tables, columns and codes.

    With FILES, such as last year's return, these are checked by the code lists of both years, and the rules that find
    other rows are listed: what a case system must change before it sends the new year. Nothing is loaded or kept.
    """
    from flows.steps.check import year_named
    from flows.steps.context import today
    from flows.steps.years import compare_years
    from transforms.extracts import EXTRACTS
    from transforms.years import changes, year_before

    found = next((each for each in EXTRACTS if each.id == extract), None)
    if found is None:
        raise _unknown(extract)
    day = today()
    now = year_named(found, year, day)
    before = year_before(found, now)
    made = changes(found, now)
    compared = compare_years(files, found, before, now, council, day) if files else None
    if as_json:
        click.echo(json.dumps(_as_json(made, compared), indent=2))
        return
    click.echo(f"{found.title}: {now.name} against {before.name}")
    for line in (*_changed(made), *(_would_do(compared, before.name, now.name) if compared else ())):
        click.echo(line)


def _unknown(extract: str) -> Exception:
    from transforms.errors import UsageError
    from transforms.extracts import EXTRACTS

    return UsageError(f"There is no extract {extract}.", f"Known: {', '.join(each.id for each in EXTRACTS)}.")


def _changed(made: "tuple[YearChange, ...]") -> Iterator[str]:
    if not made:
        yield "  Nothing that is checked changes."
    for each in made:
        note = {"renamed": "was ", "counts otherwise": "was "}.get(each.kind, "now ") + each.instead
        place = "  ".join(part for part in (each.place, f"({note})" if each.instead else "") if part)
        yield f"  {each.kind.value:<16} {each.what:<6} {each.name:<12} {each.label}  {place}".rstrip()


def _would_do(compared: "YearsCompared", before: str, now: str) -> Iterator[str]:
    yield ""
    for then, each in zip(compared.before, compared.now, strict=True):
        if each.error is not None:
            yield f"{each.file_name}: cannot be read. {each.error.message}"
            continue
        yield f"{each.title}, {each.rows_received:,} rows: {before} {_outcome(then)}; {now} {_outcome(each)}"
    if not compared.differences:
        yield "No rule finds other rows."
    for other in compared.differences:
        rows = f"{other.rows_before:,} rows in {before}, {other.rows_now:,} in {now}"
        yield f" {other.rule.severity.value:<5} {other.rule.id:<44} {rows}   {other.rule.message}"
        if other.lines:
            shown = ", ".join(str(line) for line in other.lines[:_LINES_SHOWN])
            more = ", …" if len(other.lines) > _LINES_SHOWN else ""
            yield f"       {other.file_name}, {shown}{more}   → {other.rule.fix}"


def _outcome(check: "FileCheck") -> str:
    return "would be rejected" if check.is_rejected else f"{check.rows_held:,} held"


def _as_json(made: "tuple[YearChange, ...]", compared: "YearsCompared | None") -> dict[str, object]:
    different = compared.differences if compared else ()
    return {
        "changes": [asdict(each) for each in made],
        "files": [
            {
                "file": each.file_name,
                "rule": each.rule.id,
                "severity": each.rule.severity.value,
                "rows_before": each.rows_before,
                "rows_now": each.rows_now,
                "lines": list(each.lines),
                "message": each.rule.message,
                "fix": each.rule.fix,
            }
            for each in different
        ],
    }
