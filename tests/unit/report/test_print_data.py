"""How blocks stand together on paper, before they are set."""

from dataclasses import replace
from typing import Any

import pytest

from flows.report.document import Column, Document, Drawing, Group, Heading, Table
from flows.report.model import Chart
from flows.report.print_data import print_data
from tests.unit.report.document_factory import bare_document, said
from tests.unit.report.report_factory import sample_report

POINTS = 6  # of a chart beside which there is room


def a_chart() -> Chart:
    measures = [measure for objective in sample_report().objectives for measure in objective.measures]
    return next(measure.lead.chart for measure in measures if measure.lead.chart and not measure.lead.chart.others)


def a_measure(points: int, rows: int, columns: int = 2, folded: str = "Figures behind it") -> Document:
    chart = a_chart()
    short = replace(chart, points=chart.points[-points:], breaks=())
    titles = (Column("Quarter"), *(Column(f"Figure {place}", numeric=True) for place in range(1, columns)))
    figures = tuple(tuple(said(f"{row}.{place}") for place in range(columns)) for row in range(rows))
    opening = Group("opening", (Heading(3, said("One")), Drawing(short, said("Caption"))))
    table = Table("table", "By quarter", titles, figures, folded=folded)
    return replace(bare_document(), blocks=(Heading(1, said("Report")), Group("measure", (opening, table))))


def kinds(document: Document) -> list[str]:
    (sheet,) = print_data(document)["sheets"]
    return [_kind(block) for block in sheet["blocks"]]


def _kind(block: dict[str, Any]) -> str:
    inner = [_kind(each) for each in block.get("blocks", ())]
    name = block.get("role") or block["kind"]
    return f"{name}({' '.join(inner)})" if inner else name


@pytest.mark.parametrize(
    ("document", "beside"),
    [
        (a_measure(2, 2), True),
        (a_measure(POINTS, POINTS), True),
        (a_measure(POINTS + 1, POINTS + 1), False),
        (a_measure(2, 2, columns=9), False),
        (a_measure(2, 2, folded=""), False),
    ],
    ids=["two points", "the most", "one more", "a wide table", "a table of its own"],
)
def test_figures_stand_beside_a_chart_of_few_points_where_they_are_a_short_list(
    document: Document, beside: bool
) -> None:
    together = "opening(heading beside(drawing table))"
    apart = ["opening(heading drawing)", "table"]
    assert kinds(document)[2:] == ([together] if beside else apart)


def test_a_chart_that_no_list_follows_stays_as_it_is() -> None:
    document = a_measure(2, 2)
    measure = document.blocks[1]
    assert isinstance(measure, Group)
    alone = replace(document, blocks=(document.blocks[0], replace(measure, blocks=measure.blocks[:1])))
    assert kinds(alone)[2:] == ["opening(heading drawing)"]
