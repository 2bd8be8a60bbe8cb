"""The synthetic deliveries about exclusions, young people past sixteen and EHC plans are plausible and consistent."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from samples.synth.answers_exclusions import blade_date
from samples.synth.answers_folder import age_on
from samples.synth.census_exclusions import CensusExclusions, make_census_exclusions
from samples.synth.defects import Defect, Faults
from samples.synth.differences import ONLY_IN_CENSUS, ONLY_NOTIFIED, Term, make_differing_census
from samples.synth.ehc_plans import Case, make_cases
from samples.synth.exclusions import LUNCHTIME, PERMANENT, SUSPENSION, Exclusion, make_exclusions
from samples.synth.nccis import make_nccis
from samples.synth.notifications import make_notifications
from samples.synth.participation import NEET, Record, YoungPeople
from samples.synth.sen2 import Sen2, make_sen2
from samples.synth.terms import half_terms, school_days
from samples.synth.town import Town, make_town

LATEST = date(2025, 6, 30)
MOST_SESSIONS = 90
SEN2_DAYS = (date(2023, 12, 31), date(2024, 12, 31), LATEST)
Row = dict[str, str]


@pytest.fixture(scope="module")
def town() -> Town:
    """Large enough for every kind of life."""
    return make_town(5000, 3)


@pytest.fixture(scope="module")
def exclusions(town: Town) -> dict[int, list[Exclusion]]:
    return make_exclusions(town)


@pytest.fixture(scope="module")
def cases(town: Town) -> list[Case]:
    upns = [
        number for number, cohort in zip(town.people.upn, town.people.cohort.tolist(), strict=True) if cohort > 2008
    ]
    return make_cases(town, {number: [(date(2020, 1, 1), date(2026, 1, 1))] for number in upns[::25]})


def rows(lines: list[str]) -> list[Row]:
    return list(csv.DictReader(lines))


# Exclusions

EXCLUSION_RULES: dict[str, Callable[[Exclusion], bool]] = {
    "a suspension has sessions, others do not count any": lambda each: (
        (each.sessions is not None) == (each.category != PERMANENT)
    ),
    "a decision comes with its day, after the exclusion began": lambda each: (
        bool(each.decision) == (each.decided is not None) and (each.decided is None or each.decided > each.start)
    ),
    "one to three reasons, all different": lambda each: 1 <= len(set(each.reasons)) == len(each.reasons) <= 3,
    "nobody knows a decision before its day": lambda each: each.decision_by(each.start) == "",
}


@pytest.mark.parametrize("rule", EXCLUSION_RULES)
def test_each_exclusion_keeps(rule: str, exclusions: dict[int, list[Exclusion]]) -> None:
    every = [each for year in exclusions.values() for each in year]
    assert [each for each in every if not EXCLUSION_RULES[rule](each)] == []


def test_exclusions_begin_on_school_days_of_pupils_on_that_roll(
    town: Town, exclusions: dict[int, list[Exclusion]]
) -> None:
    for year, every in exclusions.items():
        days = {day for half_term in half_terms(year) for day in school_days(half_term)}
        assert {each.start for each in every} <= days
        for each in every[::7]:
            roll, day = town.roll(each.school, year), each.start.toordinal()
            on_roll = (roll.person == each.person) & (roll.start <= day) & (roll.end >= day)
            assert on_roll.any()


def test_suspensions_of_a_pupil_are_apart_and_within_the_law(exclusions: dict[int, list[Exclusion]]) -> None:
    for every in exclusions.values():
        by_pupil = defaultdict(list)
        for each in every:
            if each.category == SUSPENSION:
                by_pupil[each.person].append(each)
        for suspensions in by_pupil.values():
            assert sum(each.sessions or 0 for each in suspensions) <= MOST_SESSIONS
            assert all(one.start < two.start for one, two in pairwise(suspensions))


def test_suspensions_are_as_common_as_in_the_north_west(town: Town, exclusions: dict[int, list[Exclusion]]) -> None:
    pupils = int(town.present(2024, date(2025, 1, 16).toordinal()).sum())
    for every in exclusions.values():
        suspensions = [each for each in every if each.category == SUSPENSION]
        assert 7 < 100 * len(suspensions) / pupils < 14
        assert 3 < 100 * len({each.person for each in suspensions}) / pupils < 7
        assert max(Counter(each.person for each in suspensions).values()) >= 6
        autumn = sum(each.start.month >= 9 for each in suspensions)
        assert autumn > 0.38 * len(suspensions)
        phases = Counter(each.school.phase for each in suspensions)
        assert phases["Secondary"] > 0.7 * len(suspensions)
        permanent = [each for each in every if each.category == PERMANENT and not each.rescinded]
        assert 0.05 < 100 * len(permanent) / pupils < 0.5


def test_some_exclusions_are_rescinded_in_each_way_and_few_are_over_lunch(
    exclusions: dict[int, list[Exclusion]],
) -> None:
    every = [each for year in exclusions.values() for each in year]
    found = {each.decision for each in every if each.category == PERMANENT}
    assert {"UPHELD", "REINSTATED", "CANCELLED", "QUASHED"} <= found
    assert 0 < sum(each.category == LUNCHTIME for each in every) < 0.1 * len(every)


def test_a_register_holds_what_had_begun_and_what_was_decided(
    town: Town, exclusions: dict[int, list[Exclusion]]
) -> None:
    made = rows(make_notifications(town, exclusions[2024], {}, LATEST).lines)
    assert [row for row in made if row["StartDate"] > LATEST.isoformat()] == []
    assert [row for row in made if row["DecisionDate"] > LATEST.isoformat()] == []
    assert [row for row in made if bool(row["Decision"]) != bool(row["DecisionDate"])] == []
    assert [row["StartDate"] for row in made] == sorted(row["StartDate"] for row in made)
    assert len({row["NotificationID"] for row in made}) == len(made) > 100


def census_rows(made: CensusExclusions) -> list[tuple[str, str, str]]:
    """UPN, start and category of each exclusion of a term."""
    found = []
    for pupils, exclusions, key in (
        (made.pupils, made.exclusions, "pupilonrolltableid"),
        (made.leavers, made.leaver_exclusions, "pupilnolongeronrolltableid"),
    ):
        upns = {row[key]: row["upn"] for row in rows(pupils)}
        found += [
            (upns[row[key]], blade_date(row["startdate"]).isoformat(), row["category"]) for row in rows(exclusions)
        ]
    return found


def test_the_census_counts_what_was_notified_and_stands(town: Town, exclusions: dict[int, list[Exclusion]]) -> None:
    in_census = [
        row for term in (1, 2, 3) for row in census_rows(make_census_exclusions(town, exclusions[2023], {}, 2023, term))
    ]
    standing = [
        (town.people.upn[each.person], each.start.isoformat(), each.category)
        for each in exclusions[2023]
        if each.category != LUNCHTIME and not each.rescinded
    ]
    assert sorted(in_census) == sorted(standing)


def test_every_difference_of_the_census_is_listed(town: Town, exclusions: dict[int, list[Exclusion]]) -> None:
    faults = Faults()
    term = Term(2023, 1, exclusions[2023], date(2024, 8, 31))
    in_census = Counter(census_rows(make_differing_census(town, term, {}, faults)))
    notified = Counter(census_rows(make_census_exclusions(town, exclusions[2023], {}, 2023, 1)))
    repeated = {row for row, count in in_census.items() if count > 1}
    by_rule = Counter(each.rule_id for each in faults.found)
    assert by_rule[ONLY_IN_CENSUS] == len(in_census.keys() - notified.keys()) == 2
    assert by_rule[ONLY_NOTIFIED] == len(notified.keys() - in_census.keys()) == 2
    assert len(repeated) == len([each for each in faults.found if each.rule_id.endswith("-repeated")]) == 1
    register = rows(make_notifications(town, exclusions[2023], {}, date(2024, 8, 31)).lines)
    missing = {notified_key(each, register) for each in faults.found if each.rule_id == ONLY_NOTIFIED}
    assert missing == notified.keys() - in_census.keys()


def notified_key(fault: Defect, register: list[Row]) -> tuple[str, str, str]:
    row = register[fault.row_number - 2]
    return row["UPN"], row["StartDate"], row["Category"]


# Young people past sixteen


@pytest.fixture(scope="module")
def young_people(town: Town, cases: list[Case]) -> YoungPeople:
    plans = {case.upn: [(case.issued, case.ceased or date.max)] for case in cases if case.issued}
    return YoungPeople(town, plans, {})


MONTH_ENDS = (date(2023, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 2, 28), LATEST)
RECORD_RULES: dict[str, Callable[[Record, date], bool]] = {
    "an activity has begun by the file's day": lambda each, day: each.started <= day,
    "academic age is that of 31 August": lambda each, day: (
        each.academic_age == age_on(each.birth, date(day.year - (day.month < 9), 8, 31))
    ),
    "specialist institutions are for those with a plan": lambda each, _: each.activity != "280" or each.has_plan,
    "only girls are out of learning because of pregnancy": lambda each, _: each.activity != "650" or each.female,
    "those who moved away are another council's": lambda each, _: each.gone == (each.lead_la != "999"),
    "offers are told in the autumn, of year 11 at 16 and of year 12 at 17": lambda each, day: (
        set(each.guarantee)
        == ({each.academic_age - 5} if day.month >= 9 and each.academic_age < 18 and not each.gone else set())
    ),
}


@pytest.mark.parametrize("rule", RECORD_RULES)
def test_each_record_keeps(rule: str, young_people: YoungPeople) -> None:
    for day in MONTH_ENDS:
        assert [each for each in young_people.records(day) if not RECORD_RULES[rule](each, day)] == []


def test_young_people_are_as_often_in_learning_as_elsewhere(young_people: YoungPeople) -> None:
    for day in MONTH_ENDS:
        cohort = [each for each in young_people.records(day) if not each.gone and each.academic_age < 18]
        neet = sum(each.is_neet and not each.lapsed for each in cohort)
        not_known = sum(each.activity.startswith("8") or each.lapsed for each in cohort)
        in_september = day.month == 9
        assert 1 < 100 * neet / len(cohort) < 6
        assert (7 if in_september else 1) < 100 * not_known / len(cohort) < (14 if in_september else 4)


def test_a_spell_out_of_learning_goes_on_from_month_to_month(young_people: YoungPeople) -> None:
    first, second = ({each.person: each for each in young_people.records(day)} for day in MONTH_ENDS[2:4])
    still = [person for person, each in first.items() if each.is_neet and person in second and second[person].is_neet]
    assert len(still) > 3
    assert all(first[person].started == second[person].started for person in still)


def test_neet_codes_alone_have_a_day_since_when(young_people: YoungPeople) -> None:
    lines = make_nccis(young_people.records(LATEST), LATEST)
    text = "".join(lines)
    neet = sum(text.count(f"<ActivityCode>{code}<") for code in NEET)
    assert text.count("<NEETStartDate>") == neet > 5
    assert text.count("<YoungPersonsRecord>") == text.count("<ActivityCode>") == len(young_people.records(LATEST))


# EHC plans

CASE_RULES: dict[str, Callable[[Case], bool]] = {
    "decided after it was asked for": lambda case: case.received < case.decided,
    "a plan follows a yes": lambda case: case.assessment == "" or case.outcome == "Y",
    "an assessment ends after the decision to make it": lambda case: (
        case.assessed is None or case.assessed > case.received
    ),
    "it ceases with a reason, after it was issued": lambda case: (
        bool(case.cease_reason) == (case.ceased is not None)
        and (case.ceased is None or (case.issued is not None and case.ceased > case.issued))
    ),
    "decisions are made on weekdays": lambda case: (
        case.decided.weekday() < 5 and (case.assessed is None or case.assessed.weekday() < 5)
    ),
    "placements begin before they end": lambda case: all(
        place.leaving is None or place.entry <= place.leaving for place in case.places
    ),
    "a placement is one of school, provider and setting": lambda case: all(
        sum(map(bool, (place.urn, place.ukprn, place.setting))) == 1 for place in case.places
    ),
}


@pytest.mark.parametrize("rule", CASE_RULES)
def test_each_case_keeps(rule: str, cases: list[Case]) -> None:
    assert [case for case in cases if not CASE_RULES[rule](case)] == []


def test_nobody_asks_twice(cases: list[Case]) -> None:
    assert len({case.upn for case in cases}) == len(cases)


def test_a_child_has_one_main_placement_at_a_time(cases: list[Case]) -> None:
    for case in cases:
        main = [place for place in case.places if place.rank == 1]
        assert all(one.leaving is not None and one.leaving <= two.entry for one, two in pairwise(main))


def test_plans_are_as_many_and_as_timely_as_elsewhere(town: Town, cases: list[Case]) -> None:
    pupils = int(town.present(2024, date(2025, 1, 16).toordinal()).sum())
    now = [case for case in cases if case.has_plan(LATEST)]
    assert 0.05 < len(now) / pupils < 0.1
    issued = [case for case in cases if case.issued and case.issued.year == 2024 and not case.exception]
    in_time = sum((case.assessed or case.received).toordinal() - case.received.toordinal() <= 140 for case in issued)
    assert 0.5 < in_time / len(issued) < 0.85
    kinds = Counter("school" if place.urn else "other" for case in now for place in case.places[-1:])
    assert kinds["school"] > kinds["other"] > 0


def test_a_growing_number_asks_each_year(cases: list[Case]) -> None:
    asked = Counter(case.received.year for case in cases)
    assert asked[2022] < asked[2023] < asked[2024]


@pytest.mark.parametrize("day", SEN2_DAYS)
def test_each_row_of_the_return_hangs_from_one_above_it(day: date, cases: list[Case]) -> None:
    made = make_sen2(cases, day)
    keys = {module: {row[f"{module}tableid"] for row in rows(lines)} for module, lines in made.lines.items()}
    parents = {"person": "sen2", "requests": "person", "assessment": "requests", "namedplan": "assessment"}
    parents |= {"plandetail": "namedplan", "activeplans": "requests"}
    parents |= dict.fromkeys(("placementdetail", "senneed"), "activeplans")
    for module, parent in parents.items():
        assert {row[f"{parent}tableid"] for row in rows(made.lines[module])} <= keys[parent]
        assert len(keys[module]) == len(made.lines[module]) - 1


@pytest.mark.parametrize("day", SEN2_DAYS)
def test_a_return_tells_its_year_and_nothing_later(day: date, cases: list[Case]) -> None:
    made = make_sen2(cases, day)
    for module, column in (
        ("requests", "receiveddate"),
        ("requests", "requestoutcomedate"),
        ("assessment", "assessmentoutcomedate"),
        ("namedplan", "startdate"),
        ("namedplan", "ceasedate"),
        ("placementdetail", "leavingdate"),
        ("activeplans", "lastreview"),
    ):
        assert [row for row in rows(made.lines[module]) if row[column] and blade_date(row[column]) > day] == []
    outcomes = decided_in(made)
    assert {when.year for when in outcomes} == {day.year}
    assert {row["assessmentoutcome"] for row in rows(made.lines["assessment"])} >= {"Y", "H", "A"}


def decided_in(made: Sen2) -> list[date]:
    """Days of the decisions that a return tells; those of earlier years are historical and have none."""
    return [
        blade_date(row[column])
        for module, column in (("requests", "requestoutcomedate"), ("assessment", "assessmentoutcomedate"))
        for row in rows(made.lines[module])
        if row[column]
    ]
