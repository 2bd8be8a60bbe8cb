"""Indicators of social care against the oracle: any small council, every quarter, numerator and denominator."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests import oracle
from tests.oracle import (
    Row,
    Town,
    care_leavers,
    children_in_need,
    council_returns,
    early_help,
    missing_children,
    workers,
)
from tests.staged import counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import indicator_by_id
from transforms.quarters import Quarter, quarter_range

TOPICS = (children_in_need, care_leavers, missing_children, early_help, council_returns, workers)
COUNTED = tuple(indicator for topic in TOPICS for indicator in topic.COUNTED)
QUARTERS = quarter_range(Quarter(2023, 3), Quarter(2025, 1))
# Mostly to the year's end; sometimes short of it.
YEARS: Mapping[str, list[date]] = {
    "2021-22": [date(2022, 3, 31)],
    "2022-23": [date(2023, 3, 31)],
    "2023-24": [date(2024, 3, 31), date(2024, 3, 31), date(2024, 3, 30)],
    "2024-25": [date(2025, 3, 31), date(2025, 3, 31), date(2024, 12, 31)],
    "2025-26": [date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 29)],
}
SEPTEMBER = [date(2024, 9, 30), date(2024, 9, 30), date(2024, 9, 29)]
MONTHS = {f"{quarter.end:%Y-%m}": quarter.end for quarter in QUARTERS}
# Days on which a year, a quarter or a span of twelve months ends or begins; days about them, and bank holidays.
DAYS = [
    date(2022, 6, 30), date(2022, 7, 1), date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 1), date(2023, 6, 30),
    date(2023, 7, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1),
    date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 25), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28),
    date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 24), date(2025, 5, 5), date(2025, 6, 29), date(2025, 6, 30),
]  # fmt: skip
LATER_DAYS = [*DAYS, date(2025, 7, 1), date(2024, 3, 6), date(2024, 3, 7), date(2024, 9, 2), date(2024, 9, 3)]
BIRTHS = [
    date(2002, 6, 30), date(2003, 3, 31), date(2003, 4, 1), date(2003, 7, 1), date(2004, 2, 29), date(2005, 3, 31),
    date(2006, 3, 31), date(2006, 4, 1), date(2006, 6, 30), date(2006, 7, 1),
]  # fmt: skip
CHILD = st.sampled_from("ABCD")
DAY = st.sampled_from(DAYS)
LATER = st.none() | st.sampled_from(LATER_DAYS)


@st.composite
def batches(draw: st.DrawFn, extract: str, first: int) -> list[Row]:
    """A batch of an extract for most of the financial years."""
    chosen = [covers for covers in YEARS if draw(st.integers(0, 9)) > 0]
    return [
        {
            "batch_id": first + number,
            "extract": extract,
            "covers": covers,
            "data_to": draw(st.sampled_from(YEARS[covers])),
        }
        for number, covers in enumerate(chosen)
    ]


@st.composite
def monthly_batches(draw: st.DrawFn, extract: str, first: int) -> list[Row]:
    """A batch of an extract for most of the quarter ends, now and then of the day before."""
    chosen = [covers for covers in MONTHS if draw(st.integers(0, 9)) > 0]
    short = [timedelta(days=draw(st.integers(0, 15)) == 0) for _ in chosen]
    return [
        {"batch_id": number, "extract": extract, "covers": covers, "data_to": MONTHS[covers] - by}
        for number, (covers, by) in enumerate(zip(chosen, short, strict=True), start=first)
    ]


def rows_in(draw: st.DrawFn, of: list[Row], columns: st.SearchStrategy[Row], most: int = 6) -> list[Row]:
    """Up to so many rows of each batch, numbered."""
    made = [batch | row for batch in of for row in draw(st.lists(columns, max_size=most))]
    return [row | {"row_number": number, "referral_number": number} for number, row in enumerate(made, start=2)]


REFERRAL = st.fixed_dictionaries(
    {
        "child": CHILD,
        "referral_date": DAY,
        "closure_date": LATER,
        "is_nfa": st.sampled_from([False, False, False, True]),
    }
)
PLAN = st.fixed_dictionaries(
    {"child": CHILD, "plan_start": DAY, "plan_end": LATER, "previous_plans": st.sampled_from([0, 0, 1, 3])}
)
ASSESSMENT = st.fixed_dictionaries({"child": CHILD, "start_date": DAY, "authorised_date": LATER})
LEAVER = st.fixed_dictionaries(
    {
        "date_of_birth": st.sampled_from(BIRTHS),
        "in_touch": st.sampled_from(["YES", "YES", "YES", "NO", "REFU", "NREQ", "DIED", "RHOM"]),
        "activity": st.sampled_from(["F1", "P2", "F3", "G4", "0", None]),
        "accommodation": st.sampled_from(["U1", "B1", "Z1", "U2", "S2", "G1", "H1", "R2", "0", None]),
    }
)
ABSENCE = st.fixed_dictionaries({"child": CHILD, "kind": st.sampled_from("MMA"), "start_date": DAY})
LISTED = st.fixed_dictionaries(
    {
        "child": CHILD,
        "started_date": st.sampled_from(DAYS[:6]),
        "ceased_date": LATER,
        "missing_episodes": st.sampled_from([0, 1, 2, 3, 5, None]),
        "interview_accepted": st.sampled_from([True, False, None]),
    }
)
_SAID_ELSEWHERE: Row = dict.fromkeys(
    ("reason_new_episode", "placement", "placement_provider", "placement_urn", "distance_miles", "placement_area")
)
IN_CARE = st.fixed_dictionaries(
    {"child": CHILD, "legal_status": st.sampled_from(["C2", "C2", "V3"]), "episode_start": DAY, "episode_end": LATER}
).map(lambda row: _SAID_ELSEWHERE | row)
POST = st.fixed_dictionaries(
    {
        "team": st.sampled_from(["North", "South"]),
        "role": st.sampled_from(["SW", "SW", "NQSW", "TM", "FSW", None]),
        "fte": st.sampled_from([1.0, 0.6, 0.6667, 0.004, 0.0, None]),
        "is_agency": st.sampled_from([True, False, None]),
        "cases": st.sampled_from([12, 7, 0, None]),
        "start_date": DAY,
        "ended_on": LATER,
    }
)
SOCIAL_WORKER = st.fixed_dictionaries(
    {
        "is_agency": st.booleans(),
        "fte_30": st.sampled_from([1.0, 0.6, 0.0, None]),
        "cases_30": st.sampled_from([12, 7, 0, None]),
        "ended_on": st.sampled_from([None, None, date(2024, 9, 30), date(2024, 10, 1)]),
    }
)
HELPED = st.fixed_dictionaries({"child": CHILD, "start_date": DAY})
FIGURES = (
    "independent_placements_forecast",
    "sen_placements_forecast",
    "early_years_good_or_outstanding",
    "funded_two_year_olds",
    "placement_quality_visits",
)


@st.composite
def care_leavers_of(draw: st.DrawFn, returns: list[Row]) -> tuple[list[Row], list[Row]]:
    """Children of each return, and those of them who left care."""
    children, leavers = [], []
    for batch in returns:
        for child in draw(st.sets(CHILD)):
            row = batch | {"child": child, "sex": None} | draw(LEAVER)
            children.append(row)
            if draw(st.booleans()):
                leavers.append(row)
    return children, leavers


@st.composite
def towns(draw: st.DrawFn) -> Town:
    census, returns = draw(batches("cin", 1)), draw(batches("ssda903", 11))
    lists, given_back = draw(monthly_batches("annex_a", 21)), draw(monthly_batches("council_returns", 41))
    children, leavers = draw(care_leavers_of(returns))
    posts = draw(monthly_batches("workers", 61))
    workforce: list[Row] = [
        {"batch_id": 81, "extract": "workforce", "covers": "2024", "data_to": draw(st.sampled_from(SEPTEMBER))}
    ]
    episodes = [row for row in rows_in(draw, returns, IN_CARE) if known(row, children)]
    figures = [
        batch | {"return_id": figure, "amount": draw(st.integers(0, 900)), "out_of": draw(st.integers(1, 900))}
        for batch in given_back
        for figure in draw(st.sets(st.sampled_from(FIGURES)))
    ]
    tables = {
        "core.cin_referral": rows_in(draw, census, REFERRAL, most=9),
        "core.cin_protection_plan": rows_in(draw, census, PLAN),
        "core.cin_assessment": rows_in(draw, census, ASSESSMENT),
        "core.cla_child": children,
        "core.cla_episode": episodes,
        "core.care_leaver": leavers,
        "core.cla_missing": rows_in(draw, returns, ABSENCE),
        "core.cla_missing_summary": rows_in(draw, lists, LISTED, most=4),
        "core.early_help_assessment": rows_in(draw, lists, HELPED, most=3),
        "core.council_return": figures,
        "core.worker_post": rows_in(draw, posts, POST),
        "core.social_worker": rows_in(draw, workforce, SOCIAL_WORKER),
    }
    population = dict.fromkeys(draw(st.sets(st.sampled_from([2022, 2023, 2024]))), 3000)
    return Town(tables, [*census, *returns, *lists, *given_back, *posts, *workforce], population=population)


def known(row: Row, children: list[Row]) -> bool:
    """Whether a child is among those of the same return."""
    return (row["batch_id"], row["child"]) in {(child["batch_id"], child["child"]) for child in children}


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(town=towns(), quarters=st.sets(st.sampled_from(QUARTERS), min_size=1, max_size=4).map(sorted))
def test_every_figure_of_social_care_is_the_oracles(town: Town, quarters: list[Quarter]) -> None:
    values = compute(staged_of(town), [indicator_by_id(name) for name in COUNTED], quarters)

    places = values[["indicator_id", "quarter", "school_urn", "breakdown", "item"]].itertuples(index=False, name=None)
    found = dict(zip(places, counts_of(values), strict=True))
    expected = {
        place: counts
        for place, counts in oracle.answers(town, [quarter.end for quarter in quarters], COUNTED).items()
        if place[0] in COUNTED
    }

    event(f"{len({place[0] for place in expected})} indicators with a figure")
    assert len(found) == len(values)
    assert found == expected
