"""``cyp warehouse erase`` and ``retain``: what is taken out for good, with proof."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from flows.cli.decide import by_option
from flows.cli.options import council_option, in_any_quarter, json_option, reason_option
from transforms.erasure import CHILD_REGISTERS
from transforms.errors import CypError

if TYPE_CHECKING:
    from flows.steps.erase import Place

_COLUMN = 36
dry_run_option = click.option("--dry-run", is_flag=True, help="Only count what would be removed.")


@click.command()
@click.option(
    "--register", required=True, type=click.Choice(CHILD_REGISTERS), help="Which kind of number the child is given by."
)
@click.option(
    "--number-from",
    "numbers",
    type=click.File(encoding="utf-8"),
    default="-",
    help="File whose first line is the number; without it, it is read from the standard input.",
)
@click.option("--alone", is_flag=True, help="Leave out other numbers that stand in one row with this one.")
@by_option
@reason_option
@dry_run_option
@council_option
@json_option
def erase(
    register: str,
    numbers: TextIO,
    alone: bool,
    by: str,
    reason: str,
    dry_run: bool,
    council: Path | None,
    as_json: bool,
) -> None:
    """Erase a child from the landed files, from core and from the held rows, and prove it.

    The number is never part of the command, which every account of the machine can see. What was published stays, and
    no later run brings the child back: not from the landed files, and not from new ones that still have the child.
    """
    from flows.steps.erase import erase_child

    run = in_any_quarter(council)
    if numbers.isatty():
        click.echo(f"Number ({register}), which is not shown: ", nl=False, err=True)
        number = click.prompt("", hide_input=True, prompt_suffix="", err=True)
    else:
        number = numbers.readline().strip()
    done = erase_child(run, register, number, by, reason, alone=alone, dry_run=dry_run)
    if as_json:
        click.echo(_as_json(done.places, done.removal_id, dict(done.registers)))
    else:
        known = ", ".join(f"{count} of {name}" for name, count in done.registers)
        click.echo(f"Numbers of the child: {known}.")
        _tell(done.places, dry_run)
    _finish("Erasure", done.removal_id, done.places, dry_run, as_json)


@click.command()
@by_option
@reason_option
@dry_run_option
@council_option
@json_option
def retain(by: str, reason: str, dry_run: bool, council: Path | None, as_json: bool) -> None:
    """Remove landed files, rows of core and held rows that were kept for as long as their rule says, and prove it.

    The rules stand in the council folder ([retention] in council.toml): years from the day that a delivery's data run
    to. What was published stays.
    """
    from flows.steps.retain import retain as remove_past

    done = remove_past(in_any_quarter(council), by, reason, dry_run=dry_run)
    if as_json:
        click.echo(_as_json(done.places, done.removal_id, {}))
    else:
        _tell(done.places, dry_run)
    if done.removal_id is None and not dry_run and not as_json:
        click.echo("Nothing is past its time.")
    _finish("Removal", done.removal_id, done.places, dry_run, as_json)


def _tell(places: Iterable["Place"], dry_run: bool) -> None:
    for place in places:
        counts = (
            f"{place.left_over:>8,} to remove" if dry_run else f"{place.removed:>8,} removed, {place.left_over:,} left"
        )
        click.echo(f"  {place.name:<{_COLUMN}} {counts}")


def _finish(word: str, removal_id: int | None, places: Iterable["Place"], dry_run: bool, as_json: bool) -> None:
    """Say what is recorded. Raises CypError where something is left that should not be."""
    if dry_run or removal_id is None:
        return
    if any(place.left_over for place in places):
        raise CypError(f"{word} {removal_id} left something behind.", "Give the command again.")
    if not as_json:
        click.echo(f"{word} {removal_id} is recorded (audit.removal, audit.removal_proof). What was published stays.")


def _as_json(places: Iterable["Place"], removal_id: int | None, registers: dict[str, int]) -> str:
    told = {"removal_id": removal_id, "numbers": registers, "places": [vars(place) for place in places]}
    return json.dumps(told, indent=2)
