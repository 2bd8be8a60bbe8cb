"""``cyp key``: the key by which people have their pseudonyms."""

import json
from pathlib import Path

import click

from flows.cli.decide import by_option
from flows.cli.options import council_option, in_any_quarter, json_option, told


@click.group()
def key() -> None:
    """The key by which children and officers have their pseudonyms.

    A run with another key than that of all that was loaded before is refused: nothing would link any more.
    """


@key.command()
@council_option
@json_option
def show(council: Path | None, as_json: bool) -> None:
    """Whether the key that is set is the one in use, and since when. The key itself is never shown."""
    from flows.report.wording import day_of
    from flows.steps.keys import key_in_use

    run = in_any_quarter(council)
    used = key_in_use(run)
    if as_json:
        told = {"set": run.key_id, "in_use": used.key_id if used else None, "since": str(used.since) if used else None}
        click.echo(json.dumps(told, indent=2))
    elif used is None:
        click.echo("No key is in use yet: nothing was loaded.")
    else:
        word = "is the one in use" if used.key_id == run.key_id else "is another than the one in use"
        why = f", by {used.by_name}: {used.reason}" if used.by_name else ""
        click.echo(f"The key that is set {word} since {day_of(used.since)}{why}.")


@key.command()
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="Why it was replaced.")
@council_option
@json_option
def replace(by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Bring the key that is set now into use in place of the one before, in an officer's name.

    The next run of each quarter loads everything anew under new pseudonyms; figures do not change.
    """
    from flows.steps.keys import replace_key

    run = in_any_quarter(council)
    replace_key(run, by, reason)
    line = "The key that is set is in use from now on. Run each quarter that still matters: cyp run QUARTER"
    told(as_json, {"in_use": run.key_id}, [line])
