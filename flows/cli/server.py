"""``cyp server``: the local Prefect server. ``cyp serve``: deployments, and the runs that they start."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from flows.cli.options import council_folder, council_option
from flows.orchestration import ensure_server, prefect_environment, server_status, stop_server, use_environment
from flows.settings import get_settings


@click.group()
def server() -> None:
    """The local Prefect server, which shows the flow runs in a browser."""


@server.command()
def start() -> None:
    """Start the server unless it runs, and print its address."""
    click.echo(ensure_server(get_settings()).removesuffix("/api"))


@server.command()
def stop() -> None:
    """Stop the server that this installation started. The record of its runs is kept."""
    click.echo("stopped" if stop_server(get_settings()) else "no local Prefect server was running")


@server.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
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


@server.command()
@council_option
def schedule(council: Path | None) -> None:
    """Print the days on which quarters are due, and the schedule's rule for a prefect.yaml of your own."""
    from flows.council import read_council
    from flows.schedule import due_ahead, recurrence

    settings, today = get_settings(), datetime.now(UTC).date()
    read = read_council(council_folder(council))
    for quarter, due in due_ahead(read, settings.run_at, today):
        click.echo(f"{quarter}  {due:%a %d %b %Y, %H:%M %Z}")
    click.echo(f"rrule: {json.dumps(recurrence(read, settings.run_at, today))}")


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
    use_environment(prefect_environment(settings, ensure_server(settings), verbose=True))
    from flows.serve import serve_councils  # after the settings: Prefect reads them when it is imported

    serve_councils(settings, folders, scheduled=scheduled)
