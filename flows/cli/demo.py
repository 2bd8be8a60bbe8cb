"""``cyp demo``: the sample council's quarter, from its files to an issued report, on the embedded database."""

from collections.abc import Iterator
from shutil import which

import click

from flows.steps.context import RunContext

_QUARTER = "2025-26-Q1"
_FROZEN_BY, _ISSUED_BY = "AT", "HB"  # the performance manager and the director of the sample council


@click.command()
def demo() -> None:
    """Take Merebridge, a synthetic council, through a whole quarter, and print where each thing is.

    Run it again and it says that nothing has changed.
    """
    from flows.cli import output
    from flows.cli.running import bring_up_to_date
    from flows.settings import get_settings

    folder = get_settings().repository / "samples" / "merebridge"
    run = RunContext.open(folder, _QUARTER)
    click.echo(output.heading(run))
    summary = bring_up_to_date(run, (), "demo", click.echo)
    output.say(summary.lines())
    if summary.exit_code:
        raise SystemExit(summary.exit_code)
    output.say(_decide(run))
    output.say(_where_things_are(run))


def _decide(run: RunContext) -> Iterator[str]:
    """Freeze, sign and issue in the names of the sample's officers, as people would after reading the draft."""
    from flows.cli import output
    from flows.commentary.signing import sign_for_all
    from flows.steps.quarter import freeze, issue, render_report
    from flows.warehouse import publications

    with run.engine.connect() as connection:
        issued = publications.issued(connection, run.council.slug, str(run.quarter))
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
    if issued and newest and issued.publication_id != newest.publication_id:
        yield f"issued {issued.publication_id} stays the council's word; {newest.publication_id} is a newer draft"
        return
    number = freeze(run, _FROZEN_BY, {})
    people = {officer.initials: officer.name for officer in run.council.officers}
    if not issued:
        signed = sign_for_all(run, _FROZEN_BY, "The demonstration, in the name of the sample's officers")
        names = ", ".join(dict.fromkeys(each.name for each in signed))
        yield f"signed {number}: {names}"
    issue(run, _ISSUED_BY)
    yield f"issued {number}: frozen by {people[_FROZEN_BY]}, issued by {people[_ISSUED_BY]}"
    for audience in ("internal", "public"):
        first, *others = render_report(run, number, audience).files
        yield f"Report      {output.shown(first)}   ({audience})"
        if others:
            yield f"            beside it: {', '.join(file.name for file in others)}"


def _where_things_are(run: RunContext) -> Iterator[str]:
    from flows.orchestration import server_status
    from flows.warehouse.logins import ensure_logins, reader_url

    ensure_logins(run.settings, run.engine, run.council.slug)
    cyp = "cyp" if which("cyp") else ".venv/bin/cyp"
    yield f"Warehouse   {reader_url(run.settings, run.council.slug, 'reader')}"
    yield f"            {cyp} warehouse psql --council samples/merebridge -- -c 'table mart.performance'"
    yield f"            officers, who also see drafts: {cyp} warehouse url --as officer --council samples/merebridge"
    yield f"Held rows   {cyp} held list --council samples/merebridge"
    server = server_status(run.settings)
    if server.running:
        yield f"Flow runs   {server.address}   (stop it: {cyp} server stop; the database: {cyp} warehouse stop)"
