"""``cyp doctor``: whether everything is as it must be."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.options import council_option, json_option


@click.command()
@council_option
@json_option
def doctor(council: Path | None, as_json: bool) -> None:
    """Look at settings, council, disk, database, roles, logins, clock, key, Prefect, landed files, backups, messages.

    Says what to do about each. Ends with 0 when nothing is wrong, though there may be something to look at; else with
    the exit code of the first thing that is.
    """
    from flows.doctor import WELL, examine, exit_code
    from flows.settings import get_settings

    settings = get_settings()
    found = examine(settings, council or settings.council)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            click.echo(f"  {each.state:<8}{each.name:<10}{each.words}")
            if each.fix and each.state != WELL:
                click.echo(f"{'':<20}{each.fix}")
    sys.exit(exit_code(found))
