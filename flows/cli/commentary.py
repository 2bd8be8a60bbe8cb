"""``cyp commentary``: officers' words about the measures, out and back, and who signs them."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.options import council_folder, council_option, in_any_quarter, json_option, quarter_argument, told
from flows.cli.report import newest_publication


@click.group()
def commentary() -> None:
    """Officers' words about the measures of a quarter."""


@commentary.command()
@quarter_argument
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for them.")
@click.option("--officer", multiple=True, metavar="NAME", help="Only this officer's; may be repeated.")
@council_option
@json_option
def export(quarter: str, out: Path, officer: tuple[str, ...], council: Path | None, as_json: bool) -> None:
    """Write a workbook for each officer from the frozen publication of QUARTER.

    It holds their measures with figures and breakdowns, their milestones, what they wrote last quarter, the parts of
    the narrative that they write, and a sheet to sign. Empty cells are for their words.
    """
    from flows.commentary.export import export_workbooks
    from flows.steps.quarter import RunContext

    files = export_workbooks(RunContext.open(council_folder(council), quarter), out, officer)
    told(as_json, {"files": list(map(str, files))}, files)


@commentary.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE...")
@click.option("--by", default="", metavar="NAME", help="Officer who takes them in; needed where a sheet is signed.")
@council_option
@json_option
def take_back(files: tuple[Path, ...], by: str, council: Path | None, as_json: bool) -> None:
    """Take workbooks back that officers have filled, or edited Word reports: all, or nothing where a cell is wrong.

    Words in an edited report count as those of the officer who answers for the measure. Prints what is new, what is
    blank, and what to look at in the words, as `check` does. The report shows the newest words about each measure, with
    their writer's name and date. The same file again brings nothing new.
    """
    from flows.cli.commentary_lines import taken_json, taken_lines
    from flows.commentary.take_in import read_all, take_in
    from flows.steps.quarter import render_report
    from flows.warehouse import publications

    returned = read_all(files)
    run = in_any_quarter(council, returned[0].quarter)
    taken = take_in(run, returned, by)
    with run.engine.connect() as connection:
        frozen = publications.frozen(connection, run.council.slug, str(run.quarter))
    pages = []
    if frozen is not None:
        pages = [render_report(run, frozen.publication_id, "internal").folder / "report.html"]
    value = {"taken": [taken_json(each) for each in taken], "reports": list(map(str, pages))}
    told(as_json, value, [*(line for each in taken for line in taken_lines(each)), *pages])


@commentary.command()
@quarter_argument
@council_option
@json_option
def status(quarter: str, council: Path | None, as_json: bool) -> None:
    """Which words about QUARTER are written, stale or late, officer by officer, and whose signature is missing.

    Days are counted back from the committee's meeting (committee.csv). Words are stale when the figures that they were
    written about have changed since.
    """
    from flows.cli.commentary_lines import status_json, status_lines
    from flows.commentary.status import commentary_status
    from flows.steps.quarter import RunContext

    run = RunContext.open(council_folder(council), quarter)
    found = commentary_status(run)
    if as_json:
        click.echo(json.dumps(status_json(run, found), indent=2, default=str))
        return
    for line in status_lines(run, found):
        click.echo(line)


@commentary.command("sign-off")
@quarter_argument
@click.option("--by", required=True, metavar="NAME", help="Who signs: an officer, by name or initials.")
@click.option("--as", "role", default="", metavar="STEP", help="As what; their first open step when not given.")
@click.option("--recorded-by", default="", metavar="NAME", help="Who records it for them, on the evidence given.")
@click.option("--evidence", default="", metavar="TEXT", help="What shows that they signed, such as a message.")
@council_option
@json_option
def sign_off(
    quarter: str, by: str, role: str, recorded_by: str, evidence: str, council: Path | None, as_json: bool
) -> None:
    """Sign the frozen publication of QUARTER with its words as they are now.

    Steps and signers stand in council.toml, and each step waits for the one before. New words after a signature ask for
    a new one, and so does another publication. `cyp issue` waits for all of them.
    """
    from flows.cli.commentary_lines import waiting_for
    from flows.commentary.signing import sign_off as sign
    from flows.steps.quarter import RunContext

    run = RunContext.open(council_folder(council), quarter)
    signed = sign(run, by, role, recorded_by, evidence)
    said = "signed" if signed.is_new else "had signed already"
    line = f"publication {signed.publication_id}: {signed.name} {said} as {signed.role}"
    next_lines = list(waiting_for(run))
    told(as_json, {**asdict(signed), "next": next_lines}, [line, *next_lines])


@commentary.command()
@quarter_argument
@click.option("--publication", type=int, help="Its number; the newest of the quarter when not given.")
@council_option
@json_option
def check(quarter: str, publication: int | None, council: Path | None, as_json: bool) -> None:
    """What to look at in the words about QUARTER before they are issued, measure by measure.

    Numbers that are no figure of their measure, percentages that do not follow from the counts beside them or are said
    to be all and are not, words of the quarter before, numbers from one to five of children, what could be a person's
    name, references to nothing, words whose figures have changed since, and measures without words. And figures that
    cannot all be right: targets headed with another year, shares of one whole that are more than all of it. Each is a
    question: the words are the officer's.
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
