"""EHC plans: how many, how quickly they were issued, and where their children learn; counted case by case."""

import gzip
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from samples.synth.answers_exclusions import blade_date
from samples.synth.answers_folder import Answer, Folder, quarter_ends, quarter_name

_SIX_WEEKS, _TWENTY_WEEKS, _SIXTEEN_WEEKS = 42, 140, 112
_SHORT_BREAKS = ("V3", "V4")
_MAINSTREAM = ("Primary", "Secondary")
_UPN_LENGTH = 13

Spans = dict[str, list[tuple[date, date | None]]]


class Placement(NamedTuple):
    """A main placement; ``urn`` is empty for colleges and settings without a number."""

    urn: str
    entry: date
    leaving: date | None


class Case(NamedTuple):
    """A request with its plan. ``decision`` is about the request, ``outcome`` that of the assessment."""

    upn: str
    received: date
    decision: str
    decision_date: date | None
    outcome: str
    outcome_date: date | None
    is_exception: bool
    plan_start: date | None
    plan_ceased: date | None
    placements: list[Placement]
    review_met: date | None
    review_decided: date | None

    def is_open(self, day: date) -> bool:
        return _is_open(self.plan_start, self.plan_ceased, day)

    def waits_on(self, day: date) -> bool:
        """No plan yet, and not told that there will be none; what was withdrawn or decided long ago has no date."""
        if self.plan_start is not None and self.plan_start <= day:
            return False
        if self.outcome:
            return self.outcome == "A" or (self.outcome_date is not None and self.outcome_date > day)
        if self.decision in ("N", "W"):
            return self.decision_date is not None and self.decision_date > day
        return True

    def school_on(self, day: date) -> str:
        """The school of the main placement: the one entered last, and of those the last row."""
        current = [each for each in self.placements if _is_open(each.entry, each.leaving, day)]
        latest = max((each.entry for each in current), default=None)
        return [each.urn for each in current if each.entry == latest][-1] if current else ""


def ehc_plans(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the year's return reaches."""
    newest = {day.year: day for day in folder.deliveries("sen2", "send-team")}
    care = WatchedChildren(folder)
    for end in quarter_ends():
        if end.year in newest and newest[end.year] >= end:
            cases = read_cases(folder, newest[end.year])
            yield from _answers_at(folder, end, cases)
            if care.reaches(end):
                yield _in_care(end, cases, care)


def _answers_at(folder: Folder, end: date, cases: list[Case]) -> Iterator[Answer]:
    issued = _issued(end, cases)
    without = [case for case in issued if not case.is_exception]
    yield _rate("ehc_20_weeks_rate", end, _within(without, _TWENTY_WEEKS), len(without))
    yield _rate("ehc_20_weeks_all_rate", end, _within(issued, _TWENTY_WEEKS), len(issued))
    yield Answer("ehc_plans_issued", quarter_name(end), "", "Total", "Total", len(issued), None)
    yield from _requests_at(end, cases)
    now = [case for case in cases if case.is_open(end)]
    yield Answer("ehc_plans", quarter_name(end), "", "Total", "Total", len(now), None)
    schools = [case.school_on(end) for case in now]
    outside = sum(urn != "" and urn not in folder.phases for urn in schools)
    yield _rate("ehc_outside_area_rate", end, outside, len(now))
    if end.month == 3:
        census_day = _third_thursday_of_january(end.year)
        then = [case for case in cases if case.is_open(census_day)]
        mainstream = sum(folder.phases.get(case.school_on(census_day), "") in _MAINSTREAM for case in then)
        yield _rate("ehc_mainstream_rate", end, mainstream, len(then))


def _requests_at(end: date, cases: list[Case]) -> Iterator[Answer]:
    """Decided in time and refused, of the calendar year; and those that have waited for more than 140 days."""
    first = date(end.year, 1, 1)
    days = [
        (case.decision_date - case.received).days
        for case in cases
        if case.decision in ("Y", "N") and case.decision_date and first <= case.decision_date <= end
    ]
    yield _rate("ehc_decided_6_weeks_rate", end, sum(each <= _SIX_WEEKS for each in days), len(days))
    asked = [case for case in cases if first <= case.received <= end]
    refused = [case for case in asked if case.decision == "N" and case.decision_date and case.decision_date <= end]
    yield _rate("ehc_refusal_rate", end, len(refused), len(asked))
    waiting = sum((end - case.received).days > _TWENTY_WEEKS and case.waits_on(end) for case in cases)
    yield Answer("ehc_backlog", quarter_name(end), "", "Total", "Total", waiting, None)


def _in_care(end: date, cases: list[Case], care: "WatchedChildren") -> Answer:
    watched = [case for case in _issued(end, cases) if care.is_watched(case.upn, case.received)]
    return _rate("ehc_16_weeks_care_rate", end, _within(watched, _SIXTEEN_WEEKS), len(watched))


def _issued(end: date, cases: list[Case]) -> list[Case]:
    """Plans issued since 1 January."""
    first = date(end.year, 1, 1)
    return [case for case in cases if case.outcome == "Y" and case.outcome_date and first <= case.outcome_date <= end]


def _within(cases: list[Case], days: int) -> int:
    return sum(case.outcome_date is not None and (case.outcome_date - case.received).days <= days for case in cases)


def _rate(indicator: str, end: date, numerator: int, denominator: int) -> Answer:
    return Answer(indicator, quarter_name(end), "", "Total", "Total", numerator, denominator)


def _is_open(start: date | None, end: date | None, day: date) -> bool:
    return start is not None and start <= day and (end is None or end > day)


def _third_thursday_of_january(year: int) -> date:
    thursdays = [date(year, 1, day) for day in range(1, 32) if date(year, 1, day).weekday() == 3]
    return thursdays[2]


def read_cases(folder: Folder, data_to: date) -> list[Case]:
    """Every request of a return, with its plan, placements and last review."""

    def rows(module: str) -> Iterator[dict[str, str]]:
        yield from folder.clean_records("sen2", "send-team", data_to, f"*_{module}.csv.gz", module)

    persons = {row["persontableid"]: row for row in rows("person")}
    assessments = {row["requeststableid"]: row for row in rows("assessment")}
    plans = {row["assessmenttableid"]: row for row in rows("namedplan")}
    active = {row["requeststableid"]: row for row in rows("activeplans")}
    requests = {row["activeplanstableid"]: request for request, row in active.items()}
    placements = defaultdict(list)
    for row in rows("placementdetail"):
        request = requests.get(row["activeplanstableid"], "")
        if float(row["placementrank"] or 0) == 1 and row["entrydate"]:
            leaving = blade_date(row["leavingdate"]) if row["leavingdate"] else None
            placements[request].append(Placement(row["urn"], blade_date(row["entrydate"]), leaving))
    return [
        _case(row, persons, assessments, plans, placements[row["requeststableid"]], active.get(row["requeststableid"]))
        for row in rows("requests")
    ]


def _case(
    request: dict[str, str],
    persons: dict[str, dict[str, str]],
    assessments: dict[str, dict[str, str]],
    plans: dict[str, dict[str, str]],
    placements: list[Placement],
    active: dict[str, str] | None,
) -> Case:
    assessment = assessments.get(request["requeststableid"], {})
    plan = plans.get(assessment.get("assessmenttableid", ""), {})
    return Case(
        persons.get(request["persontableid"], {}).get("upn", ""),
        blade_date(request["receiveddate"]),
        request["requestoutcome"],
        _day(request["requestoutcomedate"]),
        assessment.get("assessmentoutcome", ""),
        _day(assessment.get("assessmentoutcomedate", "")),
        assessment.get("week20") == "True",
        _day(plan.get("startdate", "")),
        _day(plan.get("ceasedate", "")),
        placements,
        *(_day((active or {}).get(name, "")) for name in ("reviewmeeting", "lastreview")),
    )


def _day(text: str) -> date | None:
    return blade_date(text) if text else None


class WatchedChildren:
    """Who was looked after or on a child protection plan, by UPN, as the return of the financial year says."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._returns = {_financial_year(day): day for day in folder.deliveries("ssda903", "case-system")}
        self._censuses = {_financial_year(day): day for day in folder.deliveries("cin", "case-system")}
        self._looked_after = cache(self._read_return)
        self._protected = cache(self._read_census)

    def reaches(self, end: date) -> bool:
        year = _financial_year(end)
        return all(year in newest and newest[year] >= end for newest in (self._returns, self._censuses))

    def is_watched(self, upn: str, day: date) -> bool:
        year, found = _financial_year(day), []
        if year in self._returns:
            found += self._looked_after(year).get(upn, [])
        if year in self._censuses:
            found += self._protected(year).get(upn, [])
        return len(upn) == _UPN_LENGTH and any(_is_open(start, end, day) for start, end in found)

    def _read_return(self, year: int) -> Spans:
        place = ("ssda903", "case-system", self._returns[year])
        numbers = {row["CHILD"]: row["UPN"] for row in self._folder.clean_records(*place, "header.csv", "header")}
        spans = defaultdict(list)
        for row in self._folder.clean_records(*place, "episodes.csv", "episodes"):
            if row["LS"] not in _SHORT_BREAKS:
                spans[numbers[row["CHILD"]]].append((_uk_date(row["DECOM"]), _uk_date(row["DEC"])))
        return spans

    def _read_census(self, year: int) -> Spans:
        place = ("cin", "case-system", self._censuses[year])
        held_children = self._folder.left_out(*place, "children")
        held_plans = self._folder.left_out(*place, "protection_plans")
        root = ET.fromstring(  # noqa: S314 - a file of our own making
            gzip.decompress(self._folder.file(*place, "*.xml.gz").read_bytes())
        )
        spans, plan_number = defaultdict(list), 0
        for number, child in enumerate(root.iterfind("Children/Child"), start=1):
            upn = child.findtext("ChildIdentifiers/UPN") or ""
            for plan in child.iterfind("CINdetails/ChildProtectionPlans"):
                plan_number += 1
                if number not in held_children and plan_number not in held_plans:
                    start, end = plan.findtext("CPPstartDate") or "", plan.findtext("CPPendDate")
                    spans[upn].append((date.fromisoformat(start), date.fromisoformat(end) if end else None))
        return spans


def _financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _uk_date(text: str) -> date | None:
    if not text:
        return None
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))
