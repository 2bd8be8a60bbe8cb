"""Children in need, counted referral by referral from the CIN census files."""

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from xml.etree import ElementTree as ET

from samples.synth.answers_care import read_returns
from samples.synth.answers_folder import Answer, Folder, quarter_name
from samples.synth.working_days import working_days

_PLACE = ("cin", "case-system")
_FILE = "cin.xml.gz"
_YES = ("1", "true")
_WORKING_DAYS_ALLOWED = 45
_LONG_PLAN_DAYS = 729  # after the first day: the last one counts as well


class Referral(NamedTuple):
    """A referral of a child."""

    child: str
    day: date
    closed: date | None
    no_further_action: bool


class Plan(NamedTuple):
    """A child protection plan."""

    child: str
    start: date
    end: date | None
    previous: int


class Census(NamedTuple):
    """What one file says; ``assessments``: start and authorisation of those that are finished."""

    referrals: list[Referral]
    assessments: list[tuple[date, date]]
    plans: list[Plan]


def children_in_need(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the files reach, each from the newest file of its financial year."""
    newest = {_financial_year(day): day for day in folder.deliveries(*_PLACE)}
    censuses = {year: _read(folder, data_to) for year, data_to in newest.items()}
    returns = read_returns(folder)
    for year, data_to in newest.items():
        for end in (date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31)):
            if end <= data_to:
                yield from _snapshots(folder, end, censuses[year])
                if year in returns and end <= returns[year][0]:
                    in_care = {each.child for each in returns[year][1] if each.is_open(end)}
                    yield _in_need_alone(folder, end, censuses[year], in_care)
                yield from _since_april(folder, end, date(year, 4, 1), censuses[year])
                yield from _rereferrals(end, censuses)


def _financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _read(folder: Folder, data_to: date) -> Census:
    with gzip.open(folder.file(*_PLACE, data_to, _FILE)) as file:
        message = ET.parse(file)  # noqa: S314 - a file of our own
    left_out = {
        table: folder.left_out(*_PLACE, data_to, table) for table in ("referrals", "assessments", "protection_plans")
    }
    census, numbers = Census([], [], []), dict.fromkeys(left_out, 0)
    for child in message.iterfind("Children/Child"):
        for details in child.iterfind("CINdetails"):
            _add(census, child.findtext("ChildIdentifiers/LAchildID", ""), details, numbers, left_out)
    return census


def _add(
    census: Census, child: str, details: ET.Element, numbers: dict[str, int], left_out: dict[str, set[int]]
) -> None:
    """One CINdetails with what is below. ``numbers``: how many records of each kind came before."""
    numbers["referrals"] += 1
    if numbers["referrals"] not in left_out["referrals"]:
        no_further_action = details.findtext("ReferralNFA") in _YES
        closed = _day(details, "CINclosureDate")
        census.referrals.append(Referral(child, _known(details, "CINreferralDate"), closed, no_further_action))
    for each in details.iterfind("Assessments"):
        numbers["assessments"] += 1
        authorised = _day(each, "AssessmentAuthorisationDate")
        if numbers["assessments"] not in left_out["assessments"] and authorised is not None:
            census.assessments.append((_known(each, "AssessmentActualStartDate"), authorised))
    for each in details.iterfind("ChildProtectionPlans"):
        numbers["protection_plans"] += 1
        if numbers["protection_plans"] not in left_out["protection_plans"]:
            previous = int(each.findtext("NumberOfPreviousCPP", ""))
            census.plans.append(Plan(child, _known(each, "CPPstartDate"), _day(each, "CPPendDate"), previous))


def _day(record: ET.Element, name: str) -> date | None:
    text = record.findtext(name)
    return date.fromisoformat(text) if text else None


def _known(record: ET.Element, name: str) -> date:
    return date.fromisoformat(record.findtext(name, ""))


def _snapshots(folder: Folder, end: date, census: Census) -> Iterator[Answer]:
    """Who is in need, and who is on a plan, on a day."""
    quarter, population = quarter_name(end), folder.population[end.year - 1]
    on_plan = _on_plan(end, census)
    long = sum((end - min(days)).days >= _LONG_PLAN_DAYS for days in on_plan.values())
    yield Answer("cin_rate", quarter, "", "Total", "Total", len(_in_need(end, census)), population)
    yield Answer("cpp_rate", quarter, "", "Total", "Total", len(on_plan), population)
    yield Answer("cpp_long_plans_rate", quarter, "", "Total", "Total", long, len(on_plan))


def _in_need(end: date, census: Census) -> set[str]:
    return {
        each.child
        for each in census.referrals
        if each.day <= end and (each.closed is None or each.closed > end) and not each.no_further_action
    }


def _on_plan(end: date, census: Census) -> dict[str, list[date]]:
    """The children with an open plan, and the days on which theirs began."""
    on_plan: dict[str, list[date]] = {}
    for each in census.plans:
        if each.start <= end and (each.end is None or each.end > end):
            on_plan.setdefault(each.child, []).append(each.start)
    return on_plan


def _in_need_alone(folder: Folder, end: date, census: Census, in_care: set[str]) -> Answer:
    """Children in need without a plan who are not looked after."""
    alone = _in_need(end, census) - in_care - _on_plan(end, census).keys()
    population = folder.population[end.year - 1]
    return Answer("cin_only_rate", quarter_name(end), "", "Total", "Total", len(alone), population)


def _since_april(folder: Folder, end: date, first: date, census: Census) -> Iterator[Answer]:
    """What happened in the financial year up to a day."""
    quarter = quarter_name(end)
    referred = {(each.child, each.day) for each in census.referrals if first <= each.day <= end}
    started = [each for each in census.plans if first <= each.start <= end]
    finished = [working_days(start, day) for start, day in census.assessments if first <= day <= end]
    repeated = sum(each.previous > 0 for each in started)
    in_time = sum(days <= _WORKING_DAYS_ALLOWED for days in finished)
    yield Answer("referral_rate", quarter, "", "Total", "Total", len(referred), folder.population[end.year - 1])
    yield Answer("cpp_repeat_rate", quarter, "", "Total", "Total", repeated, len(started))
    yield Answer("assessments_45_days_rate", quarter, "", "Total", "Total", in_time, len(finished))


def _rereferrals(end: date, censuses: dict[int, Census]) -> Iterator[Answer]:
    """Referrals of twelve months that came within twelve months of another; the files of 24 months are needed."""
    first = _year_before(_year_before(end)) + timedelta(days=1)
    years = range(_financial_year(first), _financial_year(end) + 1)
    if all(year in censuses for year in years):
        days: dict[str, set[date]] = {}
        for year in years:
            for each in censuses[year].referrals:
                days.setdefault(each.child, set()).add(each.day)
        since = _year_before(end)
        recent = [(child, day) for child, known in days.items() for day in known if since < day <= end]
        again = sum(any(_year_before(day) <= other < day for other in days[child]) for child, day in recent)
        yield Answer("rereferral_rate", quarter_name(end), "", "Total", "Total", again, len(recent))


def _year_before(day: date) -> date:
    """The same day a year before; 28 February for the 29th."""
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
