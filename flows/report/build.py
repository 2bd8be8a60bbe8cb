"""A report from one publication: the warehouse's figures, the council's words, for one audience."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from flows.report.board import board_page
from flows.report.claims import remarks
from flows.report.measures import objective_sections, officer_name
from flows.report.model import INTERNAL, PUBLIC, Area, Cover, MilestoneRow, OfficerEntry, Report, TextSection
from flows.report.moved import acceptances, accepted_gaps, notice, revised_figures, revision_sentence
from flows.report.public_words import HiddenNumbers, public_commentary, public_milestones, public_narrative
from flows.report.ratings import rating_changes
from flows.report.read import PublicationRows, Row, Rows, read_publication
from flows.report.schools import with_schools
from flows.report.supply import completeness, control_sentence, finding_rows, lineage_rows, sources_of, supply_rows
from flows.report.wording import day_of, same_progress
from flows.warehouse.differences import EXTRACTS_OF
from transforms.council_types import Commentary, Council, Narrative, Section
from transforms.errors import UsageError
from transforms.sentences import day_text

OPEN = ("draft", "frozen")  # statuses in which words may still be changed


def build_report(
    connection: Connection,
    publication_id: int,
    council: Council,
    narrative: Narrative,
    commentary: Sequence[Commentary],
    audience: str,
    noted: Rows = (),
) -> Report:
    """Read a publication and make its report.

    ``audience`` is public (without internal measures, small numbers and row counts of deliveries) or internal;
    ``noted`` are figures that words may name though no report shows them.
    Raises UsageError for another audience or an unknown publication, Refused for a withdrawn one.
    """
    if audience not in (PUBLIC, INTERNAL):
        raise UsageError(f"'{audience}' is not an audience.", "Use public or internal.")
    rows = replace(read_publication(connection, publication_id, audience), noted=noted)
    return compose(rows, council, narrative, commentary, audience, EXTRACTS_OF)


def compose(
    rows: PublicationRows,
    council: Council,
    narrative: Narrative,
    commentary: Sequence[Commentary],
    audience: str,
    extracts_of: Mapping[str, Sequence[str]],
) -> Report:
    """The report of rows already read. Pure, so that it can be tested without a warehouse.

    ``extracts_of`` names the extracts behind each indicator, so that a measure can say what it rests on.
    """
    if audience == PUBLIC:
        rows, narrative, commentary = _for_the_public(rows, narrative, commentary)
    sources = sources_of(extracts_of, rows.supplies, audience)
    objectives = objective_sections(rows, council, commentary, sources)
    is_open = audience == INTERNAL and rows.publication["status"] in OPEN
    shown = [measure for objective in objectives for measure in objective.measures]
    accepted, revised = accepted_gaps(rows.decisions), revised_figures(rows.revisions)
    complete = (*completeness(rows.supplies, audience), *acceptances(accepted), *revision_sentence(revised))
    board = board_page(shown, len(rows.withheld), (*complete, *control_sentence(rows, audience)))
    report = Report(
        cover=_cover(rows, council, audience),
        board=replace(board, rerated=rating_changes(shown, rows.before)),
        introduction=narrative.introduction,
        key_developments=_text_sections(narrative.key_developments),
        emerging_issues=_text_sections(narrative.emerging_issues),
        equality=narrative.equality,
        objectives=objectives,
        milestones=_milestones(rows.milestones, council, commentary, str(rows.publication["quarter"])),
        financial_summary=narrative.financial_summary,
        supplies=supply_rows(rows.supplies, audience),
        findings=finding_rows(rows.findings, council, audience),
        lineage=lineage_rows(rows.lineage, council, audience),
        officers=tuple(OfficerEntry(officer.initials, officer.name, officer.role) for officer in council.officers),
        notice=notice(rows, audience, extracts_of),
        accepted=accepted,
        revised=revised,
        remarks=remarks(rows, council, commentary, narrative) if is_open else (),
        area=Area(council.la_code, council.gss_code, council.region),
        school_improvement=_text_sections(narrative.school_improvement),
    )
    return with_schools(report, rows.schools) if audience == INTERNAL else report


def _for_the_public(
    rows: PublicationRows, narrative: Narrative, commentary: Sequence[Commentary]
) -> tuple[PublicationRows, Narrative, Sequence[Commentary]]:
    """Words without those that could give a small number away."""
    hidden = HiddenNumbers(rows)
    shown = replace(rows, milestones=public_milestones(rows.milestones, hidden))
    return shown, public_narrative(narrative, hidden), public_commentary(commentary, hidden)


def _cover(rows: PublicationRows, council: Council, audience: str) -> Cover:
    row = rows.publication
    return Cover(
        council=row["council_name"] or council.name,
        quarter=row["quarter"],
        quarter_title=row["quarter_title"],
        period=f"{day_text(row['start_date'])} to {day_text(row['end_date'])}",
        status=row["status"],
        audience=audience,
        publication=row["publication_id"],
        synthetic=council.synthetic,
        made_on=_moment(row["created_at"]),
        decided=_decided(row),
        signed=_signed_off(rows.decisions) if row["issued_at"] else "",
        data_to=_latest_data(rows.lineage),
        fingerprint=row["input_fingerprint"] or "",
        code_version=row["code_version"] or "",
    )


def _moment(moment: datetime | None) -> str:
    return day_of(moment) if moment else ""


def _decided(row: Row) -> str:
    """Who made this copy what it is, and when."""
    if row["issued_at"]:
        return f"Issued by {row['issued_by']} on {_moment(row['issued_at'])}"
    if row["frozen_at"]:
        return f"Frozen by {row['frozen_by']} on {_moment(row['frozen_at'])}, not yet issued"
    return "Not yet agreed by the council"


def _signed_off(decisions: Rows) -> str:
    """Who signed, by role in the order of the sign-off, each with the day of the role's last signature."""
    roles: dict[str, dict[str, datetime]] = {}
    for row in decisions:
        if row["kind"] == "sign-off":
            roles.setdefault(row["subject"], {})[row["by_name"]] = row["decided_at"]
    said = [
        f"{role} {' and '.join([', '.join([*names][:-1]), [*names][-1]] if len(names) > 1 else names)}, "
        f"{_moment(max(names.values()))}"
        for role, names in roles.items()
    ]
    return f"Signed off by {'; '.join(said)}" if said else ""


def _latest_data(lineage: Rows) -> str:
    days: list[date] = [row["data_to"] for row in lineage if row["data_to"]]
    return day_text(max(days)) if days else "not recorded"


def _text_sections(sections: Sequence[Section]) -> tuple[TextSection, ...]:
    return tuple(TextSection(section.title, section.paragraphs) for section in sections)


def _milestones(
    rows: Rows, council: Council, commentary: Sequence[Commentary], quarter: str
) -> tuple[MilestoneRow, ...]:
    """An officer's words take the place of the comment that was published with a milestone."""
    said = {
        words.measure: f"{words.text} ({officer_name(council, words.officer)}, {day_text(words.written_on)})"
        for words in commentary
        if words.is_milestone and words.quarter == quarter
    }
    return tuple(
        MilestoneRow(
            objective_ref=row["objective_ref"],
            ref=row["milestone_ref"],
            title=row["title"],
            due=day_text(row["due_date"]) if row["due_date"] else "–",
            officer=officer_name(council, row["officer"]),
            progress=same_progress(row["progress"] or ""),
            comment=said.get(row["milestone_ref"], row["comment"] or ""),
        )
        for row in rows
    )
