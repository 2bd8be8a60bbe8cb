"""``cyp held``: rows held back by a rule."""

import json
from pathlib import Path

import click

from flows.cli.options import council_folder, council_option, json_option


@click.group()
def held() -> None:
    """Rows held back by a rule: where they are and why. Their values stay in the landed file."""


@held.command("list")
@click.option("--extract", default="", help="Only this extract.")
@council_option
@json_option
def list_held(extract: str, council: Path | None, as_json: bool) -> None:
    """List rules that hold rows in the current batches: how many rows, and where the first is."""
    from flows.cli.output import counted
    from flows.council import read_council
    from flows.settings import get_settings
    from flows.steps.context import warehouse
    from flows.warehouse.statements import statement

    slug = read_council(council_folder(council)).slug
    with warehouse(get_settings()).connect() as connection:
        rows = connection.execute(statement("held_rules"), {"council": slug, "extract": extract}).mappings().all()
    if as_json:
        click.echo(json.dumps([dict(row) for row in rows], indent=2))
        return
    for row in rows:
        rows_held = counted(row["rows_failed"], "row", "rows")
        click.echo(f"{row['extract']} {row['supplier']} {row['covers']}: {rows_held} of {row['file_name']}")
        first = f"{row['counted_in']} {row['first_row']}"
        click.echo(f"    {row['rule_id']}, from {first}, column {row['columns']}: {row['message']}")
        click.echo(f"    → {row['fix']}")
    if not rows:
        click.echo("No rows are held.")
