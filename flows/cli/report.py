"""``cyp report``: render a publication again."""

from pathlib import Path

import click

from flows.cli.options import council_folder, council_option, quarter_argument


@click.command()
@quarter_argument
@click.option("--publication", type=int, help="Its number; the newest of the quarter when not given.")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@council_option
def report(quarter: str, publication: int | None, audience: str, council: Path | None) -> None:
    """Render the report of a publication of QUARTER, and print where it is."""
    from flows.steps.quarter import RunContext, render_report
    from flows.warehouse import publications
    from transforms.errors import UsageError

    run = RunContext.open(council_folder(council), quarter)
    if publication is None:
        with run.engine.connect() as connection:
            newest = publications.newest(connection, run.council.slug, quarter)
        if newest is None:
            raise UsageError(f"Nothing is published for {quarter} yet.", f"Run it first: cyp run {quarter}")
        publication = newest.publication_id
    click.echo(render_report(run, publication, audience).folder / "report.html")
