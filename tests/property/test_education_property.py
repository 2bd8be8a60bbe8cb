"""Exclusions, participation and EHC plans against the oracle: any small council, numerator and denominator."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.oracle import Answers, Row, Town, ehc_plans, ehc_requests, exclusions, participation
from tests.oracle.days import quarter_name
from tests.staged import SCHOOLS, counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import INDICATORS
from transforms.quarters import Quarter, quarter_range

QUARTERS = quarter_range(Quarter(2023, 4), Quarter(2025, 1))
TOPICS = (exclusions, participation, ehc_plans, ehc_requests)
OWN = [indicator for indicator in INDICATORS if any(indicator.id in topic.COUNTED for topic in TOPICS)]
PUPILS = st.sampled_from(["Ann", "Bob", "Cat", None])
URNS = st.sampled_from([*SCHOOLS, "910001", "910002", None])
# Days on which a year, a quarter or a term begins or ends, and days about them; weeks before them.
DAYS = st.sampled_from([
    date(2023, 8, 31), date(2023, 9, 1), date(2024, 1, 17), date(2024, 1, 18), date(2024, 3, 31), date(2024, 4, 1),
    date(2024, 8, 31), date(2024, 9, 1), date(2024, 9, 30), date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1),
    date(2025, 1, 15), date(2025, 1, 16), date(2025, 1, 17), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30),
    date(2025, 7, 1),
])  # fmt: skip
LATER = st.none() | DAYS
REACHED = st.sampled_from([date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 29), date(2025, 6, 30)])


def batch(number: int, extract: str, covers: str, data_to: date) -> Row:
    return {"batch_id": number, "extract": extract, "supplier": "", "covers": covers, "data_to": data_to}


# Exclusions

CENSUSES = [
    ("2023/24 autumn", date(2023, 12, 20)), ("2023/24 spring", date(2024, 3, 28)),
    ("2023/24 summer", date(2024, 7, 19)), ("2024/25 autumn", date(2024, 12, 20)),
    ("2024/25 spring", date(2025, 3, 28)), ("2024/25 summer", date(2025, 7, 22)),
]  # fmt: skip
EXCLUSION = st.fixed_dictionaries(
    {
        "pupil": st.sampled_from(["Ann", "Bob", "Cat"]),
        "school_urn": URNS,
        "category": st.sampled_from(["SUSP", "SUSP", "PERM", "LNCH"]),
        "start_date": DAYS,
        "reason": st.sampled_from(["DA", "DB", "PP", "OT", None]),
        "decision": st.sampled_from([None, None, "UPHELD", "REINSTATED", "CANCELLED", "QUASHED"]),
    }
)


@st.composite
def exclusion_batches(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Notifications of a year or two, and the census of most terms."""
    batches = []
    for number, year in enumerate(("2023/24", "2024/25"), start=1):
        if draw(st.booleans()):
            reached = date(2024, 8, 31) if year == "2023/24" else draw(REACHED)
            batches.append(batch(number, "exclusions", year, reached))
    for number, (term, data_to) in enumerate(CENSUSES, start=11):
        if draw(st.integers(0, 5)):
            batches.append(batch(number, "census_exclusions", term, data_to))
    rows = []
    for each in batches:
        decided = {} if each["extract"] == "exclusions" else {"decision": None}
        rows += [each | row | decided for row in draw(st.lists(EXCLUSION, max_size=6))]
    return batches, rows


# Participation

LAST_DAYS = [
    date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30),
    date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 6, 30),
]  # fmt: skip
CODES = [
    *("110 150 210 220 230 240 250 260 270 280 290 310 320 330 340 350 360 380 381 410 430 440 450 460 530 540 550 610 "
      "615 616 619 620 630 640 650 660 670 680 710 720 810 820 830").split(), *["619", "230", "710", "810"],
]  # fmt: skip
GUARANTEE = st.sampled_from([None, None, "110", "114", "124", "140", "150", "159"])
COUNCILS = st.sampled_from(["999", "999", "999", "998", None])
YOUNG_PERSON = st.fixed_dictionaries(
    {
        "academic_age": st.sampled_from([15, 16, 16, 17, 17, 18]),
        "lead_la": st.sampled_from(["999", "999", "999", "998"]),
        "activity_code": st.sampled_from(CODES),
        "currency_lapsed": st.sampled_from([False, False, False, True]),
        "guarantee_year11": GUARANTEE,
        "guarantee_year11_la": COUNCILS,
        "guarantee_year12": GUARANTEE,
        "guarantee_year12_la": COUNCILS,
    }
)


@st.composite
def monthly_files(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """NCCIS files of most months; one and the same young person may stand there by two cohort statuses."""
    batches, rows = [], []
    for number, last in enumerate(LAST_DAYS, start=21):
        if not draw(st.integers(0, 5)):
            continue
        reached = draw(st.sampled_from([last, last, last, last.replace(day=27)]))
        batches.append(batch(number, "nccis", f"{last:%Y-%m}", reached))
        people = draw(st.sets(st.tuples(st.sampled_from("ABCD"), st.sampled_from("PGT")), max_size=5))
        lines = draw(st.permutations(range(1, len(people) + 1)))
        for (who, status), line in zip(sorted(people), lines, strict=True):
            person = {"young_person": who, "cohort_status": status, "row_number": line}
            rows.append(batches[-1] | person | draw(YOUNG_PERSON))
    return batches, rows


# EHC plans

OUTCOMES = st.sampled_from(["Y", "Y", "N", "A", "W", "H", None])
RECEIVED_BEFORE = st.sampled_from([-1, 0, 111, 112, 113, 139, 140, 141, 300])
PLACEMENT = st.fixed_dictionaries(
    {
        "placement_rank": st.sampled_from([1, 1, 1, 2, None]),
        "school_urn": URNS,
        "entry_date": DAYS,
        "leaving_date": LATER,
    }
)


@st.composite
def sen2_returns(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    """Cases and placements of the return of each calendar year, or of none."""
    batches, cases, placements = [], [], []
    for number, (year, days) in enumerate({"2024": st.just(date(2024, 12, 31)), "2025": REACHED}.items(), start=41):
        if not draw(st.integers(0, 5)):
            continue
        batches.append(batch(number, "sen2", year, draw(days)))
        for line in range(2, draw(st.integers(2, 7))):
            cases.append(batches[-1] | draw(case()) | {"row_number": line})
            for row in draw(st.lists(PLACEMENT, max_size=3)):
                placements.append(batches[-1] | row | {"request_row": line, "row_number": len(placements) + 2})
    return batches, cases, placements


@st.composite
def case(draw: st.DrawFn) -> Row:
    decided = draw(LATER)
    before = draw(RECEIVED_BEFORE)
    received = date.fromordinal(decided.toordinal() - before) if decided else draw(DAYS)
    return {
        "pupil": draw(PUPILS),
        "received_date": received,
        "request_outcome": draw(OUTCOMES),
        "request_outcome_date": draw(LATER | st.sampled_from([received + timedelta(days=days) for days in (42, 43)])),
        "assessment_outcome": draw(st.sampled_from(["Y", "Y", "Y", "N", "A", "W", "H", None])),
        "assessment_outcome_date": decided,
        "is_exception": draw(st.sampled_from([False, False, True, None])),
        "plan_start": draw(LATER),
        "plan_ceased": draw(LATER),
    }


@st.composite
def social_care(draw: st.DrawFn) -> tuple[list[Row], dict[str, list[Row]]]:
    """Returns of children looked after and of children in need, with the numbers that link them to pupils."""
    batches: list[Row] = []
    tables: dict[str, list[Row]] = {}
    years = {"2023-24": date(2024, 3, 31), "2024-25": date(2025, 3, 31), "2025-26": None}
    for number, (extract, year) in enumerate([(e, y) for e in ("ssda903", "cin") for y in years], start=51):
        if not draw(st.integers(0, 5)):
            continue
        batches.append(batch(number, extract, year, years[year] or draw(REACHED)))
        is_care = extract == "ssda903"
        children, spans = ("cla_child", "cla_episode") if is_care else ("cin_child", "cin_protection_plan")
        first, last = ("episode_start", "episode_end") if is_care else ("plan_start", "plan_end")
        for child in draw(st.sets(st.sampled_from("XYZ"))):
            of_child = batches[-1] | {"child": child}
            tables.setdefault(f"core.{children}", []).append(of_child | {"upn": draw(PUPILS)})
            for start in draw(st.sets(DAYS, max_size=2)):
                status = {"legal_status": draw(st.sampled_from(["C2", "V2", "V3", "V4"]))} if is_care else {}
                span = {first: start, last: draw(LATER)}
                tables.setdefault(f"core.{spans}", []).append(of_child | span | status)
    return batches, tables


# Together


@st.composite
def towns(draw: st.DrawFn) -> Town:
    excluded_in, excluded = draw(exclusion_batches())
    files, people = draw(monthly_files())
    returned, cases, placements = draw(sen2_returns())
    watched_in, watched = draw(social_care())
    tables = {
        "core.exclusion": excluded,
        "core.young_person": people,
        "core.ehc_case": cases,
        "core.ehc_placement": placements,
    }
    batches = [*excluded_in, *files, *returned, *watched_in]
    return Town(tables | watched, batches, SCHOOLS, dict.fromkeys(SCHOOLS, 100))


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(town=towns(), quarters=st.sets(st.sampled_from(QUARTERS), min_size=1, max_size=4).map(sorted))
def test_every_figure_is_the_oracles(town: Town, quarters: list[Quarter]) -> None:
    values = compute(staged_of(town), OWN, quarters)
    places = values[["indicator_id", "quarter", "school_urn", "breakdown", "item"]].itertuples(index=False, name=None)
    expected: Answers = {}
    for quarter in quarters:
        for topic in TOPICS:
            for (indicator, *place), numerator, denominator in topic.figures(town, quarter.end):
                expected[indicator, quarter_name(quarter.end), *place] = (numerator, denominator)

    for indicator in sorted({place[0] for place in expected}):
        event(indicator)
    assert dict(zip(places, counts_of(values), strict=True)) == expected
