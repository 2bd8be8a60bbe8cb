"""Placements against the oracle: lives in care as the returns of several years tell them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests import oracle
from tests.oracle import Row, Town
from tests.staged import counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import placements
from transforms.quarters import Quarter, quarter_range

QUARTERS = quarter_range(Quarter(2023, 4), Quarter(2025, 1))
YEARS = {
    "2021-22": date(2022, 3, 31),
    "2022-23": date(2023, 3, 31),
    "2023-24": date(2024, 3, 31),
    "2024-25": date(2025, 3, 31),
    "2025-26": date(2025, 6, 30),
}
# Where thirty, twenty-four or twelve months before a quarter's end begin, and the days before.
STARTS = [
    date(2021, 11, 8), date(2022, 6, 30), date(2022, 7, 1), date(2022, 9, 30), date(2022, 10, 1), date(2022, 12, 31),
    date(2023, 1, 1), date(2023, 1, 2),
]  # fmt: skip
DAYS = [
    *STARTS, date(2023, 3, 31), date(2023, 4, 1), date(2023, 4, 2), date(2023, 6, 30), date(2023, 7, 1),
    date(2023, 7, 2), date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2),
    date(2024, 8, 1), date(2024, 8, 2), date(2024, 11, 4), date(2025, 3, 31), date(2025, 4, 1), date(2025, 5, 1),
]  # fmt: skip
BIRTHS = [date(2014, 5, 9), date(2014, 5, 9), date(2009, 3, 31), date(2009, 4, 1), date(2007, 4, 1)]
PLACE = st.fixed_dictionaries(
    {
        "placement": st.sampled_from(["U6", "U6", "K2", "R1", "T0", "T4", "A4", "A5"]),
        "placement_provider": st.just("PR1"),
        "placement_urn": st.sampled_from(["SC1", "SC2"]),
        "legal_status": st.sampled_from(["C2", "C2", "C2", "C2", "C2", "C2", "V4"]),
        "distance_miles": st.sampled_from([None, 20.0, 20.1]),
        "placement_area": st.sampled_from([None, "E06999999", "E06000001"]),
    }
)


@st.composite
def lives(draw: st.DrawFn, child: str) -> list[Row]:
    """Episodes of a child, each of which ends where the next begins, or a while before that."""
    first = draw(st.sampled_from(STARTS))
    days = sorted({first, *draw(st.sets(st.sampled_from([day for day in DAYS if day > first]), max_size=5))})
    episodes: list[Row] = []
    for day in days:
        is_break = bool(episodes) and draw(st.integers(0, 7)) == 0
        if episodes:
            episodes[-1]["episode_end"] = day - timedelta(days=is_break)
        reason = "S" if is_break or not episodes else draw(st.sampled_from(["P", "P", "B", "L", "T", "U"]))
        about: Row = {"child": child, "episode_start": day, "episode_end": None, "reason_new_episode": reason}
        episodes.append(about | draw(PLACE))
    if draw(st.integers(0, 4)) == 0:
        episodes[-1]["episode_end"] = days[-1] + timedelta(days=draw(st.sampled_from([0, 1, 60])))
    return episodes


def as_returned(episodes: list[Row], batch: Row) -> list[Row]:
    """The episodes of a year's return: those that were open in it, whose end was not known where it came later."""
    first, last = date(int(batch["covers"][:4]), 4, 1), batch["data_to"]
    rows = [row for row in episodes if row["episode_start"] <= last]
    rows = [row for row in rows if row["episode_end"] is None or row["episode_end"] >= first]
    return [
        row | batch | {"episode_end": end if (end := row["episode_end"]) is not None and end <= last else None}
        for row in rows
    ]


@st.composite
def towns(draw: st.DrawFn) -> Town:
    episodes = [row for child in "ABCDEF" for row in draw(lives(child))]
    births = {child: draw(st.sampled_from(BIRTHS)) for child in "ABCDEF"}
    years = [year for year in YEARS if draw(st.integers(0, 19)) > 0]
    batches: list[Row] = [
        {"batch_id": number, "extract": "ssda903", "covers": year, "data_to": YEARS[year]}
        for number, year in enumerate(years, start=1)
    ]
    rows = [row for batch in batches for row in as_returned(episodes, batch)]
    tables = {
        "core.cla_episode": [row | {"row_number": number} for number, row in enumerate(rows, start=2)],
        "core.cla_child": [
            batch | {"child": child, "sex": "F", "date_of_birth": birth}
            for batch in batches
            for child, birth in births.items()
        ],
    }
    return Town(tables, batches)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(town=towns(), quarters=st.sets(st.sampled_from(QUARTERS), min_size=1, max_size=3).map(sorted))
def test_every_figure_of_placements_is_the_oracles(town: Town, quarters: list[Quarter]) -> None:
    values = compute(staged_of(town), placements.INDICATORS, quarters)

    places = values[["indicator_id", "quarter", "school_urn", "breakdown", "item"]].itertuples(index=False, name=None)
    known = {indicator.id for indicator in placements.INDICATORS}
    counted = oracle.answers(town, [quarter.end for quarter in quarters], known)
    expected = {place: counts for place, counts in counted.items() if place[0] in known}

    event(f"{len({place[0] for place in expected})} indicators with a figure")
    assert dict(zip(places, counts_of(values), strict=True)) == expected
