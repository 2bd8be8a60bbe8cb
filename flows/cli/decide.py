"""``cyp freeze`` and ``cyp issue``: the decisions that people take."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import council_folder, council_option, json_option, quarter_argument, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.steps.quarter import RunContext

by_option = click.option(
    "--by", "by", required=True, metavar="NAME", help="Officer of the council, by name or initials."
)


@click.command()
@quarter_argument
@by_option
@click.option("--without", multiple=True, metavar="EXTRACT", help="Accept that this extract has a gap.")
@click.option("--reason", multiple=True, metavar="TEXT", help="Why; one for each --without, in the same order.")
@council_option
@json_option
def freeze(
    quarter: str, by: str, without: tuple[str, ...], reason: tuple[str, ...], council: Path | None, as_json: bool
) -> None:
    """Choose the newest draft of QUARTER for the report, in place of one that was frozen before.

    Refused while anything is missing or rejected that nobody has accepted. Later drafts leave the frozen one as it is.
    """
    from flows.steps.quarter import RunContext, render_report
    from flows.steps.quarter import freeze as freeze_draft

    if len(without) != len(reason):
        raise click.UsageError("Give one --reason for each --without, in the same order.")
    run = RunContext.open(council_folder(council), quarter)
    number = freeze_draft(run, by, dict(zip(without, reason, strict=True)))
    status, page = _status_of(run, number), render_report(run, number, "internal").files[0]
    value = {"publication_id": number, "status": status, "reports": [str(page)]}
    told(as_json, value, [f"publication {number} is {status}", page])


@click.command()
@quarter_argument
@by_option
@click.option("--restate", is_flag=True, help="Replace a publication that was issued before.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is restated.")
@council_option
@json_option
def issue(quarter: str, by: str, restate: bool, reason: str, council: Path | None, as_json: bool) -> None:
    """Make the frozen publication of QUARTER the council's word, with its internal and public reports.

    Refused until the publication and its words are signed off (`cyp commentary sign-off`); words stay as they were
    signed. A newer draft is left aside. With --restate, what moved is listed on the first page of the new reports.
    """
    from flows.steps.quarter import RunContext, render_report
    from flows.steps.quarter import issue as issue_publication

    if restate != bool(reason):
        raise click.UsageError("--restate and --reason TEXT go together.")
    run = RunContext.open(council_folder(council), quarter)
    number = issue_publication(run, by, reason)
    aside = list(_left_aside(run, number))
    pages = [render_report(run, number, audience).files[0] for audience in ("internal", "public")]
    value = {"publication_id": number, "status": "issued", "reports": list(map(str, pages)), "left_aside": aside}
    told(as_json, value, [f"publication {number} is issued", *aside, *pages])


def _status_of(run: "RunContext", number: int) -> str:
    """Frozen, or issued where there was nothing newer to freeze."""
    from flows.warehouse.differences import the_publication

    with run.engine.connect() as connection:
        return the_publication(connection, run.council.slug, number).status


def _left_aside(run: "RunContext", issued: int) -> "Iterator[str]":
    from flows.cli.life import beside_line
    from flows.steps.life import what_would_move

    with run.engine.connect() as connection:
        found = what_would_move(run, connection)
    if found is not None and found.before.publication_id == issued:
        yield beside_line(found)
