"""Milestones: dated pieces of work, and whether they will be done in time."""

from collections.abc import Iterator

from flows.report.content.pieces import columns, paragraph, rating, said, unbroken
from flows.report.document import REF, Block, Column, Table, Words
from flows.report.model import Report


def milestones(report: Report, _place: int) -> Iterator[Block]:
    """Every milestone with its officer, rating and comment."""
    if not report.milestones:
        yield paragraph("No milestones are set for this quarter.")
        return
    yield Table(
        anchor="milestones-table",
        caption=f"Milestones, {report.cover.quarter_title}",
        columns=(Column("Milestone"), *unbroken("Due", "Officer"), *columns("Progress", "Comment")),
        rows=tuple(
            (
                (Words(each.ref, REF), Words(f" {each.title}")),
                said(each.due),
                said(each.officer),
                rating(each.progress),
                said(each.comment),
            )
            for each in report.milestones
        ),
    )
