"""A document that uses every block, for tests of the writers. All figures are invented."""

from dataclasses import replace

from flows.report.document import (
    Block,
    Bullets,
    Column,
    Commentary,
    Document,
    Drawing,
    Group,
    Heading,
    Line,
    Pairs,
    Paragraph,
    Rating,
    Table,
    Tiles,
    Travel,
    Words,
)
from flows.report.model import Chart, MeasureSection, Report
from tests.unit.report.report_factory import sample_report

MARKUP = r"#let x = 1 $x^2$ <b>bold</b> *star* _under_ @ref // note \ #panic() [x] `code` -- ~ = + 1. \"quoted\" &amp;"
RIGHT_TO_LEFT = "The school مدرسة النور and the family Коваленко came in May."
EMOJI = "Thank you 😀 to all 👩🏽‍🏫 teachers 中"


def said(text: str, style: str = "", to: str = "") -> Line:
    return (Words(text, style, to),)


def sample_document(
    *more: Block, status: str = "draft", audience: str = "internal", report: Report | None = None
) -> Document:
    """A short report: the board's page, a table for each objective, a section for each measure, an appendix."""
    report = report or sample_report(audience, status)
    measures = [measure for objective in report.objectives for measure in objective.measures]
    return Document(
        title=f"{report.cover.council} children’s services performance, {report.cover.quarter_title}",
        cover=report.cover,
        blocks=(_masthead(report), _board(report), _contents(), _performance(measures), _measures(measures), *more),
        banners=(Paragraph((Words("DRAFT", "strong"), Words(" Figures may still change.")), "draft"),),
        closing=(Paragraph((Words("Fingerprint: "), Words(report.cover.fingerprint, "code"))),),
    )


def bare_document() -> Document:
    """A document of a heading alone, of a council that has given nothing."""
    cover = replace(sample_report().cover, made_on="", decided="", data_to="", fingerprint="", code_version="")
    return Document("A report", cover, (Heading(1, said("Report")), Paragraph(())))


def _masthead(report: Report) -> Group:
    facts = (("Publication", said(str(report.cover.publication))), ("Data to", said(report.cover.data_to)))
    heading = Heading(1, (Words("Children’s services performance "), Words(report.cover.quarter_title)))
    return Group("masthead", (Paragraph(said("Merebridge Council"), "council"), heading, Pairs(facts, "facts")))


def _board(report: Report) -> Group:
    ask = (
        Heading(3, said("What to ask about")),
        Bullets(
            tuple(
                (
                    Paragraph((Rating(item.progress), Words(" "), Words(item.title, to=item.anchor)), "item"),
                    Paragraph(said(item.text)),
                )
                for item in report.board.ask_about
            ),
            ordered=True,
        ),
    )
    side = (
        Heading(3, said("How complete the data is")),
        *(Paragraph(said(text)) for text in report.board.completeness),
        Bullets(((Paragraph(said("A measure that has no figure", "quiet")),),)),
    )
    heading = Heading(2, said("The quarter at a glance"), "at-a-glance")
    blocks = (Paragraph(said(report.board.headline), "headline"), Tiles("Measures by progress", report.board.tiles))
    return Group("board", (heading, *blocks, Group("columns", (Group("ask", ask), Group("side", side)))))


def _contents() -> Group:
    places = ((Paragraph(said("Performance", to="performance")),), (Paragraph(said("Measures", to="measures")),))
    return Group("contents", (Heading(2, said("Contents")), Bullets(places, ordered=True, links=True)))


def _performance(measures: list[MeasureSection]) -> Group:
    rows = []
    for measure in measures:
        for place, part in enumerate(measure.parts):
            name = (Words(measure.ref, "ref"), Words(" "), Words(measure.title, to=measure.anchor))
            beside = (Words(f"{measure.ref} {measure.title}: ", unseen=True), Words(part.title))
            rows.append((name if place == 0 else beside, said(part.target.text), said(part.current.text, "strong"),
                         (Travel(part.direction),), (Rating(part.progress),)))  # fmt: skip
    columns = (Column("Measure"), Column("Target", numeric=True), Column("Current", numeric=True),
               Column("Direction of travel"), Column("Progress"))  # fmt: skip
    table = Table("table", "Measures this quarter", columns, tuple(rows), groups=tuple(len(m.parts) for m in measures))
    return Group("section", (Heading(2, said("Performance"), "performance", "1"), table))


def _measures(measures: list[MeasureSection]) -> Group:
    heading = Heading(2, said("Measures"), "measures", "2")
    return Group("section", (heading, *(measure_group(measure) for measure in measures)))


def measure_group(measure: MeasureSection) -> Group:
    opening = (
        Heading(3, said(f"{measure.ref} {measure.title}"), measure.anchor),
        Paragraph((Rating(measure.progress), Words(" "), Words(measure.telling.progress_reason)), "status"),
        Paragraph(said(measure.lead.sentence), "drafted"),
        *((_drawing(measure.lead.chart),) if measure.lead.chart else ()),
    )
    small = tuple(_drawing(part.chart, small=True) for part in measure.parts[1:] if part.chart)
    data = Table(
        f"{measure.anchor}-data", f"{measure.ref}, by quarter", (Column("Quarter"), Column("Figure", numeric=True)),
        tuple((said(point.quarter), said(point.figure.text)) for point in measure.lead.trend),
        folded=f"Figures behind {measure.ref}",
    )  # fmt: skip
    rests = Pairs((("Counted", said(measure.definition.counted)), ("Coverage", said(measure.lead.coverage))))
    back = Paragraph(said("Back to the table", to="performance"), "back")
    blocks = (*((Group("small-charts", small),) if small else ()), data, commentary_of(measure))
    return Group(
        "measure", (Group("opening", opening), *blocks, Heading(4, said("What the figure rests on")), rests, back)
    )


def commentary_of(measure: MeasureSection) -> Commentary:
    comment = next(iter(measure.comments), None)
    if comment is None:
        return Commentary(measure.ref, "Commentary", (), f"No commentary was written. Officer: {measure.officer}.")
    return Commentary(measure.ref, f"Commentary by {comment.officer}, {comment.written_on}", comment.paragraphs)


def _drawing(chart: Chart, small: bool = False) -> Drawing:
    return Drawing(chart, (Words(chart.title, "strong"), Words(f" {chart.subtitle}.")), small)
