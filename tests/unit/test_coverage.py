"""What arrived, what did not, and which figures therefore cannot be given."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from transforms.compute import VALUE_COLUMNS
from transforms.council_types import Council, School
from transforms.coverage import LOADED, MISSING, REJECTED, SliceState, coverage_of, without_gaps
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.indicators.indicator import Period
from transforms.quarters import Quarter

NOW = Quarter.parse("2025-26-Q1")
ATTENDANCE = indicator_by_id("attendance_rate")
ENTRIES = indicator_by_id("cla_entries")
# 1,000 pupils, so that a headcount reads as a share.
HEADCOUNTS = {"900001": 30, "900002": 60, "900003": 910}


def council(minimum_coverage: float = 0.95) -> Council:
    schools = tuple(School(urn, f"School {urn[-1]}", "Primary", pupils) for urn, pupils in HEADCOUNTS.items())
    return Council(
        slug="merebridge",
        name="Merebridge",
        la_code="999",
        gss_code="E06999999",
        region="North West",
        synthetic=True,
        minimum_coverage=minimum_coverage,
        officers=(),
        supplies=(),
        schools=schools,
        half_terms=(),
        population=(),
        objectives=(),
        measures=(),
        targets=(),
        milestones=(),
    )


def register(urn: str, state: str = LOADED, covers: str = "2024/25 summer", reason: str = "") -> SliceState:
    first, data_to = {
        "2024/25 autumn": (date(2024, 9, 3), date(2024, 12, 20)),
        "2024/25 spring": (date(2025, 1, 6), date(2025, 4, 4)),
        "2024/25 summer": (date(2025, 4, 22), date(2025, 6, 30)),
        "2023/24 summer": (date(2024, 4, 15), date(2024, 6, 28)),
    }[covers]
    return SliceState("attendance_register", urn, f"School {urn[-1]}", covers, first, data_to, state, reason)


def looked_after(state: str, reason: str = "", year: str = "2025-26") -> SliceState:
    first = date(int(year[:4]), 4, 1)
    data_to = date(2025, 6, 30) if year == "2025-26" else date(int(year[:4]) + 1, 3, 31)
    return SliceState("ssda903", "case-system", "Case system", year, first, data_to, state, reason)


def census(state: str, reason: str = "", covers: str = "2024/25 HT3") -> SliceState:
    return SliceState(
        "census_sessions", "collect", "COLLECT", covers, date(2025, 1, 6), date(2025, 2, 14), state, reason
    )


def registers(**states: str) -> list[SliceState]:
    return [register(urn, states.get(f"school_{urn[-1]}", LOADED), reason="") for urn in HEADCOUNTS]


def test_when_all_arrived_the_figure_stands_with_how_many_sent() -> None:
    found = coverage_of(ATTENDANCE, NOW, registers(), council())
    assert (found.text, found.share, found.reason) == ("3 of 3 schools, 100.0% of pupils", 1, "")


@pytest.mark.parametrize("state", [MISSING, REJECTED])
def test_a_small_school_that_is_not_there_shows_beside_the_figure(state: str) -> None:
    found = coverage_of(ATTENDANCE, NOW, registers(school_1=state), council())
    assert (found.text, found.share, found.reason) == ("2 of 3 schools, 97.0% of pupils", Fraction(97, 100), "")


def test_below_the_councils_minimum_there_is_no_figure_and_the_reason_names_the_school() -> None:
    slices = [
        register("900001"),
        register("900002", REJECTED, reason="marks.csv: column mark is missing. Columns found: upn, urn."),
        register("900003"),
    ]
    found = coverage_of(ATTENDANCE, NOW, slices, council())
    assert found.share == Fraction(94, 100)
    assert found.reason == "School 2: marks.csv: column mark is missing"


def test_the_minimum_itself_is_enough() -> None:
    slices = registers(school_2=MISSING)
    assert coverage_of(ATTENDANCE, NOW, slices, council(0.94)).reason == ""
    assert coverage_of(ATTENDANCE, NOW, slices, council(0.941)).reason == "School 2"


def test_several_schools_that_did_not_send_are_counted_after_the_first() -> None:
    found = coverage_of(ATTENDANCE, NOW, registers(school_1=MISSING, school_2=MISSING), council())
    assert (found.text, found.reason) == ("1 of 3 schools, 91.0% of pupils", "School 1, and 1 more")


def test_a_school_counts_once_when_the_quarter_holds_days_of_two_of_its_terms() -> None:
    spring = [register(urn, covers="2024/25 spring") for urn in HEADCOUNTS]
    assert coverage_of(ATTENDANCE, NOW, spring + registers(), council()).text == "3 of 3 schools, 100.0% of pupils"
    lost = coverage_of(ATTENDANCE, NOW, spring + registers(school_1=MISSING), council())
    assert lost.text == "2 of 3 schools, 97.0% of pupils"


def test_a_rejected_term_earlier_in_the_academic_year_counts_though_the_quarter_has_none_of_its_days() -> None:
    slices = [register("900003", REJECTED, "2024/25 autumn", "another term's file"), *registers()]
    assert coverage_of(ATTENDANCE, NOW, slices, council()).reason == "School 3: another term's file"


def test_last_years_rejection_is_not_this_years_gap() -> None:
    slices = [register("900003", REJECTED, "2023/24 summer", "broken"), *registers()]
    assert coverage_of(ATTENDANCE, NOW, slices, council()).reason == ""


def test_a_rejected_file_of_history_within_the_year_takes_the_figure() -> None:
    found = coverage_of(ATTENDANCE, NOW, [census(REJECTED, "unreadable"), *registers()], council())
    assert found.reason == "COLLECT: unreadable"


def test_history_that_was_never_sent_takes_nothing() -> None:
    assert coverage_of(ATTENDANCE, NOW, [census(MISSING), *registers()], council()).reason == ""


@pytest.mark.parametrize(
    ("state", "text", "share", "reason"),
    [
        (LOADED, "Complete", 1, ""),
        (MISSING, "Nothing received", 0, "Case system: not received"),
        (REJECTED, "Nothing received", 0, "Case system: not received"),
    ],
)
def test_a_single_supplier_is_there_or_it_is_not(state: str, text: str, share: int, reason: str) -> None:
    found = coverage_of(ENTRIES, NOW, [looked_after(state, "not received" if state != LOADED else "")], council())
    assert (found.text, found.share, found.reason) == (text, share, reason)


def test_an_extract_takes_only_the_figures_that_need_it() -> None:
    slices = [looked_after(MISSING), *registers()]
    assert coverage_of(ENTRIES, NOW, slices, council()).reason == "Case system"
    assert coverage_of(ATTENDANCE, NOW, slices, council()).reason == ""


def test_a_quarter_that_nothing_was_expected_for_has_no_words_about_supply() -> None:
    assert coverage_of(ATTENDANCE, Quarter.parse("2020-21-Q1"), registers(), council()).text == ""


def test_gaps_are_taken_out_and_all_else_stays() -> None:
    values = pd.DataFrame(
        [
            ("attendance_rate", "2025-26-Q1", "", "Total", "Total", 9, 10),
            ("attendance_rate", "2025-26-Q1", "900001", "Total", "Total", 9, 10),
            ("cla_entries", "2024-25-Q4", "", "Total", "Total", 4, None),
            ("cla_entries", "2025-26-Q1", "", "Total", "Total", 5, None),
            ("cla_entries", "2025-26-Q1", "", "sex", "Female", 2, None),
        ],
        columns=list(VALUE_COLUMNS),
    )
    slices = [looked_after(LOADED, year="2024-25"), looked_after(REJECTED, "broken"), *registers()]
    left = without_gaps(values, [ATTENDANCE, ENTRIES], slices, council())
    assert left.index.tolist() == [0, 1, 2]


def test_where_nothing_is_missing_nothing_is_taken_out() -> None:
    values = pd.DataFrame([("cla_entries", "2025-26-Q1", "", "Total", "Total", 5, None)], columns=list(VALUE_COLUMNS))
    pd.testing.assert_frame_equal(without_gaps(values, [ENTRIES], [looked_after(LOADED)], council()), values)


def test_a_supply_whose_data_end_early_is_named_for_figures_that_it_cannot_give() -> None:
    early = replace(looked_after(LOADED), data_to=date(2025, 5, 31))
    found = coverage_of(ENTRIES, NOW, [early], council())
    assert (found.reason, found.behind) == ("", "Case system: the data received run only to 31 May 2025")
    assert coverage_of(ENTRIES, NOW, [looked_after(LOADED)], council()).behind == ""


def test_several_extracts_are_told_as_sources_not_schools() -> None:
    both = replace(ENTRIES, needs=("ssda903", "census_sessions"))
    arrived = replace(census(LOADED), first=date(2025, 6, 2), data_to=date(2025, 6, 30))
    assert coverage_of(both, NOW, [looked_after(LOADED), arrived], council()).text == "2 of 2 sources"


@pytest.mark.parametrize(("ended", "counts"), [(date(2024, 6, 30), False), (date(2024, 7, 1), True)])
def test_a_rejected_delivery_counts_within_the_twelve_months_that_a_figure_looks_back(
    ended: date, counts: bool
) -> None:
    rolling = replace(ENTRIES, period=Period.ROLLING_YEAR)
    old = replace(looked_after(REJECTED, "cut short", year="2024-25"), data_to=ended)
    assert bool(coverage_of(rolling, NOW, [looked_after(LOADED), old], council()).reason) == counts


@pytest.mark.parametrize("extract", [extract.id for extract in EXTRACTS])
@pytest.mark.parametrize("state", [MISSING, REJECTED])
def test_whatever_extract_is_not_there_every_measure_that_needs_it_says_so(extract: str, state: str) -> None:
    lost = SliceState(extract, "them", "Their system", "2025-26", NOW.start, NOW.end, state, "nothing received")
    needing = [indicator for indicator in INDICATORS if extract in indicator.needs]
    assert {coverage_of(each, NOW, [lost], council()).reason for each in needing} <= {"Their system: nothing received"}
