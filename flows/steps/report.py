"""Report: render a publication for an audience, once, into its own folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from flows.commentary.beside import rows_beside
from flows.commentary.words import as_text, words_for
from flows.failpoints import failpoint
from flows.fingerprints import fingerprint, sources_hash
from flows.report.build import OPEN, build_report
from flows.report.claims import remarks
from flows.report.folder import files_of, holds, write_report
from flows.report.formats import ALL_FORMATS, named_formats
from flows.report.model import INTERNAL, Remark
from flows.report.read import read_publication
from flows.room import room_for
from flows.steps.context import RunContext
from flows.warehouse import disclosure, publications
from flows.warehouse.engine import transaction
from flows.warehouse.patience import as_one_step
from flows.warehouse.statements import statement

DRAFT_FORMATS = ("html",)
REPORT_SOURCES = ("flows/report", "transforms")


@dataclass(frozen=True)
class ReportOutcome:
    """Where the report is, and whether this call rendered it."""

    folder: Path
    created: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file but the manifest, the page first."""
        return files_of(self.folder)


def render_report(
    run: RunContext, publication_id: int, audience: str, formats: Sequence[str] = (), *, again: bool = False
) -> ReportOutcome:
    """Render a publication's report, unless the same one is in its place and not ``again``.

    ``formats`` are the usual ones when not given. Two at once: one renders, the other waits. Raises DiskFull.
    """
    return as_one_step(lambda: _render(run, publication_id, audience, formats, again), run.settings)


def _render(run: RunContext, publication_id: int, audience: str, formats: Sequence[str], again: bool) -> ReportOutcome:
    with transaction(run.engine) as connection:
        connection.execute(statement("lock"), {"name": f"report {publication_id} {audience}"})
        mark = report_fingerprint(run, connection, publication_id, audience)
        formats = formats or usual_formats(run, _status(connection, publication_id))
        place = rendered(run, connection, publication_id, audience, mark, formats)
        if place is not None and not again:
            return ReportOutcome(place, created=False)
        words = words_for(run, connection, publication_id)
        is_checked = audience == INTERNAL and _status(connection, publication_id) in OPEN
        noted = tuple(rows_beside(run, connection, publication_id)) if is_checked else ()
        report = build_report(
            connection, publication_id, run.council, words.narrative, words.commentary, audience, noted
        )
        with room_for("the reports", run.settings.reports):
            run.settings.reports.mkdir(parents=True, exist_ok=True, mode=0o700)  # internal ones hold small numbers
            written = write_report(report, run.settings.reports / run.council.slug / str(run.quarter), formats, mark)
        failpoint("report.before-row")
        parameters = {
            "publication_id": publication_id,
            "audience": audience,
            "render_fingerprint": mark,
            "folder": written.folder.relative_to(run.settings.reports).as_posix(),
            "sha256": written.sha256,
        }
        connection.execute(statement("report_add"), parameters)
    return ReportOutcome(written.folder, created=True)


def words_to_check(run: RunContext, publication_id: int) -> tuple[Remark, ...]:
    """What officers should look at in their words, beside the figures of a publication."""
    with run.engine.connect() as connection:
        words = words_for(run, connection, publication_id)
        noted = tuple(rows_beside(run, connection, publication_id))
        rows = replace(read_publication(connection, publication_id, INTERNAL), noted=noted)
        return remarks(rows, run.council, words.commentary, words.narrative)


def usual_formats(run: RunContext, status: str = "") -> tuple[str, ...]:
    """The formats that the settings name. Where they name none: a draft's page, which is there at once; else all."""
    named = run.settings.report_formats
    if named:
        return named_formats(named)
    return DRAFT_FORMATS if status == "draft" else ALL_FORMATS


def report_fingerprint(run: RunContext, connection: Connection, publication_id: int, audience: str) -> str:
    """What a report depends on: the publication, its status, what it is compared with, the words and the code."""
    beside = publications.compared_with(connection, run.council.slug, publication_id)
    before = publications.report_before(connection, publication_id)
    return fingerprint(
        str(publication_id),
        _status(connection, publication_id),
        f"{beside.publication_id} {beside.status}" if beside else "",
        str(before),
        audience,
        as_text(words_for(run, connection, publication_id)),
        disclosure.choices_mark(connection, run.council.slug, str(run.quarter)) if audience != INTERNAL else "",
        sources_hash(run.settings.repository, REPORT_SOURCES),
    )


def rendered(
    run: RunContext, connection: Connection, publication_id: int, audience: str, mark: str, formats: Sequence[str] = ()
) -> Path | None:
    """The folder of a report that is in the ledger, and in its place in these or the usual formats; None otherwise."""
    formats = formats or usual_formats(run, _status(connection, publication_id))
    parameters = {"publication_id": publication_id, "audience": audience, "render_fingerprint": mark}
    found = connection.execute(statement("report_found"), parameters).scalar_one_or_none()
    place = run.settings.reports / found if found else None
    return place if place is not None and holds(place, mark, formats) else None


def _status(connection: Connection, publication_id: int) -> str:
    found = connection.execute(statement("publication_status"), {"publication_id": publication_id})
    return str(found.scalar_one_or_none())
