"""``cyp server``: the local Prefect server. ``cyp serve``: deployments, and the runs that they start."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import council_folder, council_option, json_option, told
from flows.orchestration import ensure_server, prefect_environment, server_status, stop_server, use_environment
from flows.settings import get_settings
from transforms.errors import UsageError

if TYPE_CHECKING:
    from flows.settings import Settings
    from transforms.council_types import Council
    from transforms.quarters import Quarter


_PATIENCE = 120.0


@click.group()
def server() -> None:
    """The local Prefect server, which shows the flow runs in a browser."""


@server.command()
@json_option
def start(as_json: bool) -> None:
    """Start the server unless it runs, and print its address."""
    address = ensure_server(get_settings()).removesuffix("/api")
    told(as_json, {"address": address}, [address])


@server.command()
@json_option
def stop(as_json: bool) -> None:
    """Stop the server that this installation started. The record of its runs is kept."""
    stopped = stop_server(get_settings())
    told(as_json, {"stopped": stopped}, ["stopped" if stopped else "no local Prefect server was running"])


@server.command()
@json_option
def status(as_json: bool) -> None:
    """Say whether a server runs, and where."""
    found = server_status(get_settings())
    if as_json:
        shown = {"running": found.running, "ours": found.ours, "address": found.address, "pid": found.pid}
        click.echo(json.dumps(shown))
    elif found.running:
        click.echo(f"running at {found.address}" + ("" if found.ours else " (PREFECT_API_URL)"))
    else:
        click.echo("not running" if found.ours else f"{found.address} (PREFECT_API_URL) does not answer")


def _once_it_answers(settings: "Settings") -> str:
    """Address of the server's API. One that starts at the same time, as after a power cut, is given two minutes."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return ensure_server(settings)
        except UsageError:
            if time.monotonic() > deadline:
                raise
            time.sleep(2)


@server.command()
@click.argument("quarter", metavar="[QUARTER]", default="")
@council_option
@json_option
def schedule(quarter: str, council: Path | None, as_json: bool) -> None:
    """Print the days on which quarters are due; with QUARTER, every day of its life up to the committee's meeting.

    Without QUARTER, also the schedules' rules for a prefect.yaml of your own.
    """
    from flows.council import read_council
    from transforms.quarters import Quarter

    read = read_council(council_folder(council))
    if quarter:
        _calendar(read, Quarter.parse(quarter), as_json)
    else:
        _schedules(read, as_json)


def _schedules(council: "Council", as_json: bool) -> None:
    from flows.schedule import due_ahead, early_recurrence, recurrence
    from flows.steps.context import today

    settings, day = get_settings(), today()
    ahead = due_ahead(council, settings.run_at, day)
    rules = {
        "due": recurrence(council, settings.run_at, day),
        "receive": early_recurrence(council, settings.run_at, day),
    }
    if as_json:
        due = [{"quarter": str(each), "due": moment.isoformat()} for each, moment in ahead]
        click.echo(json.dumps({"due": due, "rules": rules}, indent=2))
        return
    for each, moment in ahead:
        click.echo(f"{each}  {moment:%a %d %b %Y, %H:%M %Z}")
    if rules["receive"]:
        click.echo(f"receive: {json.dumps(rules['receive'])}")
    click.echo(f"rrule: {json.dumps(rules['due'])}")


def _calendar(council: "Council", quarter: "Quarter", as_json: bool) -> None:
    from transforms.quarter_calendar import clashes, quarter_calendar

    days = quarter_calendar(council, quarter)
    if as_json:
        listed = [{"day": each.day and each.day.isoformat(), "what": each.what, "of": each.of} for each in days]
        click.echo(json.dumps({"quarter": str(quarter), "days": listed, "clashes": clashes(days)}, indent=2))
        return
    click.echo(f"{council.name}, {quarter}")
    for each in days:
        click.echo(
            f"  {f'{each.day:%a %d %b %Y}' if each.day else 'not known':<15}  {each.what:<12}  {each.of}".rstrip()
        )
    for line in clashes(days):
        click.echo(f"  ! {line}")
    if any(each.day is None for each in days):
        click.echo("  not known: add the meeting to committee.csv, or a year of bank holidays (docs/runbook.md)")


@click.command()
@click.option(
    "--council",
    "councils",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of a council; may be given several times. CYP_COUNCIL when not given.",
)
@click.option(
    "--schedule/--no-schedule",
    "scheduled",
    default=True,
    help="Start quarters on the day that they are due, and nightly until they are issued; or only when asked.",
)
def serve(councils: tuple[Path, ...], scheduled: bool) -> None:
    """Register the deployments of each --council (default CYP_COUNCIL) and work them until interrupted.

    A run that was due while nobody served is made up for once.
    """
    settings = get_settings()
    folders = councils or ((settings.council,) if settings.council else ())
    if not folders:
        raise click.UsageError("Name a council folder with --council, or set CYP_COUNCIL.")
    use_environment(prefect_environment(settings, _once_it_answers(settings), verbose=True))
    from flows.serve import serve_councils  # after the settings: Prefect reads them when it is imported

    serve_councils(settings, folders, scheduled=scheduled)
