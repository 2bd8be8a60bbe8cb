"""A supplier's page: what came, what is to be put right and where, what counts it, and a school's own figures."""

from decimal import Decimal
from typing import Any

import pytest

from flows.report.page import render_supplier, render_suppliers
from flows.report.suppliers import SupplierPage, supplier_pages
from flows.report.supply import completeness, held_back
from tests.unit.report.report_factory import sample_report, sample_rows

FINDING: dict[str, Any] = {
    "extract": "attendance_register",
    "supplier": "100001",
    "covers": "2024/25 summer",
    "table_name": "marks",
    "rule_id": "marks-mark-unknown-code",
    "severity": "hold",
    "columns": "mark",
    "rows_failed": 12,
    "rows_released": 0,
    "file_name": "marks.csv.gz",
    "first_row": 1_204,
    "counted_in": "line",
    "message": "mark holds a code that is on no list of attendance code.",
    "fix": "Use one of: / L.",
}
EXTRACTS_OF = {
    "PED01 01": frozenset({"attendance_register"}),
    "PED02 05": frozenset({"ssda903", "cin"}),
    "PED02 01": frozenset({"cin"}),
}


def value(urn: str, quarter: str, of: str, phase: str = "Primary") -> dict[str, Any]:
    indicator = {"indicator_id": "attendance", "title": "Attendance at school", "unit": "percent", "decimals": 1}
    england = {"england": Decimal("92.84"), "england_period": "2023/24"}
    return {**indicator, **england, "urn": urn, "phase": phase, "quarter": quarter, "value": Decimal(of)}


FIGURES = [
    value("100001", "2024-25-Q4", "93.04"),
    value("100001", "2025-26-Q1", "92.96"),
    value("", "2024-25-Q4", "91", "Total"),
    value("", "2025-26-Q1", "92.4", "Total"),
    value("", "2025-26-Q1", "94.2"),
    value("", "2025-26-Q1", "90.1", "Secondary"),
    value("100002", "2024-25-Q4", "90"),  # a school without a figure this quarter has none to show
]


@pytest.fixture
def pages() -> dict[str, SupplierPage]:
    rows = sample_rows("internal")
    made = supplier_pages(sample_report("internal"), rows.supplies, [FINDING], FIGURES, EXTRACTS_OF)
    assert [page.title for page in made] == [
        "Children's case management system",
        "Mere Academy",
        "Northgate Primary School",
    ]
    return {page.supplier: page for page in made}


def test_it_says_what_came_and_where_rows_are_to_be_put_right(pages: dict[str, SupplierPage]) -> None:
    school = pages["100001"]
    assert school.lead == (
        "All that came was loaded: 1 delivery.",
        "12 of 41,203 rows are held back until they are put right.",
    )
    (finding,) = school.to_put_right
    assert (finding.kind, finding.rows, finding.place) == ("Held back", 12, "marks.csv.gz, from line 1,204")
    assert (pages["100002"].to_put_right, pages["100002"].is_in_order) == ((), True)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (0, "No row is held back."),
        (1, "1 of 20 rows is held back until it is put right."),
        (2, "2 of 20 rows are held back until they are put right."),
    ],
)
def test_rows_that_are_held_agree_with_their_number(held: int, said: str) -> None:
    assert held_back(held, 20) == said


@pytest.mark.parametrize(
    ("missing", "last"),
    [(4, "1 more is listed under data quality."), (5, "2 more are listed under data quality.")],
)
def test_deliveries_that_are_not_named_agree_with_their_number(missing: int, last: str) -> None:
    lost = [{**sample_rows("internal").supplies[0], "state": "missing", "reason": ""}] * missing
    assert completeness(lost, "internal")[-1] == last


def test_a_rejected_delivery_says_why_and_which_measures_lack_it(pages: dict[str, SupplierPage]) -> None:
    system = pages["case-system"]
    assert system.lead == ("0 of 1 delivery was loaded.",)
    assert [(each.state, each.reason) for each in system.sent] == [
        ("Rejected", "The file lacks the column PLACE_PROVIDER.")
    ]
    assert [each.ref for each in system.affected] == ["PED02 05"]
    assert system.affected[0].current.value is None
    assert not system.is_in_order


def test_a_schools_own_figures_stand_beside_those_of_its_phase_all_and_england(pages: dict[str, SupplierPage]) -> None:
    school = pages["100001"]
    assert school.quarters == ("2024-25-Q4", "2025-26-Q1")
    (attendance,) = school.school
    assert [figure.text for figure in attendance.own] == ["93.0%", "93.0%"]
    assert (attendance.of_phase.text, attendance.all_schools.text) == ("94.2%", "92.4%")
    assert (attendance.england.text, attendance.published) == ("92.8%", "2023/24")
    assert pages["100002"].school == pages["case-system"].school == ()


def test_each_quarter_of_what_came_has_its_share_of_held_rows(pages: dict[str, SupplierPage]) -> None:
    (quarter,) = pages["100001"].trend
    assert (quarter.quarter, quarter.deliveries, quarter.received, quarter.held) == ("2025-26-Q1", 1, 41_203, 12)
    assert quarter.share.text == "0.0%"
    assert pages["case-system"].trend == ()


def test_the_pages_say_it_all_and_lead_to_one_another(pages: dict[str, SupplierPage]) -> None:
    text = render_supplier(pages["100001"])
    for words in (
        "Northgate Primary School",
        "marks.csv.gz, from line 1,204",
        "PED01 01",
        "92.4%",
        "Primary schools",
        "92.8% (2023/24)",
        "Not for publication",
    ):
        assert words in text
    index = render_suppliers(tuple(pages.values()), sample_report("internal").cover)
    assert "1 of 3 suppliers are in order" in index
    assert index.index('href="case-system.html"') < index.index('href="100002.html"')
