"""The synthetic children in need keep the rules of the census, link to the children looked after, and are plausible."""

import csv
import itertools
from datetime import date
from xml.etree.ElementTree import Element

import pytest

from samples.synth.care_files import LATEST, YEAR_FILES, CareLives
from samples.synth.children_in_need import ChildInNeed, spans_on_protection_plans
from samples.synth.cin_census import lines, make_census
from samples.synth.social_work import Referral
from samples.synth.ssda903 import make_return
from samples.synth.town import make_town
from samples.synth.working_days import working_days

POPULATION = 10_000


@pytest.fixture(scope="module")
def lives() -> CareLives:
    """A council without faults, large enough to have every kind of life."""
    return CareLives(make_town(6250, 3), POPULATION)


@pytest.fixture(scope="module")
def censuses(lives: CareLives) -> dict[date, Element]:
    return {day: make_census(lives.in_need, day) for day in YEAR_FILES}


# The order of elements in the Department for Education's schema.
ORDER = {
    "Message": "Header Children",
    "Header": "CollectionDetails Source",
    "CollectionDetails": "Collection Year ReferenceDate",
    "Source": "SourceLevel LEA SoftwareCode Release SerialNo DateTime",
    "Children": "Child",
    "Child": "ChildIdentifiers ChildCharacteristics CINdetails",
    "ChildIdentifiers": "LAchildID UPN UPNunknown PersonBirthDate ExpectedPersonBirthDate GenderCurrent Sex",
    "ChildCharacteristics": "Ethnicity Disabilities",
    "Disabilities": "Disability",
    "CINdetails": (
        "CINreferralDate ReferralSource PrimaryNeedCode CINclosureDate ReasonForClosure DateOfInitialCPC "
        "Assessments CINPlanDates Section47 ReferralNFA ChildProtectionPlans"
    ),
    "Assessments": "AssessmentActualStartDate AssessmentAuthorisationDate FactorsIdentifiedAtAssessment",
    "FactorsIdentifiedAtAssessment": "AssessmentFactors",
    "CINPlanDates": "CINPlanStartDate CINPlanEndDate",
    "Section47": "S47ActualStartDate InitialCPCtarget DateOfInitialCPC ICPCnotRequired",
    "ChildProtectionPlans": (
        "CPPstartDate CPPendDate InitialCategoryOfAbuse LatestCategoryOfAbuse NumberOfPreviousCPP Reviews"
    ),
    "Reviews": "CPPreviewDate",
}


def test_elements_come_in_the_order_of_the_schema(censuses: dict[date, Element]) -> None:
    for element in censuses[LATEST].iter():
        names = ORDER.get(element.tag, "").split()
        places = [names.index(below.tag) for below in element]
        assert places == sorted(places), element.tag
    assert set(ORDER) <= {element.tag for element in censuses[date(2025, 3, 31)].iter()}


def test_every_text_is_a_line_of_its_own_after_the_declaration(censuses: dict[date, Element]) -> None:
    text = lines(censuses[LATEST])
    assert text[:2] == ['<?xml version="1.0" encoding="utf-8"?>', "<Message>"]
    assert text[-1] == "</Message>"
    assert max(line.count("<") for line in text) == 2


def every_referral(lives: CareLives) -> list[tuple[ChildInNeed, Referral]]:
    return [(child, referral) for child in lives.in_need for referral in child.referrals]


def test_a_case_is_closed_before_the_child_is_referred_again(lives: CareLives) -> None:
    for child in lives.in_need:
        assert all(one.day <= one.closed < two.day for one, two in itertools.pairwise(child.referrals)), child.number


def test_what_follows_a_referral_lies_between_it_and_the_day_it_was_closed(lives: CareLives) -> None:
    for _, referral in every_referral(lives):
        spans = [
            *((each.start, each.authorised) for each in referral.assessments),
            *((each.start, each.end) for each in referral.need_plans),
            *((each.start, each.end) for each in referral.protection_plans),
        ]
        assert all(referral.day <= start <= end <= referral.closed for start, end in spans)
        assert all(plan.start < plan.end for plan in referral.protection_plans)
        assert not (referral.no_further_action and (spans or referral.enquiries))


def test_protection_plans_are_counted_through_a_childs_life(lives: CareLives) -> None:
    for child in lives.in_need:
        plans = [plan for referral in child.referrals for plan in referral.protection_plans]
        assert [plan.previous for plan in plans] == list(range(child.earlier_plans, child.earlier_plans + len(plans)))
        assert all(one.end < two.start for one, two in itertools.pairwise(plans))


def test_a_protection_plan_never_runs_beside_a_child_in_need_plan(lives: CareLives) -> None:
    for _, referral in every_referral(lives):
        for plan in referral.protection_plans:
            assert all(need.start > plan.end or need.end < plan.start for need in referral.need_plans)


def test_conferences_are_held_on_working_days_most_within_fifteen(lives: CareLives) -> None:
    held = [(each.start, each.conference) for _, one in every_referral(lives) for each in one.enquiries]
    days = [working_days(start, day) for start, day in held if day is not None]
    assert all(day.weekday() < 5 for _, day in held if day is not None)
    assert 0.7 < sum(number <= 15 for number in days) / len(days) < 0.9
    assert 0 < sum(day is None for _, day in held) < len(held) / 2


def test_a_child_looked_after_has_an_open_case_under_the_same_numbers(
    lives: CareLives, censuses: dict[date, Element]
) -> None:
    for data_to, message in censuses.items():
        made = make_return(lives.looked_after, data_to)
        numbers = {row["CHILD"]: row["UPN"] for row in csv.DictReader(made.header)}
        in_care = {row["CHILD"] for row in csv.DictReader(made.episodes) if not row["DEC"] and row["LS"] != "V3"}
        upns = {
            child.findtext("ChildIdentifiers/LAchildID"): child.findtext("ChildIdentifiers/UPN")
            or child.findtext("ChildIdentifiers/UPNunknown")
            for child in message.iter("Child")
            if any(case.find("CINclosureDate") is None for case in child.iter("CINdetails"))
        }
        assert in_care
        assert {child: upns.get(child) for child in in_care} == {child: numbers[child] for child in in_care}


def test_codes_are_those_of_the_census_year(censuses: dict[date, Element]) -> None:
    for data_to, message in censuses.items():
        old = data_to <= date(2024, 3, 31)
        sexes = {element.text for element in message.iter("GenderCurrent" if old else "Sex")}
        assert {"1", "2"} <= sexes <= {"1", "2", "0"} if old else {"M", "F"} <= sexes <= {"M", "F", "U"}
        assert message.find(f".//{'Sex' if old else 'GenderCurrent'}") is None


def test_an_unborn_child_has_an_expected_birth_to_come_and_no_sex(censuses: dict[date, Element]) -> None:
    unborn = [
        (data_to, child)
        for data_to, message in censuses.items()
        for child in message.iter("ChildIdentifiers")
        if child.find("PersonBirthDate") is None
    ]
    assert len(unborn) > 2
    for data_to, child in unborn:
        assert date.fromisoformat(child.findtext("ExpectedPersonBirthDate", "")) > data_to
        assert (child.findtext("Sex") or child.findtext("GenderCurrent")) in ("U", "0")
        assert child.find("UPN") is None


def test_no_file_knows_what_comes_after_its_day(censuses: dict[date, Element]) -> None:
    for data_to, message in censuses.items():
        dates = [
            element.text
            for element in message.iter()
            if element.tag.endswith("Date") and element.tag not in ("ExpectedPersonBirthDate", "ReferenceDate")
        ]
        assert len(dates) > 1000
        assert max(str(text) for text in dates) <= data_to.isoformat()


@pytest.mark.parametrize("end", [date(2023, 3, 31), date(2024, 3, 31), date(2025, 3, 31)])
def test_a_year_is_as_busy_as_in_most_councils(lives: CareLives, end: date) -> None:
    first = date(end.year - 1, 4, 1)
    cases = every_referral(lives)
    referred = [(child, case) for child, case in cases if first <= case.day <= end]
    again = sum(any(0 < (case.day - other.day).days <= 365 for other in child.referrals) for child, case in referred)
    in_need = sum(case.day <= end < case.closed and not case.no_further_action for _, case in cases)
    plans = [plan for _, case in cases for plan in case.protection_plans]
    started = [plan for plan in plans if first <= plan.start <= end]
    finished = [one for _, case in cases for one in case.assessments if first <= one.authorised <= end]
    in_time = sum(working_days(one.start, one.authorised) <= 45 for one in finished)
    assert 450 < len(referred) < 650  # each of them per 10,000 children
    assert 280 < in_need < 420
    assert 30 < sum(plan.start <= end < plan.end for plan in plans) < 65
    assert 0.15 < again / len(referred) < 0.28
    assert 0.12 < sum(plan.previous > 0 for plan in started) / len(started) < 0.35
    assert 0.8 < in_time / len(finished) < 0.93


def test_children_on_protection_plans_are_known_by_their_upn(lives: CareLives) -> None:
    spans = spans_on_protection_plans(lives.in_need)
    on_plan = sum(start <= LATEST < end for each in spans.values() for start, end in each)
    assert not any(upn.startswith("UN") for upn in spans)
    assert 20 < on_plan < 65
