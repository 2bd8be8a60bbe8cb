"""What is published of other areas, beside a measure."""

from collections.abc import Iterator

from flows.report.content.pieces import columns, number, numeric, paragraph, paragraphs, said
from flows.report.document import Block, Column, Heading, Line, Paragraph, Table, Words
from flows.report.model import ComparedArea, Comparison, MeasureSection, Report
from transforms.comparators import AreaKind

_AREAS = (AreaKind.OWN, AreaKind.NEIGHBOURS, AreaKind.REGION, AreaKind.ENGLAND)


def compared(measure: MeasureSection, comparison: Comparison, row: int) -> Iterator[Block]:
    """The newest published figures of a measure's part, by area, and what a place among the best would take."""
    of_part = _of_part(measure, comparison)
    yield Heading(4, said(f"Compared with others{of_part}"))
    yield Table(
        anchor=f"{measure.anchor}-compared-{row}",
        caption=f"Newest published figures, {measure.ref} {measure.title}",
        columns=(*columns("Area", "Published for"), *numeric("Figure", "Change in a year"), Column("Rank or basis")),
        rows=tuple(
            (said(area.area), said(area.period), number(area.figure), said(area.change), said(area.beside or "–"))
            for area in comparison.areas
        ),
    )
    yield from paragraphs(comparison.ways)
    yield Paragraph(said(f"Source: {comparison.source}.{_neighbours(comparison)}"), "note")


def side_by_side(report: Report, _place: int) -> Iterator[Block]:
    """Every measure of which something is published elsewhere, in one table."""
    found = [
        (measure, comparison)
        for objective in report.objectives
        for measure in objective.measures
        for comparison in measure.compared
    ]
    if not found:
        yield paragraph("No published figures of other areas are held for these measures.")
        return
    yield paragraph(
        "Newest published figures of the council and of others, which are older than this quarter’s own. Each "
        "measure’s section names the neighbours and the source."
    )
    yield Table(
        anchor="comparators-table",
        caption="Measures beside other areas, as published",
        columns=(
            *columns("Measure", "Published for"),
            *numeric(report.cover.council, "Neighbours’ mean", "Region", "England"),
            Column("Place among authorities"),
        ),
        rows=tuple(_beside(measure, comparison) for measure, comparison in found),
    )


def _beside(measure: MeasureSection, comparison: Comparison) -> tuple[Line, ...]:
    by_kind = {area.kind: area for area in comparison.areas}
    own = by_kind.get(AreaKind.OWN)
    period = (own or comparison.areas[0]).period
    named = Words(f"{measure.ref} {measure.title}{_of_part(measure, comparison)}", to=measure.anchor)
    figures = (_figure(by_kind.get(kind), period) for kind in _AREAS)
    return ((named,), said(period), *figures, said((own.beside if own else "") or "–"))


def _figure(area: ComparedArea | None, period: str) -> Line:
    """The figure; with the period that it is of, where that is not the row's."""
    if area is None:
        return said("–")
    return number(area.figure) if area.period == period else (*number(area.figure), Words(f" ({area.period})"))


def _of_part(measure: MeasureSection, comparison: Comparison) -> str:
    part = next((part for part in measure.parts if part.title == comparison.title), None)
    name = measure.called(part) if part else ""
    return f": {name}" if name else ""


def _neighbours(comparison: Comparison) -> str:
    named = "; ".join(f"{area.area} {area.figure.text}" for area in comparison.neighbours)
    return f" Neighbours: {named}." if named else ""
