"""``cyp held``: rows held back by a rule: where they are, whole for whoever corrects them, released by decision."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.decide import by_option
from flows.cli.options import council_option, in_any_quarter, json_option, told

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from flows.steps.context import RunContext
    from flows.steps.held import FigureAtStake
    from flows.steps.release import Released

_EXTRACT = click.option("--extract", default="", help="Only this extract.")
_SUPPLIER = click.option("--supplier", default="", help="Only this supplier.")
_COVERS = click.option("--covers", default="", metavar="PERIOD", help="Only this slice, as cyp held list names it.")


def _narrowed(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say of which deliveries."""
    return _EXTRACT(_SUPPLIER(_COVERS(command)))


@click.group()
def held() -> None:
    """Rows held back by a rule: where they are and why. Their values stay in the landed file."""


@held.command("list")
@_EXTRACT
@council_option
@json_option
def list_held(extract: str, council: Path | None, as_json: bool) -> None:
    """List rules that hold rows in the current batches: how many rows, since when, and where the first is.

    Rows that a named officer has released are counted apart.
    """
    from flows.cli.output import say
    from flows.warehouse.statements import statement

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        parameters = {"council": run.council.slug, "extract": extract}
        rows = connection.execute(statement("held_rules"), parameters).mappings().all()
    if as_json:
        click.echo(json.dumps([{**row, "first_seen": row["first_seen"].isoformat()} for row in rows], indent=2))
        return
    for row in rows:
        say(_rule_lines(row))
    if not rows:
        click.echo("No rows are held.")


def _rule_lines(row: "RowMapping") -> Iterator[str]:
    from flows.report.wording import day_of
    from transforms.sentences import plural

    rows_held = plural(row["rows_held"], "row", "rows")
    released = f", {row['rows_released']:,} released" if row["rows_released"] else ""
    yield (
        f"{row['extract']} {row['supplier']} {row['covers']}: {rows_held} of {row['file_name']}{released}, "
        f"since {day_of(row['first_seen'])}"
    )
    first = f"{row['counted_in']} {row['first_row']}"
    yield f"    {row['rule_id']}, from {first}, column {row['columns']}: {row['message']}"
    yield f"    → {row['fix']}"


@held.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@_narrowed
@council_option
@json_option
def show(rules: tuple[str, ...], extract: str, supplier: str, covers: str, council: Path | None, as_json: bool) -> None:
    """Say where each row is that RULES hold: file, sheet, line, and every rule that holds it. Without RULE: all."""
    from flows.steps.release import held_places

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        places = held_places(connection, run.council.slug, rules, extract, supplier, covers)
    if as_json:
        shown = ("extract", "supplier", "covers", "table_name", "file_name", "sheet", "row_number", "is_released")
        found = [{**{name: getattr(row, name) for name in shown}, "rules": row.rule_ids.split()} for row in places]
        click.echo(json.dumps(found, indent=2))
        return
    for row in places:
        sheet = f", sheet {row.sheet}" if row.sheet else ""
        released = ", released" if row.is_released else ""
        where = f"{row.extract} {row.supplier} {row.covers}  {row.file_name}{sheet}, {row.row_number}"
        click.echo(f"{where}{released}: {row.rule_ids}")
    if not places:
        click.echo("No rows are held.")


@held.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@_narrowed
@click.option("--whole", is_flag=True, help="Every row of the deliveries' tables, the held ones marked.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The workbook to write.")
@click.option("--anyway", is_flag=True, help="Also where others may look, or under version control.")
@council_option
@json_option
def export(
    rules: tuple[str, ...],
    extract: str,
    supplier: str,
    covers: str,
    whole: bool,
    out: Path,
    anyway: bool,
    council: Path | None,
    as_json: bool,
) -> None:
    """Write the rows that RULES hold into a workbook, whole, with what is wrong and what to do beside them.

    It holds children's rows: only its owner can read it, and it is to be deleted after use. With --whole it can be put
    right and take the place of the delivery's files; without, the rows are for looking them up at the source.
    """
    from flows.steps.held import held_sheets
    from flows.workbooks import require_private, write_workbook
    from transforms.sentences import plural

    require_private(out, anyway=anyway)
    sheets = held_sheets(in_any_quarter(council), rules, extract, supplier, covers, whole=whole)
    write_workbook(sheets, out)
    rows = {sheet.name: len(sheet.cells) for sheet in sheets}
    lines = [f"{name}: {plural(number, 'row', 'rows')}" for name, number in rows.items()]
    told(
        as_json,
        {"file": str(out), "rows": rows},
        [*lines, f"{out} holds children's rows. Delete it when it has served."],
    )


@held.command()
@click.option("--rule", required=True, metavar="RULE", help="The rule in spite of which they count.")
@_narrowed
@click.option("--line", "lines", multiple=True, type=int, metavar="N", help="Only this row, as cyp held show counts.")
@click.option("--whole-slice", is_flag=True, help="Every row, also of the files that come later for the slice.")
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="Why they count.")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Last day on which they do, as 2025-09-30. One that has passed takes a release back.",
)
@council_option
@json_option
def release(
    rule: str,
    extract: str,
    supplier: str,
    covers: str,
    lines: tuple[int, ...],
    whole_slice: bool,
    by: str,
    reason: str,
    until: datetime,
    council: Path | None,
    as_json: bool,
) -> None:
    """Let rows that a rule holds count all the same, by decision of a named officer. The next run loads them.

    It is given for rows of the very file that is there: another file needs another decision, unless --whole-slice was
    chosen. Rules that nobody may waive are marked so in the reference; a stop rule never is.
    """
    from flows.steps.release import Selection
    from flows.steps.release import release as release_rows

    run, last = in_any_quarter(council), until.date()
    done = release_rows(run, rule, Selection(extract, supplier, covers, lines, whole_slice), by, reason, last)
    if as_json:
        files = [vars(each) for each in done]
        click.echo(json.dumps({"rule": rule, "until": last.isoformat(), "files": files}, indent=2))
        return
    for each in done:
        click.echo(_released_line(each, run, last, whole_slice))
    click.echo("The next run of a quarter does it: cyp run QUARTER")


def _released_line(each: "Released", run: "RunContext", last: date, whole_slice: bool) -> str:
    from transforms.sentences import day_text, plural

    what = f"{each.extract} {each.supplier} {each.covers}: {plural(each.rows, 'row', 'rows')} of {each.file_name}"
    if last < run.day:
        return f"{what} held again: {day_text(last)} has passed"
    later = ", and any in later files," if whole_slice else ""
    also = f"; {each.held_otherwise:,} of them are held by another rule as well" if each.held_otherwise else ""
    return f"{what}{later} released until {day_text(last)}{also}"


@held.command()
@click.option("--rule", required=True, metavar="RULE", help="Why they wait, as the run has said.")
@_narrowed
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="Why they are right all the same.")
@council_option
@json_option
def accept(
    rule: str, extract: str, supplier: str, covers: str, by: str, reason: str, council: Path | None, as_json: bool
) -> None:
    """Accept whole deliveries that wait because they are unlike those before, by decision of a named officer.

    It is given for the very files that are there. The next run loads them.
    """
    from flows.steps.release import Selection
    from flows.steps.unusual import accept as accept_deliveries

    done = accept_deliveries(in_any_quarter(council), rule, Selection(extract, supplier, covers), by, reason)
    if as_json:
        click.echo(json.dumps([vars(each) for each in done], indent=2))
        return
    for each in done:
        click.echo(f"{each.extract} {each.supplier} {each.covers}: {each.file_name} accepted")
    click.echo("The next run of a quarter loads it: cyp run QUARTER")


@held.command("range")
@click.argument("quarter", metavar="[QUARTER]", default="")
@council_option
@json_option
def range_(quarter: str, council: Path | None, as_json: bool) -> None:
    """Say what held rows could do to the figures of the newest publication, of QUARTER if it is given.

    Each held row is taken for one more case that may count or not. A row that would have changed a case which counts
    already is not foreseen.
    """
    from flows.steps.held import figures_at_stake
    from flows.warehouse import publications
    from transforms.errors import UsageError

    run = in_any_quarter(council, quarter)
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, quarter or _newest_quarter(run, connection))
        if newest is None:
            raise UsageError("Nothing is published yet.", "Make a draft first: cyp run QUARTER")
        found = list(figures_at_stake(run, connection, newest))
    if as_json:
        figures = [_stake_json(each) for each in found]
        told = {"publication_id": newest.publication_id, "quarter": newest.quarter, "figures": figures}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(f"{newest.status} {newest.publication_id} of {newest.quarter}")
    for each in found:
        if each.stake.held:
            click.echo(f"  {each.measure}  {each.title}, {each.part}: {each.stake.figure}; {each.stake.words}")
    if not any(each.stake.held for each in found):
        click.echo("  No row behind its figures is held.")


def _newest_quarter(run: "RunContext", connection: "Connection") -> str:
    """The latest quarter of which anything was published; empty when nothing was."""
    from flows.warehouse.statements import statement

    listed = connection.execute(statement("publication_list"), {"council": run.council.slug, "quarter": ""}).all()
    return max((row.quarter for row in listed), default="")


def _stake_json(each: "FigureAtStake") -> dict[str, Any]:
    from transforms.figures import rounded

    ends = {"least": None, "most": None}
    if (reach := each.stake.reach) is not None:
        ends = {name: str(rounded(end, 6)) for name, end in (("least", reach.least), ("most", reach.most))}
    about = {"measure": each.measure, "part": each.part, "title": each.title, "unit": each.unit}
    return {**about, "figure": each.stake.figure, "rows_held": each.stake.held, **ends, "words": each.stake.words}
