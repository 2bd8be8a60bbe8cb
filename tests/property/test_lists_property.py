"""Lists of our own layout against the oracle: targets of children in care, inspections, missing, provision, audits …"""

from datetime import date

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.oracle import (
    Answers,
    Row,
    Town,
    care_targets,
    exploitation,
    home_education,
    inspections,
    missing_children,
    provision,
    quality,
    sen_transport,
)
from tests.oracle.days import academic_year, financial_year, quarter_name
from tests.staged import SCHOOLS, counts_of, staged_of
from transforms.compute import compute
from transforms.indicators import INDICATORS
from transforms.quarters import Quarter, quarter_range

QUARTERS = quarter_range(Quarter(2024, 1), Quarter(2025, 3))
TOPICS = (
    *(care_targets, inspections, home_education, sen_transport),
    *(missing_children, exploitation, provision, quality),
)
OWN = [indicator for indicator in INDICATORS if any(indicator.id in topic.COUNTED for topic in TOPICS)]
LIST_DAYS = [date(2024, 6, 30), date(2024, 9, 30), date(2025, 6, 30), date(2025, 8, 31), date(2025, 9, 30)]
DAYS = st.sampled_from([
    date(2024, 6, 29), date(2024, 6, 30), date(2024, 7, 1), date(2024, 9, 30), date(2024, 10, 1), date(2025, 6, 30),
    date(2025, 7, 1),
])  # fmt: skip
LATER = st.none() | DAYS
POINTS = st.sampled_from([None, 3.5, 4.0, 97.0, 98.0, 100.0, 100.5])  # about a standard pass, and a scaled score of 100
WHO = st.sampled_from(["Ann", "Bob", "Cat"])
ROWS = {
    "core.care_target": {
        "school_urn": st.sampled_from([*SCHOOLS, "910009"]),
        "key_stage": st.sampled_from(["KS2", "KS4", "KS5"]),
        "subject": st.sampled_from(["READ", "EM", "A8"]),
        "target": POINTS,
        "actual": POINTS,
        "working_at": POINTS,
        "assessed_on": LATER,
        "due_on": DAYS,
        "returned_on": LATER,
    },
    "core.school_target": {
        "school_urn": st.sampled_from([*SCHOOLS, "910009"]),
        "key_stage": st.sampled_from(["KS2", "KS2", "KS4"]),
        "subject": st.sampled_from(["READ", "EM", "A8"]),
        "target": st.sampled_from([None, 0.0, 62.5, 74.4, 100.0]),
    },
    "core.inspection": {
        "provider_urn": st.sampled_from([*SCHOOLS, "EY900417", None]),
        "provider_type": st.sampled_from(["SCH", "SCH", "CND", "CM", "CH"]),
        "inspection_date": DAYS,
        "overall": st.sampled_from(["1", "2", "3", "RI", "4", "MET", "EXP", None]),
    },
    "core.home_education": {
        "child": WHO,
        "start_date": DAYS,
        "ended_on": LATER,
        "suitable": st.sampled_from(["Y", "N", "U", None]),
    },
    "core.sen_transport": {
        "child": WHO,
        "start_date": DAYS,
        "ended_on": LATER,
        "annual_cost": st.sampled_from([0, 300, 7000, 7000, None]),
    },
    "core.missing_episode": {
        "child": WHO,
        "kind": st.sampled_from(["M", "M", "A", None]),
        "start_date": DAYS,
        "ended_on": LATER,
        "interview_offered": st.sampled_from(["Y", "N", "NA", None]),
        "interview_date": st.none() | st.sampled_from([date(2025, 6, 30), date(2025, 7, 3), date(2025, 7, 4)]),
    },
    "core.exploitation_flag": {
        "child": WHO,
        "kind": st.sampled_from(["CSE", "CCE"]),
        "start_date": DAYS,
        "ended_on": LATER,
    },
    "core.foster_household": {
        "household": WHO,
        "approved_on": DAYS,
        "ended_on": LATER,
        "places": st.sampled_from([None, 0, 1, 3]),
    },
    "core.family_centre_child": {
        "registered_child": WHO,
        "registered_on": DAYS,
        "ended_on": LATER,
        "last_seen_on": LATER,
    },
    "core.training_session": {"session_date": DAYS, "attended": st.sampled_from([None, 0, 12])},
    "core.quality_audit": {
        "audit_date": DAYS,
        "kind": st.sampled_from(["CASE", "DIP", "OBS", "TEAM", "PROV"]),
        "grade": st.sampled_from(["1", "2", "3", "4", "NG", None]),
    },
}
LISTS = {
    "care_targets": ("core.care_target", academic_year),
    "school_targets": ("core.school_target", academic_year),
    "inspections": ("core.inspection", lambda day: f"{day:%Y-%m}"),
    "home_education": ("core.home_education", academic_year),
    "transport": ("core.sen_transport", financial_year),
    "missing": ("core.missing_episode", financial_year),
    "exploitation": ("core.exploitation_flag", financial_year),
    "foster_carers": ("core.foster_household", financial_year),
    "family_centres": ("core.family_centre_child", financial_year),
    "training": ("core.training_session", financial_year),
    "audits": ("core.quality_audit", financial_year),
}


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """A list of each kind to the first and some other days; of what covers the same, the newest alone is current."""
    batches: dict[tuple[str, str], Row] = {}
    for extract, (_, covers) in LISTS.items():
        for day in sorted({LIST_DAYS[0], *draw(st.sets(st.sampled_from(LIST_DAYS)))}):
            about = {"extract": extract, "supplier": "", "covers": covers(day), "data_to": day}
            batches[extract, covers(day)] = about | {"batch_id": len(batches) + 1}
    current = [row | {"batch_id": number} for number, row in enumerate(batches.values(), start=1)]
    tables: dict[str, list[Row]] = {}
    for batch in current:
        table, _ = LISTS[str(batch["extract"])]
        rows = draw(st.lists(st.fixed_dictionaries(ROWS[table]), max_size=6))
        numbered = [batch | row | {"row_number": line} for line, row in enumerate(rows, start=2)]
        tables.setdefault(table, []).extend(numbered)
    return Town(tables, current, SCHOOLS)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
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
