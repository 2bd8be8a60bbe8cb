"""``cyp run``, ``plan``, ``rerun`` and ``status``."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import council_folder, council_option, json_option, quarters_argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.steps import Step
    from flows.steps.quarter import Pending
    from transforms.quarters import Quarter


_EXTRACTS = click.option("--extract", "extracts", multiple=True, help="Only this extract; may be given several times.")
_GOES_ON = (0, 3, 4)
"""How a quarter may end for the next one of a range to be run: done, or made without what was rejected or not read."""


@click.command()
@quarters_argument
@_EXTRACTS
@council_option
@json_option
def run(quarters: str, council: Path | None, extracts: tuple[str, ...], as_json: bool) -> None:
    """Pull, check and stage what arrived for a quarter (as 2025-26-Q1), then publish a draft and its report.

    A supply that fails stops only its own measures. Ends with 3 when a delivery was rejected.

    Several quarters (as 2022-23-Q1..2025-26-Q1) are run in order, each with the extracts that reach it. One that ends
    with 3 or 4 has its draft all the same, and the next is run; after anything else the rest is left, and named.
    """
    _bring_up_to_date(council_folder(council), quarters, extracts, "run", None, as_json)


@click.command()
@quarters_argument
@_EXTRACTS
@click.option(
    "--from",
    "from_step",
    type=click.Choice(["stage", "publish", "report"]),
    help="Do this step and those after it again, even if nothing they rest on changed.",
)
@council_option
@json_option
def rerun(
    quarters: str, council: Path | None, extracts: tuple[str, ...], from_step: "Step | None", as_json: bool
) -> None:
    """Do only what failed or is stale in a quarter, and what depends on it; say what is skipped and why."""
    _bring_up_to_date(council_folder(council), quarters, extracts, "rerun", from_step, as_json)


def _bring_up_to_date(
    folder: Path, named: str, extracts: tuple[str, ...], command: str, from_step: "Step | None", as_json: bool
) -> None:
    from transforms.quarters import quarters_named

    quarters = list(quarters_named(named))
    one = len(quarters) == 1
    found: list[dict[str, Any]] = []
    for number, quarter in enumerate(quarters):
        found.append(_one(folder, str(quarter), extracts, command, from_step, as_json, one))
        if (left := quarters[number + 1 :]) and found[-1]["exit_code"] not in _GOES_ON:
            words = f"{left[0]}..{left[-1]}" if len(left) > 1 else f"{left[0]}"
            click.echo(f"Stopped after {quarter}. Put it right, then: cyp {command} {quarter}..{left[-1]}", err=True)
            click.echo(f"Not run: {words}", err=True)
            break
    if as_json:
        click.echo(json.dumps(found[0] if one else found, indent=2))
    elif not one:
        for each in found:
            click.echo(
                f"{each['quarter']}  publication {each['publication_id'] or 'none'}, ended with {each['exit_code']}"
            )
    sys.exit(next((each["exit_code"] for each in found if each["exit_code"]), 0))


def _one(
    folder: Path,
    quarter: str,
    extracts: tuple[str, ...],
    command: str,
    from_step: "Step | None",
    as_json: bool,
    alone: bool,
) -> dict[str, Any]:
    """Run one quarter and say how it went. Alone, an error that kept it from running is raised."""
    from flows.cli import output
    from flows.cli.running import bring_up_to_date, open_run
    from transforms.errors import CypError

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    try:
        context = open_run(folder, quarter, extracts)
        say(output.heading(context))
        summary = bring_up_to_date(context, extracts, command, say, from_step)
        if not as_json:
            output.say(summary.lines())
        return summary.as_json()
    except CypError as error:
        if alone:
            raise
        click.echo(str(error), err=True)
        return {"quarter": quarter, "publication_id": None, "exit_code": error.exit_code, "error": error.message}


@click.command()
@quarters_argument
@council_option
@json_option
def plan(quarters: str, council: Path | None, as_json: bool) -> None:
    """Say what a run of a quarter, or of several, would do and why, and which figures would move, without doing it."""
    from transforms.quarters import quarters_named

    named = quarters_named(quarters)
    found = [_planned(council_folder(council), str(quarter), as_json) for quarter in named]
    if as_json:
        click.echo(json.dumps(found[0] if len(found) == 1 else found, indent=2))


def _planned(folder: Path, quarter: str, as_json: bool) -> dict[str, Any]:
    from flows.cli import life, output
    from flows.steps.life import measures_that_may_move, what_would_move
    from flows.steps.quarter import RunContext, pending
    from flows.warehouse import publications

    context = RunContext.open(folder, quarter)
    found = pending(context)
    may_move = list(measures_that_may_move(context, found.plan))
    with context.engine.connect() as connection:
        moves = what_would_move(context, connection)
        frozen = publications.frozen(connection, context.council.slug, quarter)
        beside = frozen or publications.issued(connection, context.council.slug, quarter)
    if not as_json:
        click.echo(output.heading(context))
        output.say(_plan_lines(found))
        output.say(life.may_move_lines(may_move, beside))
        if moves is not None:
            output.say(life.movement_lines(moves))
            output.say(filter(None, [life.restated_line(moves, context.council)]))
    return {
        "quarter": quarter,
        **_plan_json(found),
        "may_move": [ref for ref, _ in may_move],
        "moves": moves and life.difference_json(moves, context.council),
    }


def _plan_lines(found: "Pending") -> "Iterator[str]":
    from flows.cli import output
    from flows.cli.running import is_left_alone

    for supply in found.plan.supplies:
        for planned in supply.deliveries:
            if planned.state != "current" or planned.is_asked_anew:
                state = planned.state if planned.state != "current" else "ask again"
                yield f"  {state:<9} {supply.extract}, {supply.supply.title}, {planned.slice.covers}"
    yield from (f"  missing   {line}" for line in output.missing_lines(found.plan))
    yield from (f"  {line}" for line in output.unavailable_lines(found.plan))
    yield from (f"  {line}" for line in output.waiting_lines(found.plan))
    yield from output.skipped_lines([s for s in found.plan.supplies if is_left_alone(s)])
    yield f"  {'would publish a new draft' if found.draft_is_due else 'no new draft: nothing it rests on changed'}"
    yield f"  {'would render its report' if found.report_is_due else 'no new report: it is in its place'}"


def _plan_json(found: "Pending") -> dict[str, Any]:
    from flows.cli.life import unavailable_json

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
        "unavailable": unavailable_json(found.plan),
        "draft_is_due": found.draft_is_due,
        "report_is_due": found.report_is_due,
    }


@click.command()
@click.argument("quarters", metavar="[QUARTER[..QUARTER]]", default="")
@council_option
@json_option
def status(quarters: str, council: Path | None, as_json: bool) -> None:
    """Show where a quarter stands: what arrived, is late, is held, rejected or missing, what is published, what moves.

    Of several, or without any (every quarter that was published, the last one that ended, and the present one): a line
    for each.
    """
    from transforms.quarters import quarters_named

    folder = council_folder(council)
    named = quarters_named(quarters) if quarters else ()
    if len(named) == 1:
        _status_of_one(folder, quarters, as_json)
    else:
        _status_of_all(folder, named, as_json)


def _status_of_one(folder: Path, quarter: str, as_json: bool) -> None:
    from flows.cli import life, output
    from flows.cli.running import left_runs
    from flows.steps.life import quarter_life, what_would_move
    from flows.steps.quarter import RunContext, plan_quarter

    context = RunContext.open(folder, quarter)
    found = plan_quarter(context)
    with context.engine.connect() as connection:
        now = quarter_life(context, connection, found, context.day)
        moves = what_would_move(context, connection)
        if as_json:
            content = life.status_json(context, connection, found, now)
            click.echo(
                json.dumps({**content, "moves": moves and life.difference_json(moves, context.council)}, indent=2)
            )
            return
        click.echo(output.heading(context))
        click.echo(life.stage_line(now))
        output.say(life.due_lines(now))
        output.say(output.supply_lines(context, connection, found))
        output.say(output.held_lines(connection, found, since_when=True))
        output.say(output.rejection_lines(found))
        output.say(output.unavailable_lines(found))
        output.say(output.waiting_lines(found))
        output.say(output.left_lines(left_runs(context)))
        output.say(life.publication_lines(connection, now))
        if moves is not None:
            output.say(life.movement_lines(moves))


def _status_of_all(folder: Path, named: "tuple[Quarter, ...]", as_json: bool) -> None:
    from flows.cli import life, output
    from flows.steps.context import today
    from flows.steps.life import known_quarters, quarter_life
    from flows.steps.quarter import RunContext, plan_quarter
    from transforms.quarters import Quarter

    day = today()
    context = RunContext.open(folder, str(Quarter.containing(day)))
    with context.engine.connect() as connection:
        known = tuple(replace(context, quarter=each) for each in named) or known_quarters(context, connection, day)
        lives = [quarter_life(each, connection, plan_quarter(each), day) for each in known]
    if as_json:
        click.echo(json.dumps([life.overview_json(each) for each in lives], indent=2))
        return
    click.echo(output.council_heading(context))
    for each in lives:
        click.echo(life.overview_line(each))
        if each.stage not in (life.ISSUED, life.OPEN):
            output.say(life.due_lines(each))
