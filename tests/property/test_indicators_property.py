"""Indicators against the oracle: any small council, every quarter, school and breakdown, numerator and denominator."""

from datetime import date

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests import oracle
from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import INDICATORS, attendance, children_looked_after, placements
from transforms.quarters import Quarter, quarter_range

# The other topics have towns of their own.
KNOWN = (*attendance.INDICATORS, *children_looked_after.INDICATORS, *placements.INDICATORS)
QUARTERS = quarter_range(Quarter(2022, 4), Quarter(2025, 1))
RETURNS = {
    "2022-23": [date(2023, 3, 31)],
    "2023-24": [date(2024, 3, 31)],
    "2024-25": [date(2024, 6, 30), date(2024, 9, 29), date(2024, 12, 31), date(2025, 3, 31)],
}
# Days on which something ends, begins, or is had in leap years alone; and days about them.
DAYS = [
    date(2022, 9, 30), date(2022, 10, 1),
    date(2023, 3, 31), date(2023, 4, 1), date(2023, 6, 29), date(2023, 6, 30), date(2023, 7, 1), date(2024, 2, 28),
    date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 30), date(2024, 9, 30),
    date(2024, 10, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31),
]  # fmt: skip
BIRTHS = [
    date(2005, 6, 30), date(2006, 3, 31), date(2006, 4, 1), date(2006, 6, 30), date(2006, 7, 1), date(2008, 2, 29),
    date(2008, 6, 30), date(2014, 4, 1), date(2016, 10, 1), date(2020, 2, 29), date(2023, 3, 31), date(2024, 2, 29),
    date(2024, 3, 31), date(2009, 3, 31), date(2009, 4, 1),
]  # fmt: skip
# Number, first and last day of parts of half-terms, cut where a quarter ends. A year is from 1 September to 31 August.
PARTS = {
    "2022/23": [(4, (2023, 2, 20), (2023, 3, 31)), (6, (2023, 6, 5), (2023, 6, 30)), (6, (2023, 7, 1), (2023, 7, 21))],
    "2023/24": [
        (1, (2023, 9, 1), (2023, 9, 30)), (1, (2023, 10, 1), (2023, 10, 20)), (4, (2024, 2, 19), (2024, 3, 28)),
        (6, (2024, 6, 3), (2024, 6, 30)), (6, (2024, 7, 1), (2024, 8, 31)),
    ],
    "2024/25": [
        (1, (2024, 9, 1), (2024, 9, 30)), (1, (2024, 10, 1), (2024, 10, 25)), (2, (2024, 11, 4), (2024, 12, 20)),
        (4, (2025, 2, 24), (2025, 3, 31)), (4, (2025, 4, 1), (2025, 4, 11)), (6, (2025, 6, 2), (2025, 6, 30)),
    ],
}  # fmt: skip
# Terms that a census counts as a whole, of two half-terms each.
TERMS = {
    "2022/23": [(3, (2023, 1, 4), (2023, 3, 31))],
    "2023/24": [(1, (2023, 9, 1), (2023, 12, 20)), (3, (2024, 1, 4), (2024, 3, 28))],
    "2024/25": [(1, (2024, 9, 1), (2024, 12, 20)), (3, (2025, 1, 6), (2025, 4, 4))],
}
OTHER_CODES = ["D", "D", "\\", "L", "J", "K", "C2", "H", "F", "U", "X", "Y", "Y5", "Q", "#"]
# Sessions attended and absent: a tenth, a half, and a little less than each.
ATTENDED_AND_ABSENT = [(9, 1), (81, 9), (91, 10), (1, 1), (45, 45), (46, 45), (0, 0), (0, 2), (0, 5)]


@st.composite
def returns_of_care(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    """Children, episodes and asylum seekers of one return for each year, or of none."""
    children, episodes, seekers = [], [], []
    for batch, (year, days) in enumerate(RETURNS.items(), start=1):
        if not draw(st.booleans() | st.just(value=True)):
            continue
        of_batch = {"batch_id": batch, "extract": "ssda903", "covers": year, "data_to": draw(st.sampled_from(days))}
        for child in draw(st.sets(st.sampled_from("ABCDE"), min_size=1)):
            birth = draw(st.sampled_from(BIRTHS))
            children.append(of_batch | {"child": child, "sex": draw(SEX), "date_of_birth": birth})
            if draw(st.booleans()):
                seekers.append(of_batch | {"child": child, "ceased_on": draw(st.none() | st.sampled_from(DAYS))})
            starts = [day for day in DAYS if day >= birth]
            for start in draw(st.sets(st.sampled_from(starts), min_size=1, max_size=3)):
                episodes.append(of_batch | draw(episode(child, start)) | {"row_number": len(episodes) + 2})
    return children, episodes, seekers


SEX = st.sampled_from(["F", "M", "U", None])


@st.composite
def episode(draw: st.DrawFn, child: str, start: date) -> Row:
    """An episode that may end on any later day, its own included, and may overlap the child's others."""
    return {
        "child": child,
        "episode_start": start,
        "episode_end": draw(st.one_of(st.none(), st.none(), st.sampled_from([day for day in DAYS if day >= start]))),
        "reason_new_episode": draw(st.sampled_from(["S", "S", "P", "P", "B", "L", "T", "U"])),
        "legal_status": draw(st.sampled_from(["C2", "C2", "V2", "V2", "V3", "V4"])),
        "placement": draw(st.sampled_from(["K1", "K2", "R1", "S1", "U1", "U6", "U6", "P1", "T0", "T4", "A3", "A6"])),
        "placement_provider": draw(st.sampled_from(["PR1", "PR4", "PR5", None])),
        "placement_urn": draw(st.sampled_from([None, "SC1", "SC2"])),
        "placement_area": draw(st.sampled_from([None, "E06999999", "E06000001"])),
        "distance_miles": draw(st.sampled_from([None, None, 0.4, 20.0, 20.1])),
    }


@st.composite
def rolls_and_sessions(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Enrolments and session counts of an academic year for each extract, pupil and school."""
    enrolments, counts = [], []
    batches = [(extract, year) for extract in ("attendance_register", "census_sessions") for year in PARTS]
    batches += [("census_sessions", year) for year in TERMS]
    for number, (extract, year) in enumerate(batches, start=11):
        of_batch = {"batch_id": number, "extract": extract, "covers": year, "data_to": date(2025, 6, 30)}
        for pupil, urn in draw(st.sets(st.tuples(st.sampled_from("PQ"), st.sampled_from(list(SCHOOLS))), max_size=4)):
            who = of_batch | {"pupil": pupil, "school_urn": urn}
            enrolments.append(who | draw(ENROLMENT))
            parts = TERMS[year] if number > 10 + 2 * len(PARTS) else PARTS[year]
            for part in draw(st.sets(st.sampled_from(parts), min_size=1, max_size=3)):
                possible = draw(st.sampled_from([None, 0, 5, 10, 100]))
                if extract == "census_sessions" and possible is not None:
                    counts.append(who | count_row(year, part, None, possible))
                sessions = zip("/I", draw(st.sampled_from(ATTENDED_AND_ABSENT)), strict=True)
                counts += [who | count_row(year, part, code, count) for code, count in sessions]
                others = draw(st.just(()) | st.sets(st.sampled_from(OTHER_CODES), max_size=2))
                counts += [who | count_row(year, part, code, draw(st.integers(0, 9))) for code in others]
    return enrolments, counts


WHO_COUNTS = st.fixed_dictionaries(
    {
        "age_at_start": st.sampled_from([5, 10, 15]),
        "enrolment_status": st.sampled_from(["C", "M", None]),
        "boarder": st.sampled_from([None, "", "N"]),
    }
)
WHOEVER = st.fixed_dictionaries(
    {
        "age_at_start": st.sampled_from([4, 8, 8, 8, 16, None]),
        "enrolment_status": st.sampled_from(["C", "C", "C", "S", "F", "O"]),
        "boarder": st.sampled_from(["N", "N", "N", "B", "6", "7"]),
    }
)
ENROLMENT = st.one_of(WHO_COUNTS, WHO_COUNTS, WHOEVER)


def count_row(year: str, part: tuple, code: str | None, sessions: int) -> Row:
    number, first, last = part
    return {
        "academic_year": year,
        "half_term": number,
        "half_terms": 2 if part in TERMS[year] else 1,
        "period_start": date(*first),
        "period_end": date(*last),
        "code": code,
        "sessions": sessions,
    }


@st.composite
def towns(draw: st.DrawFn) -> Town:
    children, episodes, seekers = draw(returns_of_care())
    enrolments, counts = draw(rolls_and_sessions())
    population = dict.fromkeys(draw(st.sets(st.sampled_from([2022, 2023, 2024]))), 3000)
    tables = {
        "core.cla_child": children,
        "core.cla_episode": episodes,
        "core.cla_asylum_seeker": seekers,
        "core.enrolment": enrolments,
        "core.attendance_count": [row for row in counts if row["code"] is not None],
        "core.attendance_possible": [row for row in counts if row["code"] is None],
    }
    batches = {row["batch_id"]: row for rows in tables.values() for row in rows}
    return Town(tables, batches=list(batches.values()), phases=SCHOOLS, population=population)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(town=towns(), quarters=st.sets(st.sampled_from(QUARTERS), min_size=1, max_size=4).map(sorted))
def test_every_figure_is_the_oracles(town: Town, quarters: list[Quarter]) -> None:
    values = compute(staged_of(town), KNOWN, quarters)

    places = values[["indicator_id", "quarter", "school_urn", "breakdown", "item"]].itertuples(index=False, name=None)
    known = {indicator.id for indicator in KNOWN}
    counted = oracle.answers(town, [quarter.end for quarter in quarters], known)
    expected = {place: counts for place, counts in counted.items() if place[0] in known}

    event(f"{len({place[1] for place in expected})} quarters with a figure")
    assert not values.duplicated(["indicator_id", "quarter", "school_urn", "breakdown", "item"]).any()
    assert dict(zip(places, counts_of(values), strict=True)) == expected


def test_the_oracle_counts_what_the_registry_holds() -> None:
    assert set(oracle.COUNTED) <= {indicator.id for indicator in INDICATORS}
