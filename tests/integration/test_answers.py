"""The whole line gives exactly the figures that the sample council is known to come to, and those of the oracle."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from flows.cli.bi_docs import measure_in_sql
from flows.commentary.basis import read_basis
from flows.commentary.beside import BESIDE, rows_beside
from flows.council import read_council
from flows.ready import end_importing
from flows.steps import compute as computing
from flows.steps.compute import read_and_compute, read_staged, slice_states
from flows.steps.explain import explain
from flows.steps.plan import plan_quarter
from samples.synth.answers import compute as compute_answers
from tests import oracle
from tests.ledger import queried
from tests.oracle import Row, Town
from tests.published import SAMPLE, Counts, Published, answers, published_counts
from transforms.errors import UsageError
from transforms.figures import rounded
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.indicators.indicator import Period
from transforms.quarters import Quarter
from transforms.series import DIFFERENCE

LAST_YEAR = date(2024, 4, 1)
GAPS = {indicator.id: indicator.less for indicator in INDICATORS if indicator.less}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # forty deliveries, each through Great Expectations


@pytest.fixture(scope="module")
def published(published_merebridge: Published) -> Counts:
    return published_counts(published_merebridge)


@pytest.fixture(scope="module")
def town(published_merebridge: Published) -> Town:
    """The staged rows of the warehouse as plain lists, each with what its batch is."""
    run = published_merebridge.run
    with run.engine.connect() as connection, connection.begin():
        staged = read_staged(run, connection, plan_quarter(run).loaded_batches)
    batches = as_rows(staged.batches)
    by_id = {row["batch_id"]: row for row in batches}
    return Town(
        tables={
            name: [by_id[row["batch_id"]] | row for row in as_rows(frame)] for name, frame in staged.tables.items()
        },
        batches=batches,
        pupils={school.urn: school.headcount for school in run.council.schools},
        la_code=run.council.la_code,
        area_codes=run.council.area_codes,
        phases={school.urn: school.phase for school in run.council.schools},
        population={estimate.mid_year: estimate.children_0_17 for estimate in run.council.population},
    )


def test_figures_are_the_same_when_many_rows_are_counted_in_a_process_beside(
    published_merebridge: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the five quarters of the newest deliveries: one more is counted as these are."""
    run = published_merebridge.run
    with run.engine.begin() as connection:
        slices = [each for each in slice_states(run, connection, plan_quarter(run)) if each.first >= LAST_YEAR]
        batches = [each.batch_id for each in slices if each.batch_id is not None]
        everything, at_once = read_and_compute(run, connection, batches, slices)
        monkeypatch.setattr(computing, "_WORTH_A_PROCESS", 0)
        monkeypatch.setattr(computing, "cores", lambda: 2)
        here, apart = read_and_compute(run, connection, batches, slices)
    end_importing()
    assert set(everything.tables) - set(here.tables) == {"core.attendance_count", "core.attendance_possible"}
    assert at_once["quarter"].nunique() == 5
    assert {"attendance_rate", "overall_absence_rate", "cla_number"} <= set(at_once["indicator_id"])
    pd.testing.assert_frame_equal(apart, at_once)


def as_rows(frame: pd.DataFrame) -> list[Row]:
    """Dictionaries with dates and None in place of timestamps and what stands for missing."""
    plain = {str(name): as_plain(frame[name]) for name in frame.columns}
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def as_plain(column: pd.Series) -> list[Any]:
    values = column.dt.date if pd.api.types.is_datetime64_any_dtype(column) else column
    return values.astype(object).where(column.notna(), None).tolist()


def test_every_figure_is_the_answer_and_every_answer_is_a_figure(published: Counts) -> None:
    expected = answers(SAMPLE)
    known = {place[0] for place in expected}
    assert known == set(oracle.COUNTED)
    assert {place: counts for place, counts in published.items() if place[0] in known} == expected


def test_every_measure_of_the_report_has_an_answer() -> None:
    shown = {part.indicator for measure in read_council(SAMPLE).measures for part in measure.parts}
    assert shown <= {*oracle.COUNTED, *GAPS}


def test_a_gap_is_what_one_answer_lacks_of_the_other(published_merebridge: Published) -> None:
    counts = answers(SAMPLE)
    shares = {place: Fraction(above * 100, below) for place, (above, below) in counts.items() if below}
    expected = {
        (gap, *place[1:]): share - shares[less, *place[1:]]
        for gap, (whole, less) in GAPS.items()
        for place, share in shares.items()
        if place[0] == whole and (less, *place[1:]) in shares
    }
    found = queried(
        published_merebridge.run,
        "select indicator_id, quarter, school_urn, breakdown, item, value from mart.indicator_values"
        f" where basis = '{DIFFERENCE}'",
    )
    values = {tuple(row[name] for name in list(row)[:5]): row["value"] for row in found}
    assert values.keys() == expected.keys()
    assert {place: rounded(gap, 6) for place, gap in expected.items()} == values


def test_every_figure_is_the_oracles(published: Counts, town: Town) -> None:
    quarters = [Quarter.parse(name) for name in sorted({place[1] for place in published})]
    expected = oracle.answers(town, [quarter.end for quarter in quarters])
    assert {place: counts for place, counts in published.items() if place[0] in oracle.COUNTED} == expected


def test_what_is_published_of_the_council_is_what_it_counted_then(published_merebridge: Published) -> None:
    """The invented published values are of the council's own answers; other areas stand beside them."""
    run = published_merebridge.run
    own = queried(
        run,
        "select comparator.indicator_id, comparator.period, comparator.value as published, figure.value as counted"
        " from mart.comparators as comparator inner join mart.indicator_values as figure"
        " on figure.indicator_id = comparator.indicator_id and figure.publication_id = comparator.publication_id"
        " and figure.school_urn = '' and figure.item = 'Total'"
        " inner join mart.dim_quarter as quarter on quarter.quarter = figure.quarter"
        " where comparator.area_kind = 'own' and quarter.end_date = comparator.period_end",
    )
    assert len({row["indicator_id"] for row in own}) >= 10
    assert [row for row in own if abs(row["published"] - row["counted"]) > Decimal("0.5")] == []
    kinds = queried(run, "select area_kind, count(distinct area_name) as areas from mart.comparators group by 1")
    assert {row["area_kind"]: row["areas"] for row in kinds} == {
        "own": 1,
        "neighbours": 1,
        "neighbour": 10,
        "region": 1,
        "England": 1,
    }


def test_every_value_comes_out_of_its_counts_as_the_semantic_layer_says(published_merebridge: Published) -> None:
    measures = " union all ".join(
        f"select indicator_id, value, round({measure_in_sql(each)}, 6) as ours from mart.indicator_values"
        f" where indicator_id = '{each.id}' and basis <> 'returned value'"
        " group by indicator_id, quarter, school_urn, breakdown, item, value"
        for each in INDICATORS
    )
    found = queried(published_merebridge.run, f"select * from ({measures}) as measured where value is not null")
    assert len(found) > 1000
    assert [row for row in found if row["value"] != row["ours"]] == []


# First quarter with a figure, for indicators that begin later than the rest.
_OF_SESSIONS = (
    *("attendance_rate", "persistent_absence_rate", "severe_absence_rate", "attendance_all_schools_rate"),
    *("overall_absence_rate", "unauthorised_absence_rate"),
)
_OF_EXCLUSIONS = (
    *("suspensions", "suspended_pupils", "suspension_rate", "permanent_exclusions", "permanent_exclusion_rate"),
    *("cla_suspensions", "cla_suspended_children", "suspended_pupils_rate", "excluded_pupils_rate"),
)
_OF_PLANS = (
    *("ehc_20_weeks_rate", "ehc_20_weeks_all_rate", "ehc_plans", "ehc_outside_area_rate", "ehc_mainstream_rate"),
    *("ehc_decided_6_weeks_rate", "ehc_refusal_rate", "ehc_plans_issued", "ehc_backlog"),
)
_OF_YEARS_LISTS = (
    *("agency_worker_rate", "cin_caseload", "cases_without_worker", "childcare_good_rate", "schools_good_rate"),
    *("exploitation_cse", "exploitation_cce", "foster_carers", "foster_places", "family_centre_seen_rate"),
    *("send_transport_children", "send_transport_cost", "staff_trained", "quality_visits", "case_audits_good_rate"),
)
_OF_RESULTS = (
    *("attainment_standard_rate", "attainment_headline_rate", "attainment_gap"),
    *("cla_attainment_standard_rate", "other_attainment_standard_rate"),
)
_OF_SCHOOL_YEARS = (
    *("care_targets_returned_rate", "care_targets_in_time_rate", "care_targets_at_standard_rate"),
    *("care_targets_progress", "care_targets_assessed_rate", "care_targets_on_course_rate"),
    *("school_targets_beside_care_rate", "home_educated_children"),
)
_OF_SEPTEMBER = ("caseload_september", "agency_worker_september_rate", "care_targets_met_rate")
_OF_TIMES_MISSING = ("missing_children_quarter", "return_interviews_held_rate", "return_interviews_72_hours_rate")
_OF_WINTER = ("neet_winter_rate", "not_known_winter_rate", "neet_or_not_known_winter_rate")
BEGINS = {
    **dict.fromkeys(_OF_SESSIONS, "2022-23-Q3"),
    **dict.fromkeys(_OF_EXCLUSIONS, "2022-23-Q2"),
    **dict.fromkeys(_OF_PLANS, "2021-22-Q4"),
    **dict.fromkeys(("ehc_reviews_in_date_rate", "ehc_reviews_decided_rate"), "2022-23-Q3"),
    "cla_attendance_rate": "2022-23-Q4",
    "september_guarantee_rate": "2022-23-Q2",
    **dict.fromkeys(_OF_WINTER, "2022-23-Q4"),
    "cla_missing_children": "2022-23-Q4",
    "rereferral_rate": "2023-24-Q4",
    "cla_placement_stability_rate": "2022-23-Q4",
    "cla_long_term_stability_rate": "2024-25-Q2",
    **dict.fromkeys(_OF_YEARS_LISTS, "2024-25-Q1"),
    **dict.fromkeys((*_OF_RESULTS, *_OF_SCHOOL_YEARS), "2023-24-Q2"),
    **dict.fromkeys(_OF_SEPTEMBER, "2024-25-Q2"),
    **dict.fromkeys(_OF_TIMES_MISSING, "2023-24-Q1"),
    "missing_children": "2023-24-Q4",
    "care_targets_ambition_gap": "2023-24-Q3",
    "funded_three_four_year_olds_rate": "2022-23-Q4",
}
ENDS = {
    "september_guarantee_rate": "2024-25-Q2",
    **dict.fromkeys(_OF_WINTER, "2024-25-Q4"),
    "ehc_mainstream_rate": "2024-25-Q4",
    "funded_three_four_year_olds_rate": "2024-25-Q4",
    "schools_good_rate": "2024-25-Q1",
    **dict.fromkeys((*_OF_RESULTS, *_OF_SEPTEMBER), "2024-25-Q2"),
}


def test_the_figures_speak_for_three_years_and_the_quarter(published: Counts) -> None:
    reached: dict[str, set[str]] = {}
    for indicator, quarter, *_ in published:
        reached.setdefault(indicator, set()).add(quarter)
    sent = {supply.extract for supply in read_council(SAMPLE).supplies}
    expected = [*oracle.COUNTED, *GAPS]
    assert {extract for name in expected for extract in indicator_by_id(name).needs} <= sent
    assert {name: (min(quarters), max(quarters)) for name, quarters in reached.items() if name in expected} == {
        name: (BEGINS.get(name, "2022-23-Q1"), ENDS.get(name, "2025-26-Q1")) for name in expected
    }


def test_every_kind_of_period_and_every_extract_that_is_sent_has_figures(published: Counts) -> None:
    found = [indicator for indicator in INDICATORS if indicator.id in {place[0] for place in published}]
    assert {indicator.period for indicator in found} == set(Period)
    uses = Counter(extract for indicator in found for extract in indicator.extracts)
    sent = {supply.extract for supply in read_council(SAMPLE).supplies}
    assert {extract: uses[extract] >= 1 for extract in sent} == dict.fromkeys(sent, True)


def test_the_answers_file_is_what_its_own_counting_gives() -> None:
    computed = {
        (row[0], row[1], row[2], row[3], row[4]): (row.numerator, row.denominator) for row in compute_answers(SAMPLE)
    }
    assert computed == answers(SAMPLE)


def test_every_figure_is_explained_by_the_sum_that_makes_it(published_merebridge: Published) -> None:
    run, number = published_merebridge.run, published_merebridge.publication_id
    shown = {
        (row["measure_ref"], row["part"]): row["current_value"]
        for row in queried(run, f"select * from mart.performance_as_published({number})")
    }
    for measure in run.council.measures:
        found = explain(run, measure.ref, number)
        assert [part.title for part in found.parts] == [part.title for part in measure.parts]
        for part in found.parts:
            value = shown[measure.ref, part.title]
            worked_out = reckoned(part.sum)
            assert (value is None) == (worked_out is None), (measure.ref, part.title)
            if value is not None and worked_out is not None:
                assert abs(worked_out - Fraction(value)) < Fraction(1, 100_000), (measure.ref, part.title)
                assert part.deliveries, "a figure rests on something"
                assert all(each.files for each in part.deliveries)
    with pytest.raises(UsageError, match="holds no measure PED99 01") as raised:
        explain(run, "PED99 01", number)
    assert "It holds PED01 01, PED01 02" in raised.value.fix


def reckoned(words: str) -> Fraction | None:
    """``113 ÷ 3,200 × 10,000`` worked out, or one such less another; None where there is no sum."""
    if not words:
        return None
    if " − " in words:
        whole, less = (reckoned(each) for each in words.split(" − "))
        return None if whole is None or less is None else whole - less
    first, *steps = words.removesuffix(" (days of the year so far)").replace(",", "").split(" ")
    value = Fraction(first)
    for sign, number in zip(steps[::2], steps[1::2], strict=True):
        value = value / Fraction(number) if sign == "÷" else value * Fraction(number)
    return value


def test_officers_see_exclusions_by_what_the_pupils_are_and_each_comes_to_all_of_them(
    published_merebridge: Published,
) -> None:
    run, number = published_merebridge.run, published_merebridge.publication_id
    with run.engine.connect() as connection:
        basis = read_basis(run, connection, number)
    for name in ("suspensions", "permanent_exclusions"):
        parts = [row for row in basis.rows.performance if row["indicator_id"] == name and row["item"] == "Total"]
        (key,), total = {row["indicator_key"] for row in parts}, parts[0]["current_value"]
        rows = [row for row in basis.breakdowns if (row["indicator_key"], row["quarter"]) == (key, str(run.quarter))]
        for breakdown in ("reason", "sex", "key_stage", "SEN_provision"):
            assert sum(row["value"] for row in rows if row["breakdown"] == breakdown) == total > 0, breakdown


def test_officers_see_how_many_missing_children_were_spoken_to_within_72_hours(
    published_merebridge: Published, published: Counts
) -> None:
    run, number = published_merebridge.run, published_merebridge.publication_id
    with run.engine.connect() as connection:
        found = list(rows_beside(run, connection, number))
    shown = {
        row["item"]: (row["numerator"], row["denominator"])
        for row in found
        if (row["breakdown"], row["quarter"]) == (BESIDE, str(run.quarter))
    }
    wanted = ("return_interviews_72_hours_rate", "return_interviews_held_rate")
    assert shown == {
        indicator_by_id(name).title: published[name, str(run.quarter), "", "Total", "Total"] for name in wanted
    }
