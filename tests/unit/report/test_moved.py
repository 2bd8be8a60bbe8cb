"""What a report says of other publications: what it restates, would move or revises, and gaps that were accepted."""

import re
from decimal import Decimal

import pytest

from flows.report.model import Report
from flows.report.moved import revision_sentence
from flows.report.notice import Notice
from flows.report.page import render_html
from tests.unit.report.report_factory import frozen_beside, sample_report, sample_rows


def notice(report: Report) -> Notice:
    assert report.notice is not None
    return report.notice


def page_one(report: Report) -> str:
    """The words of the page's head, before the contents."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", render_html(report).partition("<main")[2].partition("<nav")[0]))


def test_a_restatement_stands_first_with_its_reason_and_its_list() -> None:
    said = page_one(sample_report("internal", "issued"))
    opening = said.partition("The quarter at a glance")[0]
    assert "This report restates publication 9" in opening
    assert (
        "Amina Patel issued it on 18 July 2025 in place of publication 9, which must not be used any more." in opening
    )
    assert "Reason: A school was counted twice." in opening
    assert "2 figures moved by at least what the council calls material." in opening
    assert "PED01 01 Overall attendance: 92.4%, was 92.9% (−0.5 points)." in opening
    assert "PED02 04 Children looked after in residential care: 32, was no figure. Progress was Not rated" in opening


def test_the_public_restatement_lists_only_what_the_public_may_see() -> None:
    found = notice(sample_report("public", "issued"))
    assert [moved.ref for moved in found.moved] == ["PED01 01"]
    assert "Figures that the public report does not show are not listed." in found.sentences


def test_a_restatement_that_moved_nothing_says_so() -> None:
    found = notice(sample_report("internal", "issued", restatement=()))
    assert "No figure moved by at least what the council calls material." in found.sentences
    assert found.moved == ()


def test_a_draft_says_what_it_would_move_of_the_frozen_one() -> None:
    found = notice(sample_report("internal", "draft", beside=frozen_beside()))
    assert found.title == "Beside frozen publication 11"
    assert "1 figure differs from it." in found.sentences
    (moved,) = found.moved
    assert (moved.ref, moved.then, moved.now, moved.by) == ("PED01 01", "92.9%", "92.4%", "−0.5 points")


def test_a_draft_names_the_deliveries_that_changed_behind_a_figure() -> None:
    rows = sample_rows("internal", "draft")
    before = [{**row, "batch_id": 1} if row["supplier"] == "100002" else row for row in rows.beside_supplies]
    (moved,) = notice(sample_report("internal", "draft", beside=frozen_beside(), beside_supplies=before)).moved
    assert moved.cause == "Attendance registers from Mere Academy, 2024/25 summer: another version."


def test_a_measure_that_is_no_longer_reported_moves_and_leads_nowhere() -> None:
    dropped = [row for row in sample_rows("internal", "draft").performance if row["measure_ref"] != "PED02 03"]
    report = sample_report("internal", "draft", beside=frozen_beside(), performance=dropped)
    gone = next(moved for moved in notice(report).moved if moved.ref == "PED02 03")
    assert (gone.then, gone.now, gone.by, gone.anchor) == ("31", "not reported", "", "")


def test_a_long_list_is_cut_on_page_one_and_whole_under_data_quality() -> None:
    rows = sample_rows("internal", "draft")
    before = [{**row, "current_value": (row["current_value"] or Decimal(0)) + 1} for row in rows.performance]
    report = sample_report("internal", "draft", beside=frozen_beside(), beside_performance=before)
    assert f"All {len(before)} figures, with what changed behind each" in page_one(report)
    assert page_one(report).count(", was ") == 8
    table = render_html(report).partition('id="moved-table"')[2].partition("</table>")[0]
    assert table.count("<tr>") == len(before) + 1


@pytest.mark.parametrize("status", ["draft", "issued", "superseded"])
def test_a_publication_that_stands_alone_has_no_notice(status: str) -> None:
    report = sample_report("internal", status, decisions=())
    assert report.notice is None
    assert 'class="notice"' not in render_html(report)


def test_gaps_that_were_accepted_are_named_with_their_reason() -> None:
    (gap,) = sample_report("public", "issued").accepted
    assert (gap.by, gap.on, gap.reason) == (
        "Amina Patel",
        "18 July 2025",
        "The case system's supplier mends it in August.",
    )
    words = f"{gap.extract}: Amina Patel accepted the gap. The case system&#39;s supplier mends it in August."
    assert words in page_one(sample_report("public", "issued"))


def test_earlier_figures_that_were_revised_are_counted_on_page_one_and_listed() -> None:
    report = sample_report("internal", "issued")
    assert "2 earlier figures were revised since being issued, 1 of them by enough to show." in page_one(report)
    assert [(each.quarter, each.title, each.then.text, each.now.text) for each in report.revised] == [
        ("Quarter 4 2024/25", "Overall attendance", "92.5%", "92.7%"),
        ("Quarter 4 2024/25", "Overall attendance, Primary", "94.5%", "94.5%"),
    ]
    one, other = report.revised
    assert revision_sentence([one]) == ("1 earlier figure was revised since being issued, by enough to show.",)
    assert revision_sentence([other]) == ("1 earlier figure was revised since being issued, not by enough to show.",)
    assert "Earlier figures that were revised" in render_html(report)
    assert "Earlier figures that were revised" not in render_html(sample_report("internal", "issued", revisions=()))
