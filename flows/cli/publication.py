"""``cyp publication``: what was published, what moved between two publications, and taking one back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Row

from flows.cli.decide import by_option
from flows.cli.options import council_option, in_any_quarter, json_option

_MOMENTS = ("created_at", "frozen_at", "issued_at")


@click.group()
def publication() -> None:
    """Publications: complete, numbered, never changed but for their status."""


@publication.command("list")
@click.option("--quarter", default="", help="Only this quarter, as 2025-26-Q1.")
@council_option
@json_option
def list_publications(quarter: str, council: Path | None, as_json: bool) -> None:
    """List the council's publications: their quarter and status, who decided what, and why."""
    from flows.warehouse.statements import statement
    from transforms.quarters import Quarter

    run = in_any_quarter(council, quarter)
    wanted = str(Quarter.parse(quarter)) if quarter else ""
    with run.engine.connect() as connection:
        rows = connection.execute(statement("publication_list"), {"council": run.council.slug, "quarter": wanted}).all()
    if as_json:
        click.echo(json.dumps([_listed(row) for row in rows], indent=2))
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo("Nothing is published yet.")


@publication.command()
@click.argument("before", metavar="A", type=int)
@click.argument("now", metavar="B", type=int)
@council_option
@json_option
def diff(before: int, now: int, council: Path | None, as_json: bool) -> None:
    """Say what moves from publication A to publication B of one quarter: then, now, by how much, and why."""
    from flows.cli.life import difference_json, movement_lines
    from flows.cli.output import say
    from flows.warehouse.differences import difference

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        found = difference(connection, run.council.slug, before, now)
    if as_json:
        click.echo(json.dumps(difference_json(found, run.council), indent=2))
        return
    say(movement_lines(found))


@publication.command()
@click.argument("number", metavar="N", type=int)
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="Why it is taken back.")
@council_option
@json_option
def withdraw(number: int, by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Take publication N back: nobody reads it any more, and its quarter has none in its place.

    Its rows stay in the warehouse. Copies of its report are named, to be deleted or called back by hand.
    """
    from flows.steps.decide import withdraw as withdraw_publication
    from flows.warehouse import publications
    from flows.warehouse.differences import the_publication
    from flows.warehouse.statements import statement
    from transforms.quarters import Quarter

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        quarter = the_publication(connection, run.council.slug, number).quarter
        copies = connection.execute(statement("publication_copies"), {"publication_id": number}).scalars().all()
    run = replace(run, quarter=Quarter.parse(quarter))
    withdraw_publication(run, number, by, reason)
    folders = [str(place) for name in copies if (place := run.settings.reports / name).is_dir()]
    if as_json:
        click.echo(json.dumps({"publication_id": number, "status": "withdrawn", "reports": folders}, indent=2))
        return
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, quarter)
    after = f"; the next run of {quarter} makes a new draft" if newest is None else ""
    click.echo(f"publication {number} is withdrawn{after}")
    for folder in folders:
        click.echo(f"a copy of its report is still there: {folder}")


def _listed(row: Row) -> dict[str, Any]:
    moments = {
        name: moment.isoformat() if moment else None for name, moment in row._asdict().items() if name in _MOMENTS
    }
    return {**row._asdict(), **moments, "replaces": int(row.replaces) if row.replaces else None}


def _line(row: Row) -> str:
    from flows.report.wording import day_text

    words = [f"{row.publication_id:>4}  {row.quarter}  {row.status:<10}  made {day_text(row.created_at.date())}"]
    words += [f"frozen by {row.frozen_by}"] if row.frozen_by else []
    words += [f"issued by {row.issued_by} on {day_text(row.issued_at.date())}"] if row.issued_by else []
    words += [f"restates {row.replaces}"] if row.replaces else []
    return ", ".join(words) + (f": {row.reason}" if row.reason else "")
