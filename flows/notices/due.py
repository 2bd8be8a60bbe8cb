"""What is to be told of a council: asked of the ledger, so that an event lost or doubled makes no difference."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from flows.commentary.status import STALE, WRITTEN, CommentaryStatus, commentary_status
from flows.schedule import TIMEZONE, newest_open
from flows.steps.context import RunContext
from flows.warehouse import publications
from flows.warehouse.statements import statement
from transforms.errors import CypError
from transforms.extracts import EXTRACTS
from transforms.notices import (
    ASKED,
    Notice,
    delivery_rejected,
    owned_supply_late,
    report_ready,
    run_failed,
    signature_due,
    stage,
    supply_late,
    words_due,
)
from transforms.quarter_life import LATE, supplies_due
from transforms.quarters import Quarter
from transforms.sign_off import next_step

_TITLES = {extract.id: extract.title for extract in EXTRACTS}


def events(run: RunContext) -> tuple[Notice, ...]:
    """What happened within a week: runs that failed, deliveries that were rejected, reports that are ready."""
    with run.engine.connect() as connection:
        return tuple(_events(run, connection))


def reminders(run: RunContext) -> tuple[Notice, ...]:
    """What people owe on the day of the run: files that are late, words, signatures."""
    with run.engine.connect() as connection:
        late = tuple(_late_supplies(run, connection))
        frozen = connection.execute(statement("quarters_frozen"), {"council": run.council.slug}).scalars().all()
    of_quarters = (replace(run, quarter=Quarter.parse(name)) for name in frozen)
    return late + tuple(notice for each in of_quarters for notice in _owed_words(each, commentary_status(each)))


def _events(run: RunContext, connection: Connection) -> Iterator[Notice]:
    council = {"council": run.council.slug}
    for row in connection.execute(statement("notices_runs"), council):
        yield run_failed(*row)
    for row in connection.execute(statement("notices_rejected"), council):
        title = _TITLES.get(str(row.extract), str(row.extract))
        yield delivery_rejected(row.batch_id, title, row.supplier, row.covers, row.message, row.fix)
    for row in connection.execute(statement("notices_reports"), council):
        places = [_place(run, folder) for folder in row.folders.split()]
        yield report_ready(row.quarter, row.publication_id, row.status, places)


def _place(run: RunContext, folder: str) -> str:
    return report_address(run.settings.reports_url, folder) or str(run.settings.reports / folder)


def report_address(base: str, folder: str, page: str = "report.html") -> str:
    """Where a browser opens a report; empty where nobody said under which address the reports lie."""
    return f"{base.rstrip('/')}/{PurePosixPath(folder)}/{page}" if base else ""


def _late_supplies(run: RunContext, connection: Connection) -> Iterator[Notice]:
    try:
        quarter, _ = newest_open(
            run.council, run.settings.run_at, datetime.combine(run.day, run.settings.run_at, ZoneInfo(TIMEZONE))
        )
    except CypError:  # the bank holidays of its time are not known, so nothing can be late
        return
    if publications.issued(connection, run.council.slug, str(quarter)) is not None:
        return
    parameters = {"council": run.council.slug, "quarter_start": quarter.start}
    arrived = frozenset(
        (row.extract, row.supplier) for row in connection.execute(statement("notices_arrived"), parameters)
    )
    expected = tuple(supply for supply in run.council.supplies if supply.expected)
    for each in supplies_due(quarter, expected, arrived, run.day):
        if each.state == LATE and each.due is not None:
            supply = each.supply
            title = _TITLES.get(supply.extract, supply.extract)
            late = supply_late(str(quarter), title, supply.supplier, supply.title, each.due, run.day)
            yield late
            if supply.owner:
                yield owned_supply_late(supply.owner, late)


def _owed_words(run: RunContext, found: CommentaryStatus) -> Iterator[Notice]:
    quarter, publication = str(run.quarter), found.publication_id
    for officer in found.officers:
        owed = [each for each in found.words if each.officer == officer and each.state != WRITTEN]
        texts = [f"{each.ref} {each.what}{_since_changed(each.state)}".strip() for each in owed]
        if texts:
            yield words_due(quarter, publication, officer, owed[0].due, run.day, texts)
    waiting = next_step([each.state for each in found.signatures])
    for each in found.signatures:
        is_near = stage(each.due, run.day) != ASKED
        written = all(words.state in (WRITTEN, STALE) for words in found.words)
        if each.state is waiting and (is_near or written):
            for officer in each.state.missing:
                yield signature_due(quarter, publication, officer, each.state.step.role, each.due, run.day)


def _since_changed(state: str) -> str:
    return " (written, and its figures have changed since)" if state == STALE else ""
