"""``cyp notify``: messages to suppliers, engineers, officers and directors."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import council_option, in_any_quarter, json_option

if TYPE_CHECKING:
    from flows.notices.outbox import Message


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be written; send nothing.")
@council_option
@json_option
def notify(council: Path | None, dry_run: bool, as_json: bool) -> None:
    """Tell each recipient in recipients.csv what is due or has happened, once.

    `cyp serve` and the flow notices/<council> do it by themselves. What a mail server or webhook does not take is tried
    again, and the command then ends with 4.
    """
    from flows.notices.tell import tell, would_tell
    from transforms.errors import SourceUnavailable

    run = in_any_quarter(council)
    messages = would_tell(run) if dry_run else tell(run, reminding=True)
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in messages], indent=2))
    else:
        for each in messages:
            _say(each, dry_run)
        if not messages:
            click.echo("There is nothing to tell." if (run.folder / "recipients.csv").is_file() else _NOBODY)
    if any(each.problem for each in messages):
        sys.exit(SourceUnavailable.exit_code)


_NOBODY = "Nobody is named: recipients.csv in the council folder says who is told what."


def _say(message: "Message", dry_run: bool) -> None:
    state = "would go" if dry_run else f"not taken, tried again later: {message.problem}" if message.problem else "sent"
    click.echo(f"{message.role}, {message.channel} {message.target}: {state}")
    if dry_run:
        click.echo(f"    {message.digest.subject}")
        for line in message.digest.text.splitlines():
            click.echo(f"    {line}".rstrip())


def _as_json(message: "Message") -> dict[str, Any]:
    return {
        "role": message.role,
        "channel": message.channel,
        "target": message.target,
        "subject": message.digest.subject,
        "text": message.digest.text,
        "problem": message.problem,
    }
