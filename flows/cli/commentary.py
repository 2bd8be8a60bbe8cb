"""``cyp commentary``: officers' words about the measures."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.options import council_folder, council_option, json_option, quarter_argument
from flows.cli.report import newest_publication


@click.group()
def commentary() -> None:
    """Officers' words about the measures of a quarter."""


@commentary.command()
@quarter_argument
@click.option("--publication", type=int, help="Its number; the newest of the quarter when not given.")
@council_option
@json_option
def check(quarter: str, publication: int | None, council: Path | None, as_json: bool) -> None:
    """What to look at in the words about QUARTER before they are issued, measure by measure.

    Numbers that are no figure of their measure, percentages that do not follow from the counts beside them or are said
    to be all and are not, words of the quarter before, numbers from one to five of children, references to nothing, and
    measures without words. And figures that cannot all be right: targets headed with another year, shares of one whole
    that are more than all of it. Each is a question: the words are the officer's.
    """
    from flows.steps.quarter import RunContext
    from flows.steps.report import words_to_check

    run = RunContext.open(council_folder(council), quarter)
    found = words_to_check(run, publication or newest_publication(run))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
        return
    for remark in found:
        click.echo(f"{remark.ref:<9} {remark.officer}: {remark.text}")
    click.echo(f"{len(found)} to look at" if found else "Nothing to look at.")
