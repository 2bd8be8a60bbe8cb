"""What the figures rest on as a whole: deliveries, gaps, restated and revised figures, findings, files."""

from collections.abc import Iterator, Sequence

from flows.report.content.pieces import columns, measure_link, number, numeric, paragraph, said, unbroken
from flows.report.deliveries import FindingRow, LineageRow, SupplyRow
from flows.report.document import (
    CODE,
    REF,
    STRONG,
    Block,
    Bullets,
    Column,
    Group,
    Heading,
    Line,
    Paragraph,
    Table,
    Words,
)
from flows.report.model import INTERNAL, Report, RevisedFigure
from flows.report.notice import Notice

_EFFECT = {"stop": "Delivery rejected", "hold": "Rows held back", "flag": "Pointed out"}


def data_quality(report: Report, _place: int) -> Iterator[Block]:
    """Deliveries first, then what is not as it was issued, then what the checks found."""
    is_internal = report.cover.audience == INTERNAL
    yield from _supplies(report.supplies, is_internal)
    yield from _remarks(report)
    yield from _accepted(report)
    if report.notice and report.notice.moved:
        yield from _moved(report.notice, report.cover.quarter_title)
    if report.revised:
        yield from _revised(report.revised)
    if is_internal:
        yield from _findings(report.findings)
        yield from _files(report.lineage)
    else:
        yield paragraph("Row counts, findings and files are in the council’s internal report.")


def _supplies(supplies: Sequence[SupplyRow], with_counts: bool) -> Iterator[Block]:
    yield paragraph(
        "A delivery is one supplier’s file of one dataset. Rows that break a rule are held back, and counted here, "
        "until they are put right. A rejected or missing delivery stops only the measures that need it."
    )
    attention = [each for each in supplies if each.needs_attention]
    if attention:
        yield _deliveries("attention-table", "Deliveries that need attention", attention, with_counts)
    else:
        yield paragraph("No delivery needs attention.")
    every = "All deliveries behind the figures"
    yield _deliveries("supplies-table", every, supplies, with_counts, f"{every} ({len(supplies)})")


def _deliveries(anchor: str, caption: str, supplies: Sequence[SupplyRow], with_counts: bool, folded: str = "") -> Table:
    counts = numeric("Rows received", "Loaded", "Held back", "Exact copies") if with_counts else ()
    return Table(
        anchor=anchor,
        caption=caption,
        columns=(*columns("Supplier", "Dataset"), *unbroken("Covers", "Data to"), Column("State"), *counts),
        rows=tuple(_delivery(each, with_counts) for each in supplies),
        folded=folded,
    )


def _delivery(supply: SupplyRow, with_counts: bool) -> tuple[Line, ...]:
    state = f"{supply.state}: {supply.reason}" if supply.reason else supply.state
    words = (supply.supplier, supply.extract, supply.covers, supply.data_to, state)
    counts = (supply.received, supply.loaded, supply.held, supply.duplicates) if with_counts else ()
    return tuple(said(text) for text in (*words, *counts))


def _remarks(report: Report) -> Iterator[Block]:
    if not report.remarks:
        return
    yield Heading(3, said("Words to look at before this is issued"), "words-to-check")
    yield paragraph(
        "Numbers in the commentary that are no figure of their measure, shares that do not follow from the counts "
        "beside them, numbers that could point to a child, references to nothing, figures and targets that cannot all "
        "be right, and measures without words."
    )
    yield Table(
        anchor="remarks-table",
        caption="Remarks on the commentary",
        columns=(Column("Measure"), *unbroken("Officer"), Column("Remark")),
        rows=tuple((said(each.ref, REF), said(each.officer), said(each.text)) for each in report.remarks),
        folded=f"Remarks on the commentary ({len(report.remarks)})",
    )


def _accepted(report: Report) -> Iterator[Block]:
    if not report.accepted:
        return
    yield Heading(3, said("Gaps that were accepted"))
    yield Bullets(
        tuple(
            (
                Paragraph(
                    (Words(gap.extract, STRONG), Words(f": accepted by {gap.by} on {gap.on}. {gap.reason}")),
                ),
            )
            for gap in report.accepted
        )
    )


def _moved(notice: Notice, quarter: str) -> Iterator[Block]:
    yield Heading(3, said(notice.title), "moved")
    yield Table(
        anchor="moved-table",
        caption=f"Figures that are not the same, {quarter}",
        columns=(Column("Measure"), *numeric("Then", "Now", "By"), Column("What changed behind it")),
        rows=tuple(
            (
                (measure_link(each.ref, each.title, each.anchor),),
                said(each.then),
                said(each.now, STRONG),
                said(each.by or "–"),
                said(" ".join((each.cause, *(f"{words}." for words in each.beside)))),
            )
            for each in notice.moved
        ),
    )


def _revised(revised: Sequence[RevisedFigure]) -> Iterator[Block]:
    yield Heading(3, said("Earlier figures that were revised"), "revised")
    yield paragraph(
        "Records that come late or are put right change earlier quarters too. These are not as they were issued; the "
        "trends in this report show them as they are now."
    )
    title = "Figures revised since they were issued"
    yield Table(
        anchor="revised-table",
        caption=title,
        columns=(
            Column("Measure"),
            *unbroken("Quarter"),
            *numeric("As issued", "Now"),
            *columns("Counts as issued", "Counts now"),
            *numeric("Publication"),
        ),
        rows=tuple(
            (
                (measure_link(each.ref, each.title, each.anchor),),
                said(each.quarter),
                number(each.then),
                number(each.now, STRONG),
                said(each.counts_then),
                said(each.counts_now),
                said(str(each.publication)),
            )
            for each in revised
        ),
        folded=f"{title} ({len(revised)})",
    )


def _findings(findings: Sequence[FindingRow]) -> Iterator[Block]:
    yield Heading(3, said("What the checks found"))
    if not findings:
        yield paragraph("The checks found nothing.")
        return
    yield Table(
        anchor="findings-table",
        caption="Findings, by delivery and rule",
        columns=(*columns("Finding", "Delivery", "Effect"), *numeric("Rows"), Column("What to do")),
        rows=tuple(
            (
                (Words(f"{each.message} "), Words(each.rule, CODE)),
                said(f"{each.supplier}, {each.extract}, {each.table}, {each.covers}"),
                said(_EFFECT.get(each.severity, each.severity)),
                said(each.rows),
                said(each.fix),
            )
            for each in findings
        ),
        folded="Findings, by delivery and rule",
    )


def _files(lineage: Sequence[LineageRow]) -> Iterator[Block]:
    if not lineage:
        return
    title = "Files behind this publication"
    files = Table(
        anchor="lineage-table",
        caption=title,
        columns=(*columns("File", "Delivery"), *unbroken("Data to", "Taken on"), Column("SHA-256")),
        rows=tuple(
            (
                said(each.file_name),
                said(f"{each.supplier}, {each.extract}, {each.covers}"),
                said(each.data_to),
                said(each.taken_on),
                said(each.sha256, CODE),
            )
            for each in lineage
        ),
        folded=f"{len(lineage)} files, with their fingerprints",
    )
    yield Group("archive", (Heading(3, said(title)), files))
