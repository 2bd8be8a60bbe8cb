"""Each measure on its own: its values, what they mean, its trend, its commentary, what it rests on."""

from collections.abc import Iterator

from flows.report.content.compared import compared
from flows.report.content.performance import VALUES, values
from flows.report.content.pieces import number, numeric, paragraph, said
from flows.report.content.rests import rests_on
from flows.report.document import (
    STRONG,
    WIDE,
    Block,
    Bullets,
    Column,
    Commentary,
    Drawing,
    Group,
    Heading,
    Line,
    Pairs,
    Paragraph,
    Rating,
    Table,
    Words,
)
from flows.report.model import Chart, MeasurePart, MeasureSection, Report, TrendPoint
from flows.report.wording import month_text, short_signal
from transforms.significance import NOT_TESTED


def one_by_one(report: Report, _place: int) -> Iterator[Block]:
    """Every measure that this audience may see, in the report's order."""
    for objective in report.objectives:
        for measure in objective.measures:
            back = Paragraph(said(f"Back to the {objective.ref} table", to=objective.anchor), "back")
            yield Group("measure", (*_measure(measure, report.cover.quarter_title), back), measure.anchor)
    if not report.objectives:
        yield paragraph("No measure is reported this quarter.")


def _measure(measure: MeasureSection, quarter: str) -> Iterator[Block]:
    yield Group("opening", tuple(_opening(measure, quarter)))
    small = [Drawing(part.chart, said(_small(part, part.chart), STRONG), True) for part in measure.others if part.chart]
    if small:
        yield Paragraph(said("Each part has an axis of its own; compare within a chart, not across."), "note")
        yield Group("small-charts", tuple(small))
    if measure.lead.trend:
        yield _trend(measure)
    for row, comparison in enumerate(measure.compared, start=1):
        yield Group("compared", tuple(compared(measure, comparison, row)))
    yield from _commentary(measure)
    yield Heading(4, said("What the figure rests on"))
    yield rests_on(measure)


def _opening(measure: MeasureSection, quarter: str) -> Iterator[Block]:
    yield Heading(3, said(f"{measure.ref} {measure.title}"), measure.anchor)
    yield _status(measure)
    yield from (_no_figure(measure, part) for part in measure.parts if part.current.value is None)
    yield _values(measure, quarter)
    if measure.lead.sentence:
        yield Paragraph(said(measure.lead.sentence), "drafted")
    found = [part for part in measure.others if part.sentence]
    if found:
        yield Bullets(
            tuple((Paragraph((Words(part.title, STRONG), Words(f" {part.finding}"))),) for part in found),
        )
    if measure.lead.signal and measure.lead.signal != NOT_TESTED:
        yield _strongly(f"{measure.lead.signal}.", measure.lead.signal_reason)
    yield from (_strongly("Break in the series:", words) for words in measure.breaks)
    if measure.lead.chart:
        yield Drawing(measure.lead.chart, _caption(measure.lead.chart))


def _status(measure: MeasureSection) -> Paragraph:
    part = measure.telling
    of_part = f"{measure.called(part)}: " if measure.called(part) else ""
    rated_by = f" Rated by {part.rated_by}." if part.rated_by else ""
    is_changed = measure.rated_before not in ("", measure.progress)
    before = f" {measure.rated_before} in the last report." if is_changed else ""
    words = f" {of_part}{part.progress_reason}{rated_by}{before}"
    return Paragraph((Rating(measure.progress), Words(words)), "status")


def _no_figure(measure: MeasureSection, part: MeasurePart) -> Paragraph:
    of_part = f" for {part.title}" if measure.others else ""
    reason = part.no_figure_reason or "the reason was not recorded."
    what = "The figure of this quarter is not shown" if part.is_hidden else "No figure this quarter"
    return Paragraph((Words(f"{what}{of_part}:", STRONG), Words(f" {reason}")), "no-figure")


def _strongly(first: str, then: str) -> Paragraph:
    return Paragraph((Words(first, STRONG), Words(f" {then}")))


def _values(measure: MeasureSection, quarter: str) -> Block:
    """What the objective's table says of the measure, for a reader who came here directly."""
    if not measure.others:
        *figures, _, _ = values(measure.lead)  # its rating stands just above
        is_tested = measure.lead.signal not in ("", NOT_TESTED)
        cells = (*figures, said(short_signal(measure.lead.signal) if is_tested else NOT_TESTED))
        return Pairs(tuple((column.title, line) for column, line in zip(VALUES, cells, strict=False)), "values")
    return Table(
        anchor=f"{measure.anchor}-values",
        caption=f"{measure.ref} by part, {quarter}",
        columns=(Column("Part"), *VALUES),
        rows=tuple((said(part.title), *values(part)) for part in measure.parts),
    )


def _caption(chart: Chart) -> Line:
    notes = (
        (chart.resets, " Counted afresh each year; the same quarter of earlier years is marked."),
        (not chart.zero_based, " The axis does not start at nought."),
        (bool(chart.breaks), " The figures before a break are not like those after it."),
    )
    words = "".join(note for is_so, note in notes if is_so)
    others = " Thin grey lines are of other areas, as published once a year."
    caption = (Words(chart.title, STRONG), Words(f" {chart.subtitle}.{words}"))
    return (*caption, Words(others, WIDE)) if chart.others else caption


def _small(part: MeasurePart, chart: Chart) -> str:
    return f"{part.title}: {chart.title[:1].lower()}{chart.title[1:]}"


def _trend(measure: MeasureSection) -> Table:
    """The figures of the charts, for those who would rather read them."""
    is_counted = not measure.others and bool(measure.definition.out_of)
    of_parts = [part.title for part in measure.parts] if measure.others else ["Figure"]
    return Table(
        anchor=f"{measure.anchor}-data",
        caption=f"{measure.ref} {measure.title}, by quarter",
        columns=(
            Column("Quarter ending", unbroken=True),
            Column("Year", unbroken=True),
            *numeric(*of_parts, *(["Counted"] if is_counted else [])),
        ),
        rows=tuple(_quarter(measure, point, is_counted) for point in measure.lead.trend),
        folded=f"Figures behind the trend of {measure.ref}",
    )


def _quarter(measure: MeasureSection, point: TrendPoint, is_counted: bool) -> tuple[Line, ...]:
    figures = (number(part.at(point.quarter)) for part in measure.parts)
    counted = (said(point.counts or "–"),) if is_counted else ()
    return (said(month_text(point.period_end)), said(point.year), *figures, *counted)


def _commentary(measure: MeasureSection) -> Iterator[Commentary]:
    for comment in measure.comments:
        heading = f"Commentary by {comment.officer}, {comment.written_on}"
        yield Commentary(measure.ref, heading, comment.paragraphs)
    if not measure.comments:
        instead = f"No commentary was written this quarter. Responsible officer: {measure.officer}."
        yield Commentary(measure.ref, "Commentary", (), instead)
