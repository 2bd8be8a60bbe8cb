"""The committed sample council is what the generator makes, and its words agree with its figures."""

import math
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from flows.council import read_narrative
from samples.synth.defects import Level
from samples.synth.generate import Plan, write_council
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from samples.synth.merebridge import PLAN
from tests.synthetic import content, faults, rows_of, sample_answers

MOST_BYTES = 6_000_000


@pytest.mark.slow
def test_the_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_council(tmp_path, Plan(PLAN.pupils, PLAN.seed, PLAN.quarters, PLAN.level, PLAN.identity, compression=1))
    made, kept = content(tmp_path), content(MEREBRIDGE)
    assert [name for name in made if name != "milestones.csv" and made[name] != kept[name]] == []
    assert {name for name in kept if name not in made and not name.startswith("narrative/")} == set()


def test_the_sample_is_small_enough_for_a_repository() -> None:
    assert sum(path.stat().st_size for path in MEREBRIDGE.rglob("*") if path.is_file()) < MOST_BYTES


def test_the_sample_has_the_few_faults_of_a_normal_quarter() -> None:
    listed = Counter((fault.extract, fault.kind) for fault in faults(MEREBRIDGE))
    assert {extract for extract, _ in listed} == DELIVERIES.keys() - {"census_sessions", *LISTS}
    assert listed["attendance_register", "hold"] == 3
    assert listed["exclusions", "hold"] == 2
    assert listed["exclusions", "difference"] == listed["census_exclusions", "difference"] == 8
    assert max(count for (_, kind), count in listed.items() if kind != "difference") <= 7
    assert PLAN.level is Level.FEW


# Lists of the project's own layout, and the census of social workers, which come without a fault.
LISTS = {
    "audits": 2,
    "care_targets": 2,
    "exploitation": 2,
    "family_centres": 2,
    "foster_carers": 2,
    "home_education": 2,
    "inspections": 3,
    "key_stage_results": 2,
    "missing": 3,
    "school_targets": 2,
    "training": 2,
    "transport": 2,
    "workers": 5,
    "workforce": 1,
}
# How many deliveries each extract has in three years and a quarter; registers: ten schools, twice.
DELIVERIES = {
    "annex_a": 13,
    "attendance_register": 20,
    "census_exclusions": 7,
    "census_sessions": 14,
    "cin": 4,
    "council_returns": 13,
    "exclusions": 2,
    "nccis": 19,
    "sen2": 4,
    "ssda903": 4,
    **LISTS,
}


def test_every_extract_has_its_deliveries() -> None:
    found = Counter(path.parts[-4] for path in MEREBRIDGE.glob("extracts/*/*/*/delivery.toml"))
    found["council_returns"] = len(list(MEREBRIDGE.glob("returns/*/delivery.toml")))
    assert found == DELIVERIES


def test_answers_cover_every_quarter_and_breakdown() -> None:
    rows = sample_answers()
    quarters = {row["quarter"] for row in rows if row["indicator_id"] == "cla_number"}
    assert len(quarters) == 13
    of_attendance = sorted({row["quarter"] for row in rows if row["indicator_id"] == "attendance_rate"})
    assert of_attendance == [
        *("2022-23-Q3", "2022-23-Q4", "2023-24-Q1", "2023-24-Q3", "2023-24-Q4"),
        *("2024-25-Q1", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1"),
    ]
    now = [row for row in rows if row["quarter"] == "2025-26-Q1"]
    assert Counter(row["breakdown"] for row in now if row["indicator_id"] == "attendance_rate") == {
        "Total": 11,
        "phase": 4,
    }
    assert Counter(row["breakdown"] for row in now if row["indicator_id"] == "cla_number") == {
        "Total": 1,
        "sex": 3,
        "age_group": 5,
    }


def test_parts_add_up_to_totals() -> None:
    sums: Counter[tuple[str, ...]] = Counter()
    for row in sample_answers():
        if row["indicator_id"].startswith("cla_") and row["breakdown"] in ("sex", "age_group"):
            sums[row["indicator_id"], row["quarter"], row["breakdown"]] += int(row["numerator"])
    totals = {
        (row["indicator_id"], row["quarter"]): int(row["numerator"])
        for row in sample_answers()
        if row["breakdown"] == "Total" and not row["school_urn"]
    }
    assert sums
    assert all(total == totals[indicator, quarter] for (indicator, quarter, _), total in sums.items())


NOW, YEAR_AGO = "2025-26-Q1", "2024-25-Q1"
COMMENTARY_SAYS = [
    ("PED01 01", "early_help_children", NOW, "Total", "{} children"),
    ("PED01 01", "early_help_children", YEAR_AGO, "Total", "it was {}."),
    ("PED01 02", "attendance_rate", NOW, "Total", "{}%"),
    ("PED01 02", "attendance_rate", YEAR_AGO, "Total", "{}%"),
    ("PED01 02", "attendance_rate", NOW, "Special", "({}%)"),
    ("PED01 02", "attendance_rate", NOW, "Secondary", "({}%)"),
    ("PED01 02", "attendance_rate", NOW, "PRU", "({}%)"),
    ("PED01 03", "persistent_absence_rate", NOW, "Total", "({}%)"),
    ("PED01 03", "persistent_absence_rate", YEAR_AGO, "Total", "{}%"),
    ("PED01 03", "persistent_absence_rate", NOW, "Primary", "({}%)"),
    ("PED01 03", "persistent_absence_rate", NOW, "Secondary", "{}%"),
    ("PED01 04", "severe_absence_rate", NOW, "Total", "{}%"),
    ("PED01 04", "severe_absence_rate", YEAR_AGO, "Total", "{}%"),
    ("PED02 01", "referral_rate", NOW, "Total", "come to {} a year for every 10,000"),
    ("PED02 01", "referral_rate", YEAR_AGO, "Total", "fewer than a year ago ({})"),
    ("PED02 01", "rereferral_rate", NOW, "Total", "{}% concern"),
    ("PED02 01", "rereferral_rate", YEAR_AGO, "Total", "{}% a year ago"),
    ("PED02 02", "cin_rate", NOW, "Total", "{} of every 10,000 children"),
    ("PED02 02", "cin_rate", YEAR_AGO, "Total", "a year ago ({})"),
    ("PED02 03", "cpp_rate", NOW, "Total", "{} for every 10,000"),
    ("PED02 03", "cpp_rate", YEAR_AGO, "Total", "a year ago it was {}"),
    ("PED02 03", "cpp_repeat_rate", "2024-25-Q4", "Total", "last year it was {}%"),
    ("PED02 04", "cla_number", NOW, "Total", "{} children"),
    ("PED02 04", "cla_rate", NOW, "Total", "{} for every 10,000"),
    ("PED02 06", "assessments_45_days_rate", NOW, "Total", "{}% of assessments"),
    ("PED02 06", "assessments_45_days_rate", YEAR_AGO, "Total", "({}%)"),
    ("PED02 07", "return_interviews_rate", NOW, "Total", "{}% against"),
    ("PED02 07", "return_interviews_rate", YEAR_AGO, "Total", "against {}%"),
    ("PED01 06", "home_educated_children", NOW, "Total", "of {} children"),
    ("PED01 06", "home_educated_children", YEAR_AGO, "Total", "it was {}."),
    ("PED02 10", "cin_caseload", NOW, "Total", "holds {} cases"),
    ("PED02 10", "cin_caseload", YEAR_AGO, "Total", "it was {}."),
    ("PED02 10", "agency_worker_rate", NOW, "Total", "({}%)"),
    ("PED02 10", "agency_worker_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED02 11", "agency_spend", NOW, "Total", "cost £{},"),
    ("PED02 11", "agency_spend", YEAR_AGO, "Total", "(£{})"),
    ("PED02 11", "agency_spend_rate", NOW, "Total", "That is {}%"),
    ("PED02 11", "agency_spend_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED02 12", "exploitation_cse", NOW, "Total", "stand at {} and"),
    ("PED02 12", "exploitation_cce", NOW, "Total", "exploitation at {}, as"),
    ("PED02 13", "case_audits_good_rate", NOW, "Total", "April {}% found"),
    ("PED02 13", "case_audits_good_rate", YEAR_AGO, "Total", "({}%)"),
    ("PED02 13", "staff_trained", NOW, "Total", "by {} people"),
    ("PED02 13", "staff_trained", YEAR_AGO, "Total", "against {} in"),
    ("PED03 11", "care_targets_returned_rate", NOW, "Total", "returned {}%"),
    ("PED03 11", "care_targets_at_standard_rate", NOW, "Total", "targets {}% are"),
    ("PED03 11", "school_targets_beside_care_rate", NOW, "Total", "aim at {}%"),
    ("PED03 11", "care_targets_on_course_rate", NOW, "Total", "met {}% of"),
    ("PED03 12", "foster_carers", NOW, "Total", "are {} fostering households"),
    ("PED03 12", "foster_places", NOW, "Total", "with {} places"),
    ("PED03 13", "overspend_forecast", NOW, "Total", "overspend by £{},"),
    ("PED03 13", "overspend_forecast", YEAR_AGO, "Total", "(£{})"),
    ("PED03 14", "placement_costs_avoided", NOW, "Total", "costs of £{} were"),
    ("PED03 14", "placement_costs_avoided", YEAR_AGO, "Total", "it was £{}."),
    ("PED04 12", "send_transport_children", NOW, "Total", "brings {} children"),
    ("PED04 12", "send_transport_cost", NOW, "Total", "costs £{},"),
    ("PED05 02", "funded_three_four_year_olds_rate", "2024-25-Q4", "Total", "census: {}%"),
    ("PED05 04", "childcare_good_rate", NOW, "Total", "judgement {}% is"),
    ("PED05 04", "childcare_good_rate", YEAR_AGO, "Total", "it was {}%"),
    ("PED05 06", "attainment_headline_rate", "2024-25-Q2", "Total", "summer {}% of pupils"),
    ("PED01 05", "unauthorised_absence_rate", NOW, "Total", "missed {}% of their sessions"),
    ("PED01 05", "unauthorised_absence_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED03 08", "cla_placement_stability_rate", NOW, "Total", "{}% of children in care"),
    ("PED03 08", "cla_placement_stability_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED03 09", "cla_attendance_rate", NOW, "Total", "attended {}% of their sessions"),
    ("PED03 09", "cla_attendance_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED04 11", "ehc_decided_6_weeks_rate", YEAR_AGO, "Total", "it was {}% of them"),
    ("PED03 01", "cla_residential", NOW, "Total", "{} children"),
    ("PED03 02", "cla_independent_fostering", NOW, "Total", "{} children"),
    ("PED03 03", "care_leavers_accommodation_rate", NOW, "Total", "{}% live"),
    ("PED03 03", "care_leavers_accommodation_rate", YEAR_AGO, "Total", "{}% a year ago"),
    ("PED03 04", "care_leavers_eet_rate", NOW, "Total", "{}% against"),
    ("PED03 04", "care_leavers_eet_rate", YEAR_AGO, "Total", "against {}%"),
    ("PED03 05", "placement_quality_visits_rate", NOW, "Total", "{}% of the placements"),
    ("PED03 05", "placement_quality_visits_rate", YEAR_AGO, "Total", "against {}%"),
    ("PED03 06", "independent_placements_forecast", NOW, "Total", "placements is £{},"),
    ("PED03 06", "independent_placements_forecast", YEAR_AGO, "Total", "was £{}."),
    ("PED03 07", "cla_within_20_miles", NOW, "Total", "June {}% of children in care"),
    ("PED03 07", "cla_within_20_miles", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED04 01", "ehc_20_weeks_rate", NOW, "Total", "{}% came within twenty weeks"),
    ("PED04 01", "ehc_20_weeks_rate", YEAR_AGO, "Total", "a year ago it was {}%"),
    ("PED04 01", "ehc_20_weeks_all_rate", NOW, "Total", "With exceptions it is {}%"),
    ("PED04 02", "suspensions", NOW, "Total", "suspended pupils {} times"),
    ("PED04 02", "suspensions", YEAR_AGO, "Total", "June, {} times"),
    ("PED04 02", "suspension_rate", NOW, "Total", "{} suspensions for every 100 pupils"),
    ("PED04 02", "suspensions", NOW, "Secondary", "account for {} of them"),
    ("PED04 02", "suspensions", YEAR_AGO, "Secondary", "({} last year)"),
    ("PED04 02", "suspensions", NOW, "Primary", "primary schools for {},"),
    ("PED04 03", "suspended_pupils", NOW, "Total", "at least once: {} against"),
    ("PED04 03", "suspended_pupils", YEAR_AGO, "Total", "against {} last year"),
    ("PED04 04", "permanent_exclusions", NOW, "Total", "{} permanent exclusions stand"),
    ("PED04 04", "permanent_exclusions", YEAR_AGO, "Total", "Last year it was {} at"),
    ("PED04 05", "ehc_outside_area_rate", NOW, "Total", "{}% of children"),
    ("PED04 05", "ehc_outside_area_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED04 06", "sen_placements_forecast", NOW, "Total", "cost £{},"),
    ("PED04 06", "sen_placements_forecast", YEAR_AGO, "Total", "was £{}."),
    ("PED04 07", "ehc_mainstream_rate", "2024-25-Q4", "Total", "In January {}%"),
    ("PED04 07", "ehc_mainstream_rate", "2023-24-Q4", "Total", "against {}%"),
    ("PED04 09", "ehc_16_weeks_care_rate", NOW, "Total", "{}% came within sixteen weeks"),
    ("PED04 09", "ehc_16_weeks_care_rate", YEAR_AGO, "Total", "against {}%"),
    ("PED04 10", "ehc_plans", NOW, "Total", "June {} children"),
    ("PED05 01", "funded_two_year_olds_rate", NOW, "Total", "{}% took one up"),
    ("PED05 01", "funded_two_year_olds_rate", YEAR_AGO, "Total", "({}%)"),
    ("PED05 03", "early_years_good_rate", NOW, "Total", "{}% of nurseries"),
    ("PED05 03", "early_years_good_rate", YEAR_AGO, "Total", "against {}%"),
    ("PED06 01", "neet_rate", NOW, "Total", "June {}%"),
    ("PED06 01", "neet_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED06 01", "neet_rate", NOW, "16", "{}% of those aged 16"),
    ("PED06 01", "neet_rate", NOW, "17", "{}% of those aged 17"),
    ("PED06 02", "not_known_rate", NOW, "Total", "For {}%"),
    ("PED06 02", "not_known_rate", YEAR_AGO, "Total", "({}%)"),
    ("PED06 03", "september_guarantee_rate", "2024-25-Q2", "Total", "Last September {}%"),
    ("PED06 04", "participation_rate", NOW, "Total", "{}% of young people"),
    ("PED06 04", "participation_rate", YEAR_AGO, "Total", "against {}% a year ago"),
    ("PED06 05", "neet_or_not_known_winter_rate", "2024-25-Q4", "Total", "{}% last winter"),
    ("PED06 05", "neet_or_not_known_winter_rate", "2023-24-Q4", "Total", "after {}%"),
]
PER_10_000 = ("cla_rate", "cin_rate", "cpp_rate", "referral_rate")
IN_WORDS = {"PED03 01": {8: "Eight"}, "PED03 02": {9: "Nine"}}
DAYS_IN_A_YEAR, DAYS_OF_THE_FIRST_QUARTER = 365, 91
WHOLE_NUMBERS = (
    "cla_rate",
    "return_interviews_rate",
    "early_years_good_rate",
    "care_leavers_",
    "placement_quality_visits",
    "agency_spend_rate",
    "case_audits_good_rate",
    "childcare_good_rate",
)


def shown(measure: str, row: dict[str, str]) -> str:
    """A figure as the report shows it: rounded half up, once."""
    indicator, numerator = row["indicator_id"], int(row["numerator"])
    if not row["denominator"]:
        return IN_WORDS.get(measure, {}).get(numerator, f"{numerator:,}")
    value = Fraction(numerator, int(row["denominator"])) * (10_000 if indicator in PER_10_000 else 100)
    if indicator == "referral_rate":
        value *= Fraction(DAYS_IN_A_YEAR, DAYS_OF_THE_FIRST_QUARTER)
    if indicator.startswith(WHOLE_NUMBERS):
        return str(math.floor(value + Fraction(1, 2)))
    tenths = math.floor(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize(("measure", "indicator", "quarter", "item", "words"), COMMENTARY_SAYS)
def test_officers_quote_the_computed_figures(measure: str, indicator: str, quarter: str, item: str, words: str) -> None:
    key = {"indicator_id": indicator, "quarter": quarter, "item": item, "school_urn": ""}
    row = next(row for row in sample_answers() if key.items() <= row.items())
    assert words.format(shown(measure, row)) in words_about(measure)


def test_the_register_of_exclusions_says_how_many_were_notified() -> None:
    register = rows_of((MEREBRIDGE / "extracts/exclusions/inclusion-team/2025-06-30/notifications.csv").read_bytes())
    permanent = [row["Decision"] for row in register if row["Category"] == "PERM"]
    assert (len(permanent), permanent.count("REINSTATED")) == (8, 2)
    assert "notified the council of 8; the others were reinstated" in words_about("PED04 04")


def test_the_financial_summary_quotes_the_forecast_and_its_rise() -> None:
    amounts = {
        row["quarter"]: int(row["numerator"])
        for row in sample_answers()
        if row["indicator_id"] == "independent_placements_forecast"
    }
    summary = (MEREBRIDGE / "narrative" / NOW / "financial_summary.md").read_text()
    assert f"£{amounts[NOW]:,} by the end of March, £{amounts[NOW] - amounts[YEAR_AGO]:,} more" in summary


def test_the_number_of_plans_rose_as_the_words_say() -> None:
    plans = {row["quarter"]: int(row["numerator"]) for row in sample_answers() if row["indicator_id"] == "ehc_plans"}
    rise = plans[NOW] - plans[YEAR_AGO]
    assert f"{rise} more than a year ago" in words_about("PED04 10")
    assert f"rose by {rise} in twelve months" in (MEREBRIDGE / "narrative" / NOW / "emerging_issues.md").read_text()


def words_about(measure: str) -> str:
    commentary = rows_of((MEREBRIDGE / "narrative" / NOW / "commentary.csv").read_bytes())
    return next(entry["text"] for entry in commentary if entry["measure"] == measure)


def test_every_measure_has_its_officer_s_words() -> None:
    toml = (MEREBRIDGE / "council.toml").read_text()
    commentary = rows_of((MEREBRIDGE / "narrative" / "2025-26-Q1" / "commentary.csv").read_bytes())
    assert len(commentary) == toml.count("[[measures]]")
    for entry in commentary:
        assert f'ref = "{entry["measure"]}"' in toml
        assert f'initials = "{entry["officer"]}"' in toml


def test_every_section_of_the_narrative_is_written_and_named_by_its_titles() -> None:
    narrative = read_narrative(MEREBRIDGE, NOW)
    assert [name for name, words in vars(narrative).items() if not words] == []
    assert [section.title for section in narrative.school_improvement] == [
        "Inspections", "Support and challenge", "Governors",
    ]  # fmt: skip
