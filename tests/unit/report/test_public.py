"""The public report: nothing of a hidden figure in any word of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from flows.report.build import compose
from flows.report.model import MeasureSection, Report
from flows.report.page import render_html
from flows.report.public_words import LEFT_OUT, HiddenNumbers, left_out, paragraph_mark
from flows.report.read import PublicationRows, Row, public_rows
from flows.warehouse.disclosure import Control
from tests.unit.report.report_factory import QUARTER, sample_council, sample_rows
from transforms.comparators import AreaKind
from transforms.council_types import Commentary, Narrative, Section
from transforms.disclosure import Place
from transforms.indicators.indicator import Period

ENTRIES = "PED02 03"
NOW = str(QUARTER)


def of_entries(row: Row) -> dict[str, Any]:
    """The factory's measures show no indicator that there is; this one shows children who enter care."""
    keyed = {"indicator_id": "cla_entries", "breakdown": "Total", "item": "Total"}
    return {**row, **keyed, "disclosure": "1 to 5"} if row["measure_ref"] == ENTRIES else dict(row)


def rows(*quarters: str, control: Control | None = None) -> PublicationRows:
    """The sample's public rows, with entries to care hidden in these quarters."""
    found = sample_rows("internal", "issued", restatement=())
    key = next(row["indicator_key"] for row in found.performance if row["measure_ref"] == ENTRIES)
    trend = [
        {**row, "indicator_id": "cla_entries" if row["indicator_key"] == key else "other", "breakdown": "Total"}
        | {"item": "Total"}
        for row in found.trend
    ]
    own = {"indicator_key": key, "area_kind": AreaKind.OWN, "area_name": "Merebridge", "period": "2024-25"}
    own |= dict.fromkeys(("areas", "areas_of", "national_rank", "quartile", "median", "change", "best_quarter"))
    hidden = frozenset(Place("cla_entries", quarter) for quarter in quarters)
    found = replace(
        found,
        performance=[of_entries(row) for row in found.performance],
        trend=trend,
        comparators=[
            {**own, "period_end": date(2025, 3, 31), "value": Decimal(101), "change": Decimal(4), "source": "DfE"}
        ],
        control=control or Control(is_applied=True, hidden=hidden),
    )
    return public_rows(found)


def report(found: PublicationRows, *commentary: str, narrative: Narrative | None = None) -> Report:
    written = [Commentary(ENTRIES, NOW, "JT", date(2025, 7, 15), text) for text in commentary]
    return compose(found, sample_council(), narrative or Narrative(), written, "public", {})


def entries(of: Report) -> MeasureSection:
    return next(m for objective in of.objectives for m in objective.measures if m.ref == ENTRIES)


def test_a_hidden_figure_is_c_wherever_it_would_stand() -> None:
    part = entries(report(rows(NOW))).lead
    assert part.current.text == "[c]"
    assert (part.counts, part.sentence, part.finding, part.since_year) == ("", "", "", "")
    assert (part.direction.word, part.progress, part.forecast.value) == ("Not comparable", "Not rated", None)
    assert (part.trend[-1].figure.text, part.trend[-1].counts) == ("[c]", "")
    assert (part.same_period.text, part.last_year.text) == ("27", "101")
    assert part.no_figure_reason == "Hidden, because small numbers could point to a child."


def test_the_board_tells_what_is_hidden_from_what_is_missing() -> None:
    of = report(rows(NOW))
    assert ENTRIES not in [each.ref for each in of.board.without_figure]
    assert [(each.ref, each.text) for each in of.board.hidden] == [(ENTRIES, "")]
    page = render_html(of)
    assert "Figures hidden this quarter" in page
    assert "The figure of this quarter is not shown:" in page
    assert "Figures hidden this quarter" not in render_html(report(rows()))


def test_an_earlier_figure_is_hidden_in_the_row_and_in_the_trend() -> None:
    found = rows("2024-25-Q1", "2024-25-Q4")
    part = entries(report(found)).lead
    assert (part.current.text, part.same_period.text, part.last_year.text) == ("31", "[c]", "[c]")
    assert "27" not in part.sentence
    shown = {point.quarter: point.figure.text for point in part.trend}
    assert (shown["2024-25-Q1"], shown["2024-25-Q4"], shown["2024-25-Q3"]) == ("[c]", "[c]", "79")
    assert found.comparators == [], "what is published of the same year would tell it"
    assert [row["change"] for row in rows("2024-25-Q1").comparators] == [4]
    assert [row["change"] for row in rows("2023-24-Q4").comparators] == [None], "101 and +4 would tell it"


def test_no_format_can_show_what_the_rows_do_not_hold() -> None:
    page = render_html(report(rows(NOW, "2024-25-Q4")))
    section = page[page.index('id="ped02-03"') :]
    section = section[: section.index('id="ped02-04"')]
    assert "[c]" in section
    assert ">31<" not in section
    assert ">101<" not in section


def test_the_first_page_says_what_is_hidden_or_who_decided_that_nothing_is() -> None:
    said = report(rows(NOW, "2024-25-Q4")).board.completeness[-1]
    assert said == (
        "2 figures of this and earlier quarters are hidden, shown as [c], because small numbers could point to a child."
    )
    off = rows(control=Control(False, frozenset(), by="Helen Braithwaite", reason="A court asked for it."))
    assert report(off).board.completeness[-1] == (
        "Small numbers are not hidden in this report: Helen Braithwaite decided so. Reason: A court asked for it."
    )
    assert not any("hidden" in said for said in report(rows()).board.completeness)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Entries are as expected.", True),
        ("Last year there were 101.", True),
        ("There were 31 entries.", False),
        ("One child aged 14 came into care.", False),
        ("2 children were placed far away.", False),
        ("The team looked at 12 files.", True),
    ],
)
def test_words_that_tell_of_few_children_or_quote_a_hidden_figure_are_left_out(text: str, is_kept: bool) -> None:
    (comment,) = entries(report(rows(NOW), f"All is well.\n\n{text}")).comments
    assert comment.paragraphs == ("All is well.", text if is_kept else LEFT_OUT)


def test_words_do_not_quote_a_hidden_figure_of_last_year_either() -> None:
    (comment,) = entries(report(rows("2024-25-Q1"), "It was 27 a year ago.\n\nNow it is 31.")).comments
    assert comment.paragraphs == (LEFT_OUT, "Now it is 31.")
    (comment,) = entries(report(rows("2023-24-Q4"), "It will come to 127.")).comments
    assert comment.paragraphs == (LEFT_OUT,), "the forecast was reckoned from a figure that is hidden"


def test_a_small_hidden_figure_is_found_in_words_about_its_measure() -> None:
    found = rows(NOW)
    few = [{**row, "current_value": Decimal(4)} for row in found.hidden_performance if row["measure_ref"] == ENTRIES]
    text = "It came to four.\n\nIt came to 4.\n\nAs in the last four years, and in 4 weeks.\n\nFive homes opened."
    (comment,) = entries(report(replace(found, hidden_performance=few), text)).comments
    assert comment.paragraphs == (LEFT_OUT, LEFT_OUT, *text.split("\n\n")[2:])


def test_the_councils_own_words_are_searched_too() -> None:
    sections = (Section("Care", ("There were 31 entries to care.", "Three boys were reunited.", "Homes were found.")),)
    told = Narrative(introduction=("We met 40 times.",), key_developments=sections)
    of = report(rows(NOW), narrative=told)
    assert of.introduction == ("We met 40 times.",)
    assert of.key_developments[0].paragraphs == (LEFT_OUT, LEFT_OUT, "Homes were found.")


def test_words_quote_no_figure_of_a_measure_that_the_public_never_sees() -> None:
    unseen = {"measure_ref": "PED06 01", "current_value": Decimal(1234567), "numerator": 1234567, "denominator": None}
    found = replace(rows(), hidden_performance=[unseen])
    told = Narrative(introduction=("Agency staff cost £1,234,567.", "Homes cost £2,345,678."))
    assert report(found, narrative=told).introduction == (LEFT_OUT, "Homes cost £2,345,678.")


def test_a_paragraph_that_an_officer_let_stand_is_shown_until_its_words_change() -> None:
    words = "Two boys, who agreed to be named here, won the prize."
    control = replace(rows(NOW).control or Control(True, frozenset()), allowed=frozenset({paragraph_mark(words)}))
    found = rows(control=control)
    (comment,) = entries(report(found, f"{words}\n\n{words} Twice.")).comments
    assert comment.paragraphs == (words, LEFT_OUT)
    written = [Commentary(ENTRIES, NOW, "JT", date(2025, 7, 15), f"{words}\n\nIt was 31.")]
    told = Narrative(introduction=("Three girls moved.",))
    listed = [(each.about, each.why, each.is_allowed) for each in left_out(found, told, written, HiddenNumbers(found))]
    assert listed == [
        (ENTRIES, "tells of one to five children", True),
        (ENTRIES, "quotes a hidden figure", False),
        ("introduction", "tells of one to five children", False),
    ]


def test_words_on_a_milestone_quote_no_hidden_figure() -> None:
    found = rows(NOW)
    ref = found.milestones[0]["milestone_ref"]
    words = Commentary(ref, NOW, "JT", date(2025, 7, 15), "There were 31 entries.", is_milestone=True)
    of = compose(found, sample_council(), Narrative(), [words], "public", {})
    assert next(each for each in of.milestones if each.ref == ref).comment.startswith(LEFT_OUT)


def test_measures_say_what_is_done_about_small_numbers_and_who_approved_it() -> None:
    assert "Small numbers are hidden from the public, as Amina Patel approved." in entries(report(rows())).sources
    council = sample_council()
    left = tuple(replace(measure, disclosure_approved_by="") for measure in council.measures)
    of = compose(rows(), replace(council, measures=left), Narrative(), (), "public", {})
    assert "Small numbers are hidden from the public, as national practice has it." in entries(of).sources


def test_what_was_issued_before_it_was_done_stays_closed() -> None:
    found = sample_rows("public", "issued")
    assert public_rows(found) is found
    assert Period.FINANCIAL_YEAR.value in {row["period_kind"] for row in found.performance}
