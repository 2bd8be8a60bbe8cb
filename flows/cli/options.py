"""Options that several commands share."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transforms.errors import UsageError

if TYPE_CHECKING:
    from flows.steps.context import RunContext

council_option = click.option(
    "--council",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the council; CYP_COUNCIL when not given.",
)
reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why, without naming anybody.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


def quarter_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The quarter that a command is about."""
    return click.argument("quarter", metavar="QUARTER")(command)


def quarters_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The quarter that a command is about, or several: the first and the last with two dots between."""
    return click.argument("quarters", metavar="QUARTER[..QUARTER]")(command)


def told(as_json: bool, value: object, lines: Iterable[object]) -> None:
    """Print a value as JSON when scripts ask for it, or else its lines for people."""
    if as_json:
        click.echo(json.dumps(value, indent=2, default=str))
        return
    for line in lines:
        click.echo(line)


def council_folder(given: Path | None) -> Path:
    """The folder that was given, or the one in the settings. Raises UsageError when there is neither."""
    from flows.settings import get_settings

    folder = given or get_settings().council
    if folder is None:
        raise UsageError("No council is given.", "Use --council DIR, or set CYP_COUNCIL. samples/merebridge is one.")
    return folder


def in_any_quarter(council: Path | None, quarter: str = "") -> "RunContext":
    """A council for a command that is about no quarter, or about whichever is given."""
    from flows.steps.context import RunContext, today
    from transforms.quarters import Quarter

    return RunContext.open(council_folder(council), quarter or str(Quarter.containing(today())))
