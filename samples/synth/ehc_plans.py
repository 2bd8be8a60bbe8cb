"""Children with special educational needs: requests for an EHC needs assessment, the plans that follow, placements.

Pupils of special schools have had a plan since before they came. Of the others a growing number asks each year. Some
children in care are among them, and some learn outside the area.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from samples.synth.dice import any_of, between, chance, pick, stream
from samples.synth.enrolments import SUBSIDIARY, enrolments_of
from samples.synth.looked_after import birthday
from samples.synth.people import FIRST_COHORT, LA_CODE, LAST_COHORT
from samples.synth.terms import academic_year_of, first_school_day
from samples.synth.town import YEARS, Town
from samples.synth.upn import upn

LAST_REQUEST = date(2025, 6, 27)
_ASKED = {
    2017: 10,
    2018: 12,
    2019: 13,
    2020: 12,
    2021: 60,
    2022: 85,
    2023: 95,
    2024: 120,
    2025: 160,
}  # of 10,000 pupils
_AWAY = {2014: 5, 2016: 8, 2018: 10, 2020: 10, 2021: 10, 2022: 15, 2023: 15, 2024: 20, 2025: 22}
_AGES = {4: 16, 5: 12, 6: 9, 7: 9, 8: 9, 9: 9, 10: 10, 11: 8, 12: 7, 13: 6, 14: 5}
_NEEDS = {"ASD": 34, "SEMH": 22, "SLCN": 18, "MLD": 9, "SPLD": 5, "PD": 4, "SLD": 3, "HI": 2, "VI": 1, "OTH": 2}
_SPECIAL_NEEDS = {"ASD": 40, "SLD": 24, "PMLD": 10, "SEMH": 12, "MLD": 8, "SLCN": 6}
_WEEKS_IN_DAYS = {(84, 112): 16, (113, 140): 48, (141, 168): 17, (169, 230): 13, (231, 330): 6}
_QUICKER = {(77, 112): 68, (113, 140): 20, (141, 190): 12}
_SOURCES = {"1": 42, "2": 47, "3": 11}
OUTSIDE_URNS = ("995204", "995317", "996102", "996450", "997221", "998006")  # special schools of other areas
COLLEGE = "10099901"
_GROWN_UP = 19
_GIRLS_OVERLOOKED = 550  # of 1,000 girls like the boys who ask
_HISTORY = 2021


@dataclass(frozen=True)
class Place:
    """Where the child learns from ``entry`` until ``leaving``: a school, a provider or a setting without a number."""

    entry: date
    leaving: date | None
    urn: str = ""
    ukprn: str = ""
    setting: str = ""
    rank: int = 1


@dataclass(frozen=True)
class Case:
    """One child's request and what came of it. Days lie in the future too: a file says what its own day knows."""

    person: int  # -1 for those who are on none of the council's rolls
    upn: str
    birth: date
    female: bool
    received: date
    outcome: str
    decided: date
    need: str
    source: str
    assessment: str = ""
    assessed: date | None = None
    exception: bool = False
    ceased: date | None = None
    cease_reason: str = ""
    places: tuple[Place, ...] = field(default=())

    @property
    def issued(self) -> date | None:
        """The day of the final plan; None when there is to be none."""
        return self.assessed if self.assessment == "Y" else None

    def has_plan(self, day: date) -> bool:
        return self.issued is not None and self.issued <= day and (self.ceased is None or self.ceased > day)


def make_cases(town: Town, cared_for: dict[str, list[tuple[date, date]]]) -> list[Case]:
    """Every child who asked for a plan, in the order of asking.

    ``cared_for``: by UPN, the spans in which a child was looked after or on a protection plan.
    """
    maker = _Maker(town)
    maker.draw_from(1)
    for person in np.flatnonzero(town.people.special >= 0).tolist():
        maker.add_special(person)
    maker.draw_from(2)
    for year, per_ten_thousand in _ASKED.items():
        for _ in range(_number(town, year, per_ten_thousand)):
            maker.add_pupil(year)
    maker.draw_from(3)
    for year, per_ten_thousand in _AWAY.items():
        for serial in range(_number(town, year, per_ten_thousand)):
            maker.add_away(year, serial)
    maker.draw_from(4)
    for year in range(2022, 2026):
        maker.add_cared_for(year, cared_for)
    return sorted(maker.cases, key=lambda case: (case.received, case.upn))


def _number(town: Town, year: int, per_ten_thousand: int) -> int:
    pupils = len(town.people.cohort) * 12 // (LAST_COHORT - FIRST_COHORT + 1)
    share = 48 if year == LAST_REQUEST.year else 100
    return max(1, pupils * per_ten_thousand * share // 1_000_000)


class _Maker:
    """Draws the cases one by one; a child asks once."""

    def __init__(self, town: Town) -> None:
        self.town, self.people, self.rng = town, town.people, stream(town.seed, 12)
        self.cases: list[Case] = []
        self._spells = SchoolSpells(town)
        self._taken: set[int] = set()
        self._by_upn = {number: person for person, number in enumerate(town.people.upn)}

    def draw_from(self, number: int) -> None:
        """A stream of its own for each kind of case, so that more of one kind do not change the others."""
        self.rng = stream(self.town.seed, 12, number)

    def add_special(self, person: int) -> None:
        """A plan some months before the child comes to the special school at five, or moves into the area."""
        rng = self.rng
        before = first_school_day(min(2026, max(2000, int(self.people.cohort[person]) + 6))) - timedelta(
            days=between(rng, 20, 260)
        )
        arrived = int(self.people.arrive_day[person])
        issued = max(before, date.fromordinal(arrived) + timedelta(days=between(rng, 20, 90))) if arrived else before
        case = self._case(person, issued - timedelta(days=_duration(rng, _WEEKS_IN_DAYS)), pick(rng, _SPECIAL_NEEDS))
        if case.received <= LAST_REQUEST:
            self._add(self._agreed(case, (issued - case.received).days))

    def add_cared_for(self, year: int, cared_for: dict[str, list[tuple[date, date]]]) -> None:
        """Children in care or on a protection plan whose plan is issued in a year, most of them quickly."""
        wanted = max(6, len(self.people.cohort) // 700)
        last = LAST_REQUEST if year == LAST_REQUEST.year else date(year, 12, 20)
        numbers = sorted(cared_for)
        for place in self.rng.permutation(len(numbers)).tolist():
            person = self._by_upn.get(numbers[place], -1)
            issued = date(year, 1, 6) + timedelta(days=between(self.rng, 0, (last - date(year, 1, 6)).days))
            days = _duration(self.rng, _QUICKER)
            received = issued - timedelta(days=days)
            within = any(first <= received < end for first, end in cared_for[numbers[place]])
            if wanted and within and self._may_ask(person, received):
                self._add(self._agreed(self._case(person, received, pick(self.rng, _NEEDS)), days))
                wanted -= 1

    def add_pupil(self, year: int) -> None:
        """A pupil of a mainstream school asks; one in four is refused."""
        person, received = self._someone(year)
        if person < 0:
            return
        case = self._case(person, received, pick(self.rng, _NEEDS))
        outcome = pick(self.rng, {"Y": 74, "N": 23, "W": 3})
        if outcome != "Y":
            self._add(replace(case, outcome=outcome))
        elif chance(self.rng, 50):
            after = case.received + timedelta(days=between(self.rng, 90, 112))
            self._add(replace(case, assessment="N", assessed=_weekday(after)))
        else:
            self._add(self._agreed(case, _duration(self.rng, _WEEKS_IN_DAYS)))

    def add_away(self, year: int, serial: int) -> None:
        """A child of the area who goes to a special school of another one, or learns at home."""
        rng = self.rng
        received = min(date(year, 1, 8) + timedelta(days=between(rng, 0, 340)), LAST_REQUEST)
        birth = birthday(received, -pick(rng, _AGES)) - timedelta(days=between(rng, 0, 360))
        number = upn(LA_CODE, 3900 + serial % 90, birth.year + 5, (year - 2010) * 40 + serial // 90 + 1)
        case = Case(-1, number, birth, chance(rng, 300), received, "Y", _decided(rng, received), pick(rng, _NEEDS), "2")
        case = self._agreed(case, _duration(rng, _WEEKS_IN_DAYS))
        entry = (case.issued or received) + timedelta(days=between(rng, 5, 60))
        at_home = chance(rng, 130)
        place = (
            Place(entry, case.ceased, setting="EHE")
            if at_home
            else Place(entry, case.ceased, any_of(rng, OUTSIDE_URNS))
        )
        self._add(replace(case, places=(place,)))

    def _case(self, person: int, received: date, need: str) -> Case:
        people, received = self.people, _weekday(received)
        birth = date.fromordinal(int(people.birth[person]))
        decided, source = _decided(self.rng, received), pick(self.rng, _SOURCES)
        return Case(
            person, people.upn[person], birth, bool(people.female[person]), received, "Y", decided, need, source
        )

    def _agreed(self, case: Case, days: int) -> Case:
        """The case with its plan: issued, and ended when the child moves away, grows up or needs it no more."""
        rng, issued = self.rng, _weekday(case.received + timedelta(days=days))
        exception = chance(rng, 330 if days > 140 else 15)
        case = replace(case, assessment="Y", assessed=issued, exception=exception)
        ceased, reason = self._end(case, issued)
        case = replace(case, ceased=ceased, cease_reason=reason)
        return replace(case, places=tuple(self._places(case, issued)))

    def _end(self, case: Case, issued: date) -> tuple[date | None, str]:
        """Ends lie in the future too; a file says only what its day knows."""
        grown_up = birthday(case.birth, _GROWN_UP if chance(self.rng, 620) else 16)
        ends = {date(academic_year_of(grown_up) + 1, 7, 31): pick(self.rng, {"2": 3, "3": 2, "4": 1, "6": 4})}
        if chance(self.rng, 50):
            ends[issued + timedelta(days=between(self.rng, 400, 1500))] = pick(self.rng, {"2": 6, "9": 1})
        leaves = int(self.people.leave_day[case.person]) if case.person >= 0 else 0
        if leaves:
            ends[date.fromordinal(leaves)] = "5"
        later = [day for day in ends if day > issued]
        return (min(later), ends[min(later)]) if later else (None, "")

    def _places(self, case: Case, issued: date) -> list[Place]:
        """Schools from the rolls; before school age an early years provider, after it a college."""
        if case.person < 0:
            return []
        spells = [
            replace(each, leaving=min(filter(None, (each.leaving, case.ceased)), default=None))
            for each in self._spells.of(case.person)
            if (each.leaving is None or each.leaving > issued) and (case.ceased is None or each.entry < case.ceased)
        ]
        goes_on = bool(spells) and spells[-1].leaving is None
        at_school = min([each.entry for each in spells], default=_reception(case.birth))
        if issued < at_school:
            spells.insert(0, Place(issued, at_school, setting="EYP"))
        finished = academic_year_of(case.birth) + 17
        if finished <= LAST_REQUEST.year and not goes_on:
            starts = max([first_school_day(finished), issued, *(each.leaving for each in spells if each.leaving)])
            if case.ceased is None or case.ceased > starts:
                spells.append(Place(starts, case.ceased, ukprn=COLLEGE))
        return spells

    def _someone(self, year: int) -> tuple[int, date]:
        """A child of some age who may ask on some day of the year; -1 after many tries in a small town."""
        last = LAST_REQUEST if year == LAST_REQUEST.year else date(year, 12, 19)
        per_cohort = len(self.people.cohort) // (LAST_COHORT - FIRST_COHORT + 1)
        for _ in range(60):
            received = date(year, 1, 6) + timedelta(days=between(self.rng, 0, (last - date(year, 1, 6)).days))
            cohort = year - pick(self.rng, _AGES) - 1
            if FIRST_COHORT <= cohort <= LAST_COHORT:
                person = (cohort - FIRST_COHORT) * per_cohort + between(self.rng, 0, per_cohort - 1)
                overlooked = bool(self.people.female[person]) and chance(self.rng, _GIRLS_OVERLOOKED)
                if self._may_ask(person, received) and not overlooked:
                    return person, received
        return -1, LAST_REQUEST

    def _may_ask(self, person: int, day: date) -> bool:
        if person < 0 or person in self._taken or int(self.people.special[person]) >= 0:
            return False
        here = int(self.people.arrive_day[person]) <= day.toordinal()
        stays = int(self.people.leave_day[person]) == 0 or int(self.people.leave_day[person]) > day.toordinal() + 400
        years_old = (day.toordinal() - int(self.people.birth[person])) // 365
        return here and stays and 3 <= years_old <= 15 and not self.people.traveller[person]

    def _add(self, case: Case) -> None:
        self._taken.add(case.person)
        self.cases.append(case)


class SchoolSpells:
    """Each child's schools since the autumn of 2021, in order, as the rolls of each year say."""

    def __init__(self, town: Town) -> None:
        self._town = town
        years = (_HISTORY, *YEARS)
        rolls = [town.rolls.get(year) or enrolments_of(town.people, town.schools, year) for year in years]
        orders = [np.lexsort((roll.start, roll.person)) for roll in rolls]
        self._years = list(zip(years, rolls, orders, strict=True))

    def of(self, person: int) -> list[Place]:
        """Rank 1 is the school that leads, rank 2 a unit beside it. The newest has no end while the child is there."""
        spells: list[Place] = []
        for year, roll, order in self._years:
            first, last = np.searchsorted(roll.person, (person, person + 1), sorter=order).tolist()
            for row in order[first:last].tolist():
                entry, end = date.fromordinal(int(roll.entry[row])), date.fromordinal(int(roll.end[row]))
                rank = 2 if str(roll.status[row]) == SUBSIDIARY else 1
                leaving = end if bool(roll.left[row]) or year < YEARS[-1] else None
                _extend(spells, Place(entry, leaving, self._town.schools[int(roll.school[row])].urn, rank=rank))
        return spells


def _extend(spells: list[Place], new: Place) -> None:
    """Another year at the same school goes on from the year before."""
    for place, known in enumerate(spells):
        if (known.urn, known.rank) == (new.urn, new.rank) and known.leaving and known.leaving.month == 7:
            spells[place] = replace(known, leaving=new.leaving)
            return
    spells.append(new)


def _reception(birth: date) -> date:
    """The first day of the school year in which a child turns five."""
    return first_school_day(academic_year_of(birth) + 5)


def _decided(rng: np.random.Generator, received: date) -> date:
    """Within six weeks as a rule."""
    return _weekday(received + timedelta(days=between(rng, 15, 41) if chance(rng, 880) else between(rng, 43, 70)))


def _duration(rng: np.random.Generator, weights: dict[tuple[int, int], int]) -> int:
    shortest, longest = pick(rng, weights)
    return between(rng, shortest, longest)


def _weekday(day: date) -> date:
    """The day, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
