"""``cyp run``, ``plan``, ``rerun`` and ``status``."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import council_folder, council_option, json_option, quarter_argument

if TYPE_CHECKING:
    from flows.steps import Step
    from flows.steps.quarter import Pending


@click.command()
@quarter_argument
@click.option("--extract", "extracts", multiple=True, help="Only this extract; may be given several times.")
@council_option
def run(quarter: str, council: Path | None, extracts: tuple[str, ...]) -> None:
    """Pull, check and stage what arrived for QUARTER (as 2025-26-Q1), then publish a draft and its report.

    A supply that fails stops only its own measures. Ends with 3 when a delivery was rejected.
    """
    _bring_up_to_date(council_folder(council), quarter, extracts, "run", None)


@click.command()
@quarter_argument
@click.option("--extract", "extracts", multiple=True, help="Only this extract; may be given several times.")
@click.option(
    "--from",
    "from_step",
    type=click.Choice(["stage", "publish", "report"]),
    help="Do this step and those after it again, even if nothing they rest on changed.",
)
@council_option
def rerun(quarter: str, council: Path | None, extracts: tuple[str, ...], from_step: "Step | None") -> None:
    """Do only what failed or is stale in QUARTER, and what depends on it; say what is skipped and why."""
    _bring_up_to_date(council_folder(council), quarter, extracts, "rerun", from_step)


def _bring_up_to_date(
    folder: Path, quarter: str, extracts: tuple[str, ...], command: str, from_step: "Step | None"
) -> None:
    from flows.cli import output
    from flows.cli.running import Summary, bring_up_to_date, open_run

    context = open_run(folder, quarter, extracts)
    click.echo(output.heading(context))
    summary: Summary = bring_up_to_date(context, extracts, command, click.echo, from_step)
    output.say(summary.lines())
    sys.exit(summary.exit_code)


@click.command()
@quarter_argument
@council_option
@json_option
def plan(quarter: str, council: Path | None, as_json: bool) -> None:
    """Say what a run of QUARTER would do and why, without doing it."""
    from flows.cli import output
    from flows.steps.quarter import RunContext, pending

    context = RunContext.open(council_folder(council), quarter)
    found = pending(context)
    if as_json:
        click.echo(json.dumps(_plan_json(found), indent=2))
        return
    click.echo(output.heading(context))
    for supply in found.plan.supplies:
        for planned in supply.deliveries:
            if planned.state != "current":
                click.echo(f"  {planned.state:<9} {supply.extract}, {supply.supply.title}, {planned.slice.covers}")
    output.say(f"  missing   {line}" for line in output.missing_lines(found.plan))
    output.say(output.skipped_lines([s for s in found.plan.supplies if s.state == "current"]))
    click.echo(
        f"  {'would publish a new draft' if found.draft_is_due else 'no new draft: nothing it rests on changed'}"
    )
    click.echo(f"  {'would render its report' if found.report_is_due else 'no new report: it is in its place'}")


def _plan_json(found: "Pending") -> dict[str, Any]:
    return {
        "deliveries": [
            {
                "extract": supply.extract,
                "supplier": supply.supplier,
                "covers": planned.slice.covers,
                "data_to": str(planned.delivery.data_to),
                "state": planned.state,
                "batch": planned.batch_id,
                "reason": planned.reason,
            }
            for supply in found.plan.supplies
            for planned in supply.deliveries
        ],
        "missing": [{"extract": s.extract, "supplier": s.supplier} for s in found.plan.supplies if s.is_missing],
        "draft_is_due": found.draft_is_due,
        "report_is_due": found.report_is_due,
    }


@click.command()
@quarter_argument
@council_option
@json_option
def status(quarter: str, council: Path | None, as_json: bool) -> None:
    """Show the ledger of QUARTER: what arrived, what was held, what is rejected or missing, what is published."""
    from flows.cli import output
    from flows.cli.running import status_json
    from flows.steps.quarter import RunContext, plan_quarter
    from flows.warehouse import publications

    context = RunContext.open(council_folder(council), quarter)
    found = plan_quarter(context)
    with context.engine.connect() as connection:
        if as_json:
            click.echo(json.dumps(status_json(context, connection, found), indent=2))
            return
        click.echo(output.heading(context))
        output.say(output.supply_lines(context, connection, found))
        output.say(output.held_lines(connection, found))
        output.say(output.rejection_lines(found))
        output.say(output.missing_lines(found))
        newest = publications.newest(connection, context.council.slug, quarter)
        issued = publications.issued(connection, context.council.slug, quarter)
        click.echo(output.publication_line(connection, newest) if newest else "nothing published yet")
        if issued and newest and issued.publication_id != newest.publication_id:
            click.echo(output.publication_line(connection, issued))
