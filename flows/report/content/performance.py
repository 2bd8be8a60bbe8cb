"""One clean table for each objective, a row for each measure or part of one."""

from collections.abc import Iterator

from flows.report.content.pieces import columns, number, numeric, paragraph, rating, said
from flows.report.document import (
    QUIET,
    REF,
    STRONG,
    Block,
    Bullets,
    Column,
    Heading,
    Line,
    Paragraph,
    Table,
    Travel,
    Words,
)
from flows.report.model import MeasurePart, MeasureSection, ObjectiveSection, Report
from flows.report.wording import short_signal

VALUES = (
    *numeric("Last year", "Same period last year", "Target", "Current"),
    *columns("Direction of travel", "More than chance?", "Progress"),
)


def by_objective(report: Report, _place: int) -> Iterator[Block]:
    """The council's objectives in its own order, and the schools that stand out for officers."""
    yield _how_to_read()
    for objective in report.objectives:
        yield from _objective(objective, report.cover.quarter_title)
    if not report.objectives:
        yield paragraph("No measure is reported this quarter.")
    if report.schools:
        yield from _schools(report)
    if report.exclusions:
        yield from _exclusions(report)
    if report.targets_missing:
        yield from _targets_missing(report)


def values(part: MeasurePart) -> tuple[Line, ...]:
    """The cells of a part, under ``VALUES``."""
    return (
        number(part.last_year),
        number(part.same_period),
        number(part.target),
        number(part.current, STRONG),
        (Travel(part.direction),),
        said(short_signal(part.signal)),
        rating(part.progress),
    )


def _how_to_read() -> Block:
    return Paragraph(
        (
            Words(
                "Each measure links to its own section, with its trend, its definition and the officer’s commentary. "
                "A dash under “More than chance?” is a figure that is not tested; its section says why. "
            ),
            Words("What the symbols mean", to="symbols"),
            Words("."),
        )
    )


def _objective(objective: ObjectiveSection, quarter: str) -> Iterator[Block]:
    yield Heading(3, said(f"{objective.ref} {objective.title}"), objective.anchor)
    if objective.measures:
        yield Table(
            anchor=f"{objective.anchor}-table",
            caption=f"{objective.ref} measures, {quarter}",
            columns=(Column("Measure"), *VALUES),
            rows=tuple(_row(measure, place) for measure in objective.measures for place in range(len(measure.parts))),
            groups=tuple(len(measure.parts) for measure in objective.measures),
        )
    if objective.withheld:
        yield paragraph("Not shown in the public report, because small numbers could point to a child:")
        yield Bullets(tuple((paragraph(f"{each.ref} {each.title}"),) for each in objective.withheld))


def _row(measure: MeasureSection, place: int) -> tuple[Line, ...]:
    part = measure.parts[place]
    return (_name(measure, part) if place == 0 else _part_name(measure, part), *values(part))


def _name(measure: MeasureSection, part: MeasurePart) -> Line:
    named = (Words(measure.ref, REF), Words(" "), Words(measure.title, to=measure.anchor))
    return (*named, Words(f": {part.title}")) if measure.called(part) else named


def _part_name(measure: MeasureSection, part: MeasurePart) -> Line:
    return Words(f"{measure.ref} {measure.title}: ", unseen=True), Words(part.title)


def _schools(report: Report) -> Iterator[Block]:
    yield Heading(3, said("Schools that stand out"), "schools")
    yield paragraph(
        "For officers. Each school beside all pupils of schools of its phase in the area. Listed are those that chance "
        "would put so far away twice in a thousand times; the smaller a school, the further away that is."
    )
    yield Table(
        anchor="schools-table",
        caption=f"Schools that stand out, {report.cover.quarter_title}",
        columns=(
            *columns("School", "Figure"),
            *numeric("Pupils", "Share", "Likely between", "All of its phase"),
            Column("So it is"),
        ),
        rows=tuple(
            (
                _school(each.school, each.phase),
                said(each.measure),
                said(each.counts),
                number(each.share, STRONG),
                said(each.between),
                number(each.of_phase),
                said(each.word),
            )
            for each in report.schools
        ),
    )


def _exclusions(report: Report) -> Iterator[Block]:
    yield Heading(3, said("Permanent exclusions by school"), "exclusions")
    yield paragraph("For officers. This academic year so far, less those taken back, with their main reasons.")
    yield Table(
        anchor="exclusions-table",
        caption=f"Permanent exclusions by school, {report.cover.quarter_title}",
        columns=(Column("School"), *numeric("Number"), Column("Reasons")),
        rows=tuple(
            (_school(each.school, each.phase), number(each.number, STRONG), said(each.reasons))
            for each in report.exclusions
        ),
    )


def _targets_missing(report: Report) -> Iterator[Block]:
    yield Heading(3, said("Schools that owe targets of children in care"), "targets-missing")
    yield paragraph("For officers. Targets that were due by the quarter’s end and had not come back.")
    yield Table(
        anchor="targets-missing-table",
        caption=f"Schools that owe targets of children in care, {report.cover.quarter_title}",
        columns=(Column("School"), *numeric("Not returned", "Due")),
        rows=tuple(
            (_school(each.school, each.phase), said(f"{each.missing:,}"), said(f"{each.due:,}"))
            for each in report.targets_missing
        ),
    )


def _school(name: str, phase: str) -> Line:
    return Words(name), Words(f" ({phase})", QUIET)
