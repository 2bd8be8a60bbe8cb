"""``cyp findings``: what is wrong in what was received, since when, and what has been put right."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import council_folder, council_option, json_option

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

_MOMENTS = ("first_seen", "last_seen", "fixed_at")


@click.group()
def findings() -> None:
    """What is wrong in what was received: rules that rows break, each known by a name that stays."""


@findings.command("list")
@click.option("--extract", default="", help="Only this extract.")
@click.option("--fixed", is_flag=True, help="What the newest delivery of each slice has put right.")
@council_option
@json_option
def list_findings(extract: str, fixed: bool, council: Path | None, as_json: bool) -> None:
    """List what is wrong in the newest deliveries, with its name, and since when it is known.

    A rule broken in one table of one slice is one finding, also in the slice's next file.
    """
    from flows.council import read_council
    from flows.settings import get_settings
    from flows.steps.context import warehouse
    from flows.warehouse.statements import statement

    slug = read_council(council_folder(council)).slug
    parameters = {"council": slug, "extract": extract, "fixed": fixed}
    with warehouse(get_settings()).connect() as connection:
        rows = connection.execute(statement("findings_known"), parameters).mappings().all()
    if as_json:
        click.echo(json.dumps([{**row, **_moments(row)} for row in rows], indent=2))
        return
    for row in rows:
        click.echo(_line(row))
        click.echo(f"    {row['message']}")
    if not rows:
        click.echo("Nothing was put right by the newest deliveries." if fixed else "Nothing is wrong.")


def _moments(row: "RowMapping") -> dict[str, str | None]:
    return {name: row[name].isoformat() if row[name] else None for name in _MOMENTS}


def _line(row: "RowMapping") -> str:
    from flows.report.wording import day_of
    from transforms.sentences import plural

    what = f"{row['finding_ref']}  {row['severity']:<4}  {row['extract']} {row['supplier']} {row['covers']}"
    rows = plural(row["rows_failed"], "row", "rows")
    until = f", put right {day_of(row['fixed_at'])}" if row["fixed_at"] else ""
    return f"{what}: {row['rule_id']}, {rows}, since {day_of(row['first_seen'])}{until}"
