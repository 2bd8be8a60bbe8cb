"""``cyp report``: render a publication again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import council_folder, council_option, json_option, quarter_argument, told

if TYPE_CHECKING:
    from flows.steps.quarter import RunContext


@click.command()
@quarter_argument
@click.option("--publication", type=int, help="Its number; the newest of the quarter when not given.")
@click.option(
    "--audience",
    type=click.Choice(["internal", "public"]),
    default="internal",
    show_default=True,
    help="Who will read it: public reports show no measure whose small numbers need protecting.",
)
@click.option(
    "--formats",
    metavar="NAMES",
    help="In which formats, with commas between: html, pdf, docx, xlsx, ods, csv. All when neither this nor "
    "CYP_REPORT_FORMATS is given.",
)
@click.option("--suppliers", is_flag=True, help="Instead, a page for each supplier: what came, and what to put right.")
@council_option
@json_option
def report(
    quarter: str,
    publication: int | None,
    audience: str,
    formats: str | None,
    suppliers: bool,
    council: Path | None,
    as_json: bool,
) -> None:
    """Render the report of a publication of QUARTER, and print where each of its files is.

    Its folder holds the formats that were asked for, and a manifest with their hashes.

    With --suppliers: what each system and school sent, what failed and where, what it is counted in, its own figures if
    it is a school, and the quarters before. The pages are for officers, and each for its supplier.
    """
    from flows.report.formats import named_formats
    from flows.steps.quarter import RunContext, render_report
    from flows.steps.report import usual_formats
    from flows.steps.suppliers import write_supplier_pages

    wanted = named_formats(formats) if formats else ()
    run = RunContext.open(council_folder(council), quarter)
    number = publication or newest_publication(run)
    if suppliers:
        files = (write_supplier_pages(run, number),)
    else:
        files = render_report(run, number, audience, wanted or usual_formats(run)).files
    readers = "suppliers" if suppliers else audience
    value = {"publication_id": number, "audience": readers, "files": list(map(str, files))}
    told(as_json, value, files)


def newest_publication(run: "RunContext") -> int:
    """Number of the newest publication of the run's quarter. Raises UsageError when there is none."""
    from flows.warehouse import publications
    from transforms.errors import UsageError

    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
    if newest is None:
        raise UsageError(f"Nothing is published for {run.quarter} yet.", f"Run it first: cyp run {run.quarter}")
    return newest.publication_id
