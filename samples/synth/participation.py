"""What young people of academic age 16 to 18 do, month by month, and the offers of learning that they had.

Most learn. Some are out of education, employment and training for a while; some are not heard of. In September many
records are not yet confirmed; by the end of November most are.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from samples.synth.dice import between, chance, pick, stream
from samples.synth.people import LA_CODE, OTHER_LA_CODES
from samples.synth.terms import academic_year_of
from samples.synth.town import Town

Spans = list[tuple[date, date]]

NEET = {"619": 44, "640": 14, "610": 12, "615": 10, "620": 4, "540": 3, "630": 3, "650": 4, "670": 3, "680": 3}
_OF_GIRLS = ("630", "650")
_NOT_KNOWN = {"810": 62, "820": 30, "830": 8}
_AT_16 = {"230": 48, "220": 23, "310": 9, "430": 4, "410": 4, "450": 3, "320": 2, "330": 3, "360": 1, "530": 2}
_AT_17 = {"230": 44, "220": 21, "310": 14, "430": 4, "410": 3, "320": 3, "381": 1, "330": 6, "360": 2, "260": 1}
_AT_18 = {"240": 30, "230": 18, "310": 16, "330": 21, "360": 6, "220": 4, "260": 3, "380": 2}
_SETTLED = {16: _AT_16, 17: _AT_17, 18: _AT_18}
_OFFERS_AT_16 = {"110": 60, "120": 22, "122": 8, "123": 3, "124": 2, "140": 1, "150": 1, "151": 1, "153": 1, "159": 3}
_OFFERS_AT_17 = {"114": 46, "110": 24, "115": 12, "120": 8, "122": 2, "140": 2, "150": 1, "154": 2, "159": 4}
_OUT_PER_MILLE = {16: 55, 17: 85, 18: 110}  # out of education, employment and training for part of the year
_YEAR_PER_MILLE = {2021: 880, 2022: 900, 2023: 960, 2024: 1050}
_YEARS = tuple(_YEAR_PER_MILLE)
_UNCONFIRMED_PER_MILLE = 85  # in September
_WHOLE_YEAR = 12


@dataclass(frozen=True)
class Year:
    """One academic year of one young person. Months count from September, 0, to August, 11."""

    settled: str
    neet: str
    neet_from: int
    neet_to: int
    not_known: str
    not_known_to: int
    lapses_from: int
    lapses_to: int

    def at(self, month: int) -> tuple[str, int]:
        """The activity of a month, and the month in which it began."""
        if month < self.not_known_to:
            return self.not_known, 0
        if self.neet_from <= month < self.neet_to:
            return self.neet, max(self.neet_from, self.not_known_to)
        return self.settled, self.neet_to if month >= self.neet_to else 0

    def is_lapsed(self, month: int) -> bool:
        return self.lapses_from <= month < self.lapses_to and month >= self.not_known_to


@dataclass(frozen=True)
class Record:
    """A young person as known on the last day of a month. ``guarantee``: status and council, by year group."""

    person: int
    upn: str
    birth: date
    female: bool
    academic_age: int
    gone: bool
    lead_la: str
    activity: str
    started: date
    lapsed: bool
    has_plan: bool
    characteristics: tuple[str, ...]
    guarantee: dict[int, tuple[str, str]]

    @property
    def is_neet(self) -> bool:
        return self.activity in NEET


class YoungPeople:
    """Everybody's years, drawn once. ``plans`` and ``cared_for``: spans of EHC plans and of care, by UPN."""

    def __init__(self, town: Town, plans: dict[str, Spans], cared_for: dict[str, Spans]) -> None:
        self.town, self._plans, self._cared_for = town, plans, cared_for
        self._offers = _offers(town)
        self._years: dict[tuple[int, int], Year] = {}
        for year in _YEARS:
            rng = stream(town.seed, 21, year)
            for person in self._of_age(year):
                before = self._years.get((person, year - 1))
                self._years[person, year] = self._draw(rng, person, year, before.settled if before else "")

    def records(self, day: date) -> list[Record]:
        """Those who live here or went away this academic year, on the last day of a month."""
        year = academic_year_of(day)
        first, people = date(year, 9, 1).toordinal(), self.town.people
        return [
            self._record(person, year, day)
            for person in self._of_age(year)
            if int(people.arrive_day[person]) <= day.toordinal() and not 0 < int(people.leave_day[person]) < first
        ]

    def _of_age(self, year: int) -> list[int]:
        ages = year - self.town.people.cohort - 1
        return np.flatnonzero((ages >= 16) & (ages <= 18)).tolist()

    def _draw(self, rng: np.random.Generator, person: int, year: int, before: str) -> Year:
        people, age = self.town.people, year - int(self.town.people.cohort[person]) - 1
        settled = pick(rng, _SETTLED[age])
        if before and age == 17 and chance(rng, 850):
            settled = before
        if age <= 17 and people.special[person] >= 0:
            settled = "210" if chance(rng, 850) else "280"
        elif age <= 17 and people.sixth_form[person]:
            settled = "210"
        often_absent = 600 + int(people.rank[person]) * 8 // 100
        out = chance(rng, _OUT_PER_MILLE[age] * _YEAR_PER_MILLE[year] // 1000 * often_absent // 1000)
        neet = pick(rng, NEET)
        if neet in _OF_GIRLS and not people.female[person]:
            neet = "619"
        begins = pick(rng, {0: 40, between(rng, 1, 4): 35, between(rng, 4, 9): 25}) if out else _WHOLE_YEAR
        ends = min(_WHOLE_YEAR, begins + between(rng, 2, 12)) if out else _WHOLE_YEAR
        lost = chance(rng, 16)
        late = chance(rng, _UNCONFIRMED_PER_MILLE)
        not_known_to = _WHOLE_YEAR if lost else between(rng, 1, 2) if late else 0
        lapses = between(rng, 1, 9) if chance(rng, 35) else _WHOLE_YEAR
        lasts = between(rng, 1, 3)
        return Year(settled, neet, begins, ends, pick(rng, _NOT_KNOWN), not_known_to, lapses, lapses + lasts)

    def _record(self, person: int, year: int, day: date) -> Record:
        people, month = self.town.people, (day.month - 9) % 12
        life, number = self._years[person, year], people.upn[person]
        activity, began = life.at(month)
        gone = 0 < int(people.leave_day[person]) <= day.toordinal()
        has_plan = any(first <= day < last for first, last in self._plans.get(number, ()))
        age = year - int(people.cohort[person]) - 1
        return Record(
            person,
            number,
            date.fromordinal(int(people.birth[person])),
            bool(people.female[person]),
            age,
            gone,
            OTHER_LA_CODES[person % 4] if gone else LA_CODE,
            "230" if activity == "280" and not has_plan else activity,
            date(year, 9, 1) if began == 0 else _first_of(year, began) + timedelta(days=3),
            life.is_lapsed(month),
            has_plan,
            self._characteristics(number, activity, day),
            {} if gone or age > 17 or month > 3 else {age - 5: self._offers[person, age - 5]},
        )

    def _characteristics(self, number: str, activity: str, day: date) -> tuple[str, ...]:
        """Looked after, and what some activities say of a person."""
        looked_after = any(first <= day < last for first, last in self._cared_for.get(number, ()))
        said = {"620": "140", "630": "120", "650": "180"}.get(activity, "")
        return tuple(code for code in ("110" if looked_after else "", said) if code)


def _offers(town: Town) -> dict[tuple[int, int], tuple[str, str]]:
    """The offers of each person in year 11 and in year 12; some who live here finished school elsewhere."""
    rng, offers = stream(town.seed, 22), {}
    for person in range(len(town.people.cohort)):
        offers[person, 11] = pick(rng, _OFFERS_AT_16), OTHER_LA_CODES[person % 4] if chance(rng, 25) else LA_CODE
        offers[person, 12] = pick(rng, _OFFERS_AT_17), LA_CODE
    return offers


def _first_of(year: int, month: int) -> date:
    return date(year + (month + 8) // 12, (month + 8) % 12 + 1, 1)
