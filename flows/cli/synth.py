"""``cyp synth``: a synthetic council of any size, with answers."""

from pathlib import Path

import click

from flows.cli.options import json_option, told


@click.command()
@click.option("--pupils", type=click.IntRange(100, 200_000), required=True, help="About so many pupils on roll.")
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed gives the same council.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
@click.option("--quarters", type=click.IntRange(1, 12), default=1, show_default=True, help="Quarters with registers.")
@click.option("--defects", is_flag=True, help="Put in faults of every kind, listed in DEFECTS.csv.")
@json_option
def synth(pupils: int, seed: int, out: Path, quarters: int, *, defects: bool, as_json: bool) -> None:
    """Write a synthetic council folder: extracts in their real formats, reference data, and answers.csv.

    The newest quarter is 2025-26-Q1. All five areas go back three years, attendance to the autumn of 2022.
    """
    # Loaded here, because numpy would slow the start of every other command.
    from samples.synth.generate import generate

    _refuse_another_folder(out)
    generate(out, pupils, seed, quarters, defects=defects)
    wrong = len((out / "DEFECTS.csv").read_text(encoding="utf-8").splitlines()) - 1
    line = f"{out}: about {pupils:,} pupils, {wrong} rows that are wrong on purpose (DEFECTS.csv), answers.csv"
    told(as_json, {"folder": str(out), "pupils": pupils, "wrong_on_purpose": wrong}, [line])


def _refuse_another_folder(out: Path) -> None:
    """An older council's deliveries would mix with the new one's."""
    if out.is_dir() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty. Name a new folder, or empty this one first.")
