"""``cyp explain``: one figure, opened down to its files."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import council_folder, council_option, json_option, quarter_argument
from flows.cli.report import newest_publication

if TYPE_CHECKING:
    from flows.steps.explain import Explained, ExplainedPart

_NAME, _MOST_DELIVERIES = 11, 6


@click.command()
@click.argument("measure")
@quarter_argument
@click.option("--publication", type=int, help="Its number; the newest of the quarter when not given.")
@click.option("--files", is_flag=True, help="List every delivery and every file with its SHA-256.")
@council_option
@json_option
def explain(
    measure: str, quarter: str, publication: int | None, files: bool, council: Path | None, as_json: bool
) -> None:
    """Open the figure of a MEASURE, such as "PED02 02", in QUARTER.

    The sum that makes it, what is counted and of what, the deliveries and versions that it rests on with their rows,
    what held rows could change, and why it is rated as it is. Of a publication, so that an issued figure is explained
    as it was issued.
    """
    from flows.steps.explain import explain as explained
    from flows.steps.quarter import RunContext

    run = RunContext.open(council_folder(council), quarter)
    found = explained(run, measure, publication or newest_publication(run))
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    for line in _lines(found, files):
        click.echo(line)


def _lines(found: "Explained", files: bool) -> Iterator[str]:
    yield f"{found.measure} {found.title}, {found.quarter}: publication {found.publication} ({found.status})"
    yield f"made {found.made}"
    for part in found.parts:
        yield ""
        yield f"{part.title}: {part.figure}" + (f" = {part.sum}" if part.sum else "")
        for name, words in part.facts:
            yield f"  {name:<{_NAME}} {words}"
        yield from _deliveries(part, files)


def _deliveries(part: "ExplainedPart", files: bool) -> Iterator[str]:
    shown = part.deliveries if files else part.deliveries[:_MOST_DELIVERIES]
    for place, each in enumerate(shown):
        batch = f", batch {each.batch}" if each.batch is not None else ""
        whose = f"{each.extract}, {each.supplier}, {each.covers}: {each.state}{batch}"
        yield f"  {'' if place else 'Rests on':<{_NAME}} {whose}"
        yield f"  {'':<{_NAME}}   data to {each.data_to}, taken on {each.taken_on}; rows {each.rows}"
        for file in each.files if files else ():
            yield f"  {'':<{_NAME}}   {file.table}: {file.name} {file.sha256}"
    if left := len(part.deliveries) - len(shown):
        yield f"  {'':<{_NAME}} and {left} more deliveries: --files"
