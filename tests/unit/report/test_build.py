"""The report as a document: what it holds, and what it keeps from the public."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from flows.report.build import compose
from flows.report.content import document_of
from flows.report.document import strings
from flows.report.model import MeasureSection, Report
from flows.report.page import render_html
from tests.unit.report.report_factory import (
    HIDDEN,
    NO_FIGURE,
    QUARTER,
    sample_council,
    sample_report,
    sample_rows,
)
from transforms.council_types import Commentary, Narrative


def measures(report: Report) -> dict[str, MeasureSection]:
    return {measure.ref: measure for objective in report.objectives for measure in objective.measures}


def test_measures_stand_under_their_objectives_in_the_reports_order() -> None:
    refs = {objective.ref: [m.ref for m in objective.measures] for objective in sample_report().objectives}
    assert refs == {
        "PED01": ["PED01 01", "PED01 02", "PED01 03"],
        "PED02": ["PED02 01", "PED02 02", "PED02 03", "PED02 04", "PED02 05"],
    }


def test_a_measure_of_several_parts_takes_its_worst_rating() -> None:
    attendance = measures(sample_report())["PED01 01"]
    assert [part.title for part in attendance.parts] == ["Total", "Primary", "Secondary", "Special", "PRU"]
    assert attendance.progress == "Uncertain"
    assert attendance.telling.title == "Total"


def test_a_row_reads_as_the_board_expects() -> None:
    part = measures(sample_report())["PED02 03"].lead
    shown = (part.last_year, part.same_period, part.target, part.current, part.forecast)
    assert [figure.text for figure in shown] == ["101", "27", "105", "31", "127"]
    assert (part.direction.arrow, part.direction.word) == ("↑", "Worse")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("none", "No target"),
        ("benchmark", "Benchmarking year"),
        ("change", "A change from last year’s figure, which is not known"),
    ],
)
def test_without_a_level_to_reach_its_place_says_why(kind: str, said: str) -> None:
    rows = sample_rows("internal")
    performance = [{**row, "target": None, "target_kind": kind} for row in rows.performance]
    report = compose(replace(rows, performance=performance), sample_council(), Narrative(), (), "internal", {})
    assert measures(report)["PED02 03"].lead.target.text == said
    assert "target" not in measures(report)["PED02 03"].lead.sentence


def test_a_missing_figure_says_why_and_shows_no_old_one() -> None:
    part = measures(sample_report())["PED02 05"].lead
    assert part.current.text == "No figure"
    assert part.no_figure_reason == NO_FIGURE
    assert part.sentence == ""
    assert part.direction.word == "Not comparable"
    assert part.trend[-1].figure.value is None


def test_commentary_is_of_this_quarter_and_names_its_officer() -> None:
    comment = measures(sample_report())["PED01 01"].comments
    assert [(c.officer, c.written_on, len(c.paragraphs)) for c in comment] == [("Rachel Stone", "14 July 2025", 2)]


def test_stretch_targets_say_what_they_earn_and_what_is_at_risk() -> None:
    def carrying(row: dict[str, Any], place: int) -> dict[str, Any]:
        earned = Decimal(400_000) if row["progress"] == "On track" else Decimal(100_000)
        return {**row, "reward": Decimal(400_000), "reward_expected": earned} if place < 8 else row

    rows = [carrying(dict(row), place) for place, row in enumerate(sample_rows("internal").performance)]
    board = sample_report(performance=rows).board
    assert board.money == (
        "1 of 8 stretch targets (13%) is on track.",
        "Of £3,200,000 that they carry, £1,100,000 would be earned on present forecasts; £2,100,000 is at risk.",
    )
    assert sample_report().board.money == ()


def test_schools_that_stand_out_are_for_officers() -> None:
    found = sample_report().schools
    assert [(each.school, each.counts, each.share.text, each.of_phase.text, each.word) for each in found] == [
        ("Northgate", "60 of 400", "15.0%", "27.5%", "Lower"),
        ("Southgate", "160 of 400", "40.0%", "27.5%", "Higher"),
    ]
    assert found[1].between == "32.7% to 47.7%"
    assert "Schools that stand out" in render_html(sample_report())
    assert sample_report("public").schools == ()


def test_exclusions_and_targets_owed_by_school_are_for_officers() -> None:
    report, public = sample_report(), sample_report("public")
    (excluded,), (owed,) = report.exclusions, report.targets_missing
    told = excluded.school, excluded.number.text, excluded.reasons
    assert told == ("Southgate", "3", "Drug and alcohol related (2); Bullying (1)")
    assert (owed.school, owed.missing, owed.due) == ("Southgate", 2, 6)
    page = render_html(report)
    assert "Permanent exclusions by school" in page
    assert "Schools that owe targets of children in care" in page
    assert (public.exclusions, public.targets_missing) == ((), ())


def test_the_board_page_counts_and_orders() -> None:
    board = sample_report().board
    assert {tile.progress: tile.count for tile in board.tiles} == {
        "Off track": 2, "Uncertain": 3, "On track": 1, "Not rated": 2,
    }  # fmt: skip
    assert board.headline == "2 of 6 rated measures are off track, 3 are uncertain and 1 is on track."
    assert [item.ref for item in board.ask_about] == ["PED02 03", "PED01 02", "PED01 01", "PED01 03", "PED02 04"]
    assert "The forecast for the year, 127" in board.ask_about[0].text
    assert [item.ref for item in board.without_figure] == ["PED02 05"]
    assert [(change.direction.word, change.count) for change in board.changes] == [
        ("Better", 3), ("Worse", 2), ("Higher", 2),
    ]  # fmt: skip


def test_what_is_off_track_is_named_on_page_one_even_where_there_is_no_room_to_explain_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.report.board.MOST_ASKED", 1)
    board = sample_report().board
    assert [item.ref for item in board.ask_about] == ["PED02 03"]
    assert [item.ref for item in board.also_off_track] == ["PED01 02"]


def test_completeness_is_said_in_sentences() -> None:
    case_system = "SSDA903, children looked after from Children's case management system"
    assert sample_report(revisions=()).board.completeness == (
        "2 of 3 deliveries were loaded.",
        f"{case_system}, 2025-26: rejected. The file lacks the column PLACE_PROVIDER.",
        "12 of 129,620 rows are held back until they are put right.",
    )


def test_a_finding_says_who_let_rows_count_all_the_same() -> None:
    (finding,) = sample_report().findings
    assert finding.message == (
        "The mark is not one of the national attendance codes. "
        "1 row counts all the same: Ruth Nuttall, 04/07/2025, until 30/09/2025: Seen."
    )


def test_a_measure_says_what_it_rests_on() -> None:
    assert measures(sample_report())["PED01 02"].sources == (
        "Attendance registers: 2 of 2 deliveries loaded, 12 rows held back.",
    )


def test_the_public_sees_hidden_measures_by_title_alone() -> None:
    report = sample_report("public", "issued")
    withheld = [(w.ref, w.title) for objective in report.objectives for w in objective.withheld]
    assert [ref for ref, _ in withheld] == list(HIDDEN)
    page = render_html(report)
    for ref, title in withheld:
        assert page.count(f"{ref} {title}") == 1
        assert page.count(ref) == 1
    assert "Two moves to fostering" not in page


def test_the_public_sees_no_row_counts_findings_or_files() -> None:
    report = sample_report("public", "issued")
    assert not report.findings
    assert not report.lineage
    assert {supply.received + supply.held for supply in report.supplies} == {""}
    page = render_html(report)
    assert "129,620" not in page
    assert "marks.csv.gz" not in page
    assert "rows held back" not in page.lower().replace("rows that break a rule are held back", "")


def test_the_public_tiles_count_only_what_is_shown() -> None:
    board = sample_report("public", "issued").board
    assert sum(tile.count for tile in board.tiles) == 6
    assert board.headline == "2 of 5 rated measures are off track, 2 are uncertain and 1 is on track."
    assert board.withheld_note == "2 further measures are not shown in the public report."


def test_deliveries_that_need_attention_come_first_to_the_eye() -> None:
    flagged = {
        audience: [row.supplier for row in sample_report(audience).supplies if row.needs_attention]
        for audience in ("internal", "public")
    }
    assert flagged["internal"] == [
        "Northgate Primary School", "Mere Academy", "Children's case management system",
    ]  # fmt: skip
    assert flagged["public"] == ["Children's case management system"]


@pytest.mark.parametrize(
    ("status", "mark", "decided"),
    [
        ("draft", "DRAFT", "Not yet agreed by the council"),
        ("frozen", "DRAFT", "Frozen by Amina Patel on 18 July 2025, not yet issued"),
        ("issued", "", "Issued by Amina Patel on 21 July 2025"),
        ("superseded", "SUPERSEDED", "Not yet agreed by the council"),
    ],
)
def test_only_an_issued_copy_is_unmarked(status: str, mark: str, decided: str) -> None:
    cover = sample_report("internal", status).cover
    assert (cover.mark, cover.decided) == (mark, decided)


def test_a_publication_without_anything_still_makes_a_report() -> None:
    empty: dict[str, Any] = {
        name: [] for name in ("performance", "withheld", "trend", "milestones", "supplies", "findings", "lineage")
    }
    report = sample_report("internal", "draft", **empty)
    assert report.board.headline == "No measure is rated this quarter."
    assert report.cover.data_to == "not recorded"
    assert "No measure is reported this quarter." in render_html(report)


def test_history_of_more_than_three_years_is_cut_to_three() -> None:
    rows = sample_rows("internal")
    first = dict(rows.trend[0]) | {"quarter": "2019-20-Q1"}
    report = sample_report("internal", "draft", trend=[first, *rows.trend])
    assert len(measures(report)["PED01 01"].lead.trend) == 13


def test_a_returned_figure_rests_on_its_officer_and_on_no_delivery() -> None:
    words = "Given by Joanne Whitworth on 4 July 2025, not yet approved."
    rows = sample_rows("internal")
    given = [
        {**row, "basis": "returned value", "returned_by": words, "numerator": None, "denominator": None}
        if row["measure_ref"] == "PED01 01"
        else row
        for row in rows.performance
    ]
    report = compose(replace(rows, performance=given), sample_council(), Narrative(), (), "internal", {})
    (measure,) = [each for objective in report.objectives for each in objective.measures if each.ref == "PED01 01"]
    assert measure.sources == (words,)
    assert {part.counts for part in measure.parts} == {""}


def test_a_figure_of_other_months_is_said_to_be_of_those() -> None:
    rows = sample_rows("internal")
    covers = {"covers_from": date(2025, 4, 1), "covers_to": date(2025, 6, 30)}
    given = [{**row, **covers} if row["measure_ref"] == "PED02 03" else row for row in rows.performance]
    report = compose(replace(rows, performance=given), sample_council(), Narrative(), (), "internal", {})
    (measure,) = [each for objective in report.objectives for each in objective.measures if each.ref == "PED02 03"]
    assert " in April 2025 to June 2025" in measure.lead.sentence


def test_the_trend_breaks_where_figures_begin_to_cover_other_months() -> None:
    rows = sample_rows("internal")
    (own,) = [row for row in rows.performance if row["measure_ref"] == "PED02 03"]
    key = own["indicator_key"], own["breakdown_key"]
    trend = [
        {**row, "covers_from": date(2025, 4, 1)}
        if (row["indicator_key"], row["breakdown_key"]) == key and row["quarter"] == "2025-26-Q1"
        else row
        for row in rows.trend
    ]
    report = compose(replace(rows, trend=trend), sample_council(), Narrative(), (), "internal", {})
    (measure,) = [each for objective in report.objectives for each in objective.measures if each.ref == "PED02 03"]
    assert measure.lead.chart is not None
    assert measure.lead.chart.breaks == (len(measure.lead.trend) - 1,)


def test_an_issued_report_says_who_signed_as_what() -> None:
    signed = [
        {"kind": "sign-off", "subject": role, "by_name": name, "decided_at": datetime(2025, 7, day, tzinfo=UTC)}
        for role, name, day in (
            ("officer", "Rachel Stone", 15),
            ("officer", "Jonas Thwaite", 14),
            ("officer", "Moira Keane", 16),
            ("director", "Amina Patel", 18),
            ("officer", "Rachel Stone", 17),
        )
    ]
    said = (
        "Signed off by officer Rachel Stone, Jonas Thwaite and Moira Keane, 17 July 2025; director Amina Patel, 18 July"
    )
    issued = sample_report("public", "issued", decisions=signed)
    assert issued.cover.signed.startswith(said)
    assert any(said in text for text in strings(document_of(issued).closing))
    assert sample_report("internal", "frozen", decisions=signed).cover.signed == ""


def test_an_officers_words_stand_in_place_of_a_milestones_comment() -> None:
    words = Commentary("PED01a", str(QUARTER), "RS", date(2025, 7, 20), "All have signed.", is_milestone=True)
    report = compose(sample_rows("public", "frozen"), sample_council(), Narrative(), [words], "public", {})
    assert report.milestones[0].comment == "All have signed. (Rachel Stone, 20 July 2025)"
    assert report.milestones[1].comment == "Planning consent is awaited."
    assert not any(measure.comments for objective in report.objectives for measure in objective.measures)
