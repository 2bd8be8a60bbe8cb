"""``cyp publication``: what was published, what moved between two, taking one back, and making one final."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import Row

from flows.cli.decide import by_option
from flows.cli.options import council_option, in_any_quarter, json_option, told

if TYPE_CHECKING:
    from flows.steps.context import RunContext

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
    """Say what moves from publication A to publication B of one quarter: then, now, by how much, and why.

    Why: a late file, rows that were corrected or recorded since, a changed definition, code list or setting. Then which
    issued reports show figures that B has otherwise.
    """
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
@click.option("--go-back", is_flag=True, help="What was issued before it is the council's word again.")
@council_option
@json_option
def withdraw(number: int, by: str, reason: str, go_back: bool, council: Path | None, as_json: bool) -> None:
    """Take publication N back: nobody reads it any more, and its quarter has none in its place.

    With --go-back, the one that was issued before it is the council's word again, as it was. The rows of N stay in the
    warehouse. Copies of its report are named, to be deleted or called back by hand.
    """
    from flows.steps.decide import withdraw as withdraw_publication
    from flows.warehouse import publications
    from flows.warehouse.statements import statement

    run = _in_quarter_of(council, number)
    with run.engine.connect() as connection:
        copies = connection.execute(statement("publication_copies"), {"publication_id": number}).scalars().all()
    again = withdraw_publication(run, number, by, reason, go_back=go_back)
    folders = [str(place) for name in copies if (place := run.settings.reports / name).is_dir()]
    if as_json:
        said = {"publication_id": number, "status": "withdrawn", "reports": folders, "issued_again": again}
        click.echo(json.dumps(said, indent=2))
        return
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
    after = f"; the next run of {run.quarter} makes a new draft" if newest is None else ""
    click.echo(f"publication {number} is withdrawn{after}")
    if again is not None:
        click.echo(f"publication {again}, issued before it, is the council's word again")
    for folder in folders:
        click.echo(f"a copy of its report is still there: {folder}")


@publication.command()
@click.argument("number", metavar="N", type=int)
@by_option
@council_option
@json_option
def final(number: int, by: str, council: Path | None, as_json: bool) -> None:
    """Say that the figures of publication N's quarter are final, as it was issued with them.

    Later publications mark them as final while they are the same, and as revised where one moves all the same.
    """
    from flows.steps.decide import make_final

    run = _in_quarter_of(council, number)
    make_final(run, number, by)
    said = {"publication_id": number, "quarter": str(run.quarter), "status": "final"}
    told(as_json, said, [f"the figures of {run.quarter} are final, as publication {number} has them"])


@publication.command()
@click.argument("number", metavar="[N]", type=int, required=False)
@council_option
@json_option
def check(number: int | None, council: Path | None, as_json: bool) -> None:
    """Say whether publication N, or every one, still holds the rows that it was published with.

    Ends with 6 when one was changed by hand. Each run checks those that it builds on.
    """
    from flows.warehouse import seals
    from flows.warehouse.differences import the_publication
    from flows.warehouse.statements import statement

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        if number is None:
            parameters = {"council": run.council.slug, "quarter": ""}
            numbers = [row.publication_id for row in connection.execute(statement("publication_list"), parameters)]
        else:
            numbers = [the_publication(connection, run.council.slug, number).publication_id]
        seals.require_whole(connection, numbers)
    line = f"as published: {', '.join(map(str, numbers)) or 'nothing is published yet'}"
    told(as_json, {"publications": numbers, "whole": True}, [line])


def _in_quarter_of(council: Path | None, number: int) -> "RunContext":
    """The council, in the quarter that a publication reports."""
    from flows.warehouse.differences import the_publication
    from transforms.quarters import Quarter

    run = in_any_quarter(council)
    with run.engine.connect() as connection:
        return replace(run, quarter=Quarter.parse(the_publication(connection, run.council.slug, number).quarter))


def _listed(row: Row) -> dict[str, Any]:
    moments = {
        name: moment.isoformat() if moment else None for name, moment in row._asdict().items() if name in _MOMENTS
    }
    return {**row._asdict(), **moments, "replaces": int(row.replaces) if row.replaces else None}


def _line(row: Row) -> str:
    from flows.report.wording import day_of

    words = [f"{row.publication_id:>4}  {row.quarter}  {row.status:<10}  made {day_of(row.created_at)}"]
    words += [f"frozen by {row.frozen_by}"] if row.frozen_by else []
    words += [f"issued by {row.issued_by} on {day_of(row.issued_at)}"] if row.issued_by else []
    words += [f"restates {row.replaces}"] if row.replaces else []
    return ", ".join(words) + (f": {row.reason}" if row.reason else "")
