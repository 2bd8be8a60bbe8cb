"""Children in care in education against the oracle: any two returns, with sessions, suspensions and results."""

from datetime import date

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.oracle import Answers, Row, Town, attainment, children_in_care_at_school
from tests.oracle.days import quarter_name
from tests.staged import SCHOOLS, counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import INDICATORS
from transforms.quarters import Quarter, quarter_range

QUARTERS = quarter_range(Quarter(2024, 4), Quarter(2025, 2))
TOPICS = (children_in_care_at_school, attainment)
OWN = [indicator for indicator in INDICATORS if any(indicator.id in topic.COUNTED for topic in TOPICS)]
PUPILS = ("Ann", "Bob", "Cat")
REACHED = st.sampled_from([date(2025, 6, 30), date(2025, 9, 30), date(2025, 9, 30)])
FILED = st.sampled_from([*[date(2025, 8, 31)] * 5, date(2025, 8, 30)])
STARTS = st.sampled_from([date(2022, 1, 10), date(2022, 1, 10), date(2024, 4, 1), date(2024, 4, 2), date(2024, 7, 1)])
# Days on which a span may end and the next begin, about the days that decide.
TURNS = st.sampled_from([date(2024, 4, 1), date(2024, 10, 7), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30)])


def batch(number: int, extract: str, covers: str, data_to: date) -> Row:
    return {"batch_id": number, "extract": extract, "supplier": "", "covers": covers, "data_to": data_to}


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[date, date | None]]:
    """One stay in care, or two that meet, overlap or leave a day between them."""
    start, turn = draw(STARTS), draw(TURNS)
    if turn <= start or draw(st.booleans()):
        return [(start, draw(st.sampled_from([None, None, None, *([turn] if turn > start else [])])))]
    again = date.fromordinal(turn.toordinal() + draw(st.sampled_from([-1, 0, 0, 1])))
    return [(start, turn), (again, None)]


@st.composite
def returns_of_care(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    """The returns of two years with what each may know, or one of them."""
    batches = [batch(1, "ssda903", "2024-25", date(2025, 3, 31)), batch(2, "ssda903", "2025-26", draw(REACHED))]
    arrived = [each for each in batches if draw(st.integers(0, 9))]
    children, episodes = [], []
    for pupil in PUPILS:
        number = draw(st.sampled_from([pupil, pupil, pupil, pupil, None]))
        status = draw(st.sampled_from(["C2", "C2", "C2", "V2", "V4"]))
        stays = draw(spans())
        for each in arrived:
            children.append(each | {"child": f"{pupil}'s", "upn": number})
            for start, end in stays:
                known_end = end if end is not None and end <= each["data_to"] else None
                if start <= each["data_to"] and (end is None or end >= date(2024, 4, 1)):
                    row = {"child": f"{pupil}'s", "episode_start": start, "episode_end": known_end}
                    episodes.append(each | row | {"legal_status": status})
    return arrived, children, episodes


@st.composite
def school(draw: st.DrawFn) -> tuple[list[Row], dict[str, list[Row]]]:
    """A register, suspensions and results, of pupils who may be in care."""
    register = batch(3, "attendance_register", "2024/25 summer", date(2025, 6, 30))
    notified = batch(4, "exclusions", "2024/25", date(2025, 6, 30))
    results = batch(5, "key_stage_results", "2024/25", draw(FILED))
    enrolled, counts, excluded, judged = [], [], [], []
    for pupil in PUPILS:
        who = register | {"pupil": pupil, "school_urn": draw(st.sampled_from(list(SCHOOLS)))}
        for year in draw(st.lists(st.sampled_from(["2024/25", "2023/24"]), min_size=1, unique=True)):
            of_year = {"academic_year": year, "enrolment_status": draw(st.sampled_from(["C", "C", "S"]))}
            elsewhere = {} if year == "2024/25" else {"batch_id": 6}
            enrolled.append(who | of_year | elsewhere | {"age_at_start": 8, "boarder": None})
        period = {"academic_year": "2024/25", "half_term": 3, "half_terms": 1}
        days = {"period_start": date(2025, 1, 6), "period_end": date(2025, 2, 14)}
        counts += [who | period | days | {"code": code, "sessions": draw(st.integers(0, 9))} for code in "/IO"]
        excluded += [notified | {"pupil": pupil, "school_urn": None} | each for each in draw(st.lists(EXCLUSION))]
        about = {"pupil": pupil, "academic_year": "2024/25"}
        found = [results | about | each for each in draw(st.lists(RESULT, max_size=4))]
        judged += [row | {"row_number": line} for line, row in enumerate(found, start=len(judged) + 2)]
    tables = {
        "core.enrolment": enrolled,
        "core.attendance_count": counts,
        "core.exclusion": excluded,
        "core.key_stage_result": judged,
    }
    return [register, notified, results], tables


EXCLUSION = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["SUSP", "SUSP", "PERM"]),
        "start_date": TURNS,
        "reason": st.just("DB"),
        "decision": st.sampled_from([None, None, "CANCELLED"]),
    }
)
RESULT = st.fixed_dictionaries(
    {
        "key_stage": st.sampled_from(["EYFS", "KS2", "KS2", "KS4", "KS5"]),
        "subject": st.sampled_from(["GLD", "READ", "RWM", "EM"]),
        "standard_met": st.sampled_from([True, True, False, None]),
    }
)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    arrived, children, episodes = draw(returns_of_care())
    batches, tables = draw(school())
    care = {"core.cla_child": children, "core.cla_episode": episodes}
    return Town(tables | care, [*arrived, *batches], SCHOOLS, dict.fromkeys(SCHOOLS, 100))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(town=towns())
def test_every_figure_is_the_oracles(town: Town) -> None:
    values = compute(staged_of(town), OWN, QUARTERS)
    places = values[["indicator_id", "quarter", "school_urn", "breakdown", "item"]].itertuples(index=False, name=None)
    expected: Answers = {}
    for quarter in QUARTERS:
        for topic in TOPICS:
            for (indicator, *place), numerator, denominator in topic.figures(town, quarter.end):
                expected[indicator, quarter_name(quarter.end), *place] = (numerator, denominator)

    for indicator in sorted({place[0] for place, counts in expected.items() if any(counts)}):
        event(indicator)
    assert dict(zip(places, counts_of(values), strict=True)) == expected
