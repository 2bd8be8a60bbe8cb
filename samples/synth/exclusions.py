"""Suspensions and permanent exclusions of the pupils on roll, with what governors and head teachers decided later.

Most pupils are never suspended, a few often. Autumn is the worst term. A pupil who goes to the pupil referral unit for
good was excluded permanently some days before, now and then with the papers to show it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from samples.synth.dice import any_of, between, chance, interpolate, pick, stream
from samples.synth.enrolments import SUBSIDIARY, Enrolments
from samples.synth.schools import School
from samples.synth.terms import half_terms, school_days
from samples.synth.town import YEARS, Town

SUSPENSION, PERMANENT, LUNCHTIME = "SUSP", "PERM", "LNCH"
RESCINDED = ("REINSTATED", "CANCELLED", "QUASHED")
_EVER_SUSPENDED = {"Primary": 14, "Secondary": 74, "Special": 45, "PRU": 330}  # pupils in a thousand and year
_INCLINATION = ((0, 250), (6000, 700), (8500, 1500), (9600, 3200), (10_000, 4200))
_TIMES = {1: 54, 2: 20, 3: 10, 4: 6, 6: 5, 8: 3, 11: 2}
_SESSIONS = {1: 5, 2: 36, 3: 5, 4: 26, 6: 15, 8: 5, 10: 8}
_HALF_TERMS = {1: 20, 2: 26, 3: 17, 4: 17, 5: 12, 6: 8}
_YEAR_PER_MILLE = {2022: 900, 2023: 1000, 2024: 1060}
_REASONS = {
    "DB": 46,
    "VA": 15,
    "PP": 13,
    "PA": 6,
    "VP": 4,
    "DA": 4,
    "DM": 3,
    "OW": 3,
    "BU": 2,
    "SM": 1,
    "TH": 1,
    "MT": 2,
}
_GRAVE_REASONS = {"DB": 35, "PP": 18, "PA": 16, "OW": 13, "DA": 10, "VA": 8}
_REVERSED = {"": 968, "REINSTATED": 15, "CANCELLED": 11, "QUASHED": 6}  # of those who are often suspended
_MOST_SESSIONS = 84  # the law allows 90 in a year, over all schools
_DAYS_BETWEEN = 8  # from one suspension of a pupil to the next, at least


@dataclass(frozen=True)
class Exclusion:
    """One suspension, permanent exclusion or lunchtime exclusion. ``decided`` is None while nobody has decided."""

    person: int
    school: School
    category: str
    start: date
    session: str
    sessions: int | None
    reasons: tuple[str, ...]
    decision: str = ""
    decided: date | None = None

    def decision_by(self, day: date) -> str:
        return self.decision if self.decided and self.decided <= day else ""

    @property
    def rescinded(self) -> bool:
        return self.decision in RESCINDED


def make_exclusions(town: Town) -> dict[int, list[Exclusion]]:
    """Every exclusion by academic year, in order of the day on which it began."""
    return {year: _of_year(town, year) for year in YEARS}


def _of_year(town: Town, year: int) -> list[Exclusion]:
    days = {half_term.number: school_days(half_term) for half_term in half_terms(year)}
    made: list[Exclusion] = []
    for school in town.schools:
        rng = stream(town.seed, 11, school.index, year)
        roll = town.roll(school, year)
        often = _suspended(rng, town, school, roll, year)
        for row in often:
            made.extend(_suspensions(rng, school, roll, row, days))
        made.extend(_permanent(rng, town, school, roll, year, often, days))
        made.extend(_lunchtimes(rng, school, roll, days))
    made.extend(_first_of_terms(town, year, made, days))
    made.sort(key=lambda each: (each.start, each.school.index, each.person, each.category))
    return list(_lawful(made))


def _first_of_terms(town: Town, year: int, made: list[Exclusion], days: dict[int, list[date]]) -> Iterator[Exclusion]:
    """A suspension for each term that has none, as in a very small council: a census never says that there was none."""
    school = next(each for each in town.schools if each.phase == "Secondary")
    roll, known = town.roll(school, year), {each.person for each in made}
    for first in (1, 3, 5):
        start = days[first + 1][-3]
        in_term = [each for each in made if days[first][0] <= each.start <= start and each.category == SUSPENSION]
        if any(not each.decision for each in in_term):
            continue
        stay = [row for row in range(len(roll.person)) if not roll.left[row] and _on_roll(roll, row, start)]
        calm = [person for row in stay if (person := int(roll.person[row])) not in known]
        if calm:
            yield Exclusion(calm[0], school, SUSPENSION, start, "AM", 2, ("DB",))


def _lawful(exclusions: list[Exclusion]) -> Iterator[Exclusion]:
    """Those of a year without a pupil's suspensions beyond the most that the law allows."""
    totals: Counter[int] = Counter()
    for each in exclusions:
        sessions = each.sessions or 0
        if totals[each.person] + sessions <= _MOST_SESSIONS:
            totals[each.person] += sessions
            yield each


def _suspended(rng: np.random.Generator, town: Town, school: School, roll: Enrolments, year: int) -> list[int]:
    """Rows of the roll that are suspended at least once in the year: more of those who are often absent."""
    inclination = interpolate(town.people.rank[roll.person], _INCLINATION)
    older = np.where(roll.age >= 12, 1250, np.where(roll.age <= 6, 300, 900))
    by_sex = np.where(town.people.female[roll.person], 650, 1330)
    per_mille = _EVER_SUSPENDED[school.phase] * _YEAR_PER_MILLE[year] // 1000 * older // 1000 * by_sex // 1000
    if school.phase != "PRU":
        per_mille = per_mille * inclination // 1000
    may_be = (roll.status != SUBSIDIARY) & (roll.age >= 4) & (roll.age <= 15)
    return np.flatnonzero(may_be & (rng.integers(1000, size=len(roll.age)) < per_mille)).tolist()


def _suspensions(
    rng: np.random.Generator, school: School, roll: Enrolments, row: int, days: dict[int, list[date]]
) -> Iterator[Exclusion]:
    """A pupil's suspensions of a year, some days apart."""
    starts = sorted({_some_day(rng, days) for _ in range(pick(rng, _TIMES))})
    last = date.min
    for start in starts:
        if not _on_roll(roll, row, start) or (start - last).days < _DAYS_BETWEEN:
            continue
        last = start
        withdrawn = chance(rng, 12)
        yield Exclusion(
            int(roll.person[row]),
            school,
            SUSPENSION,
            start,
            "PM" if chance(rng, 380) else "AM",
            pick(rng, _SESSIONS),
            _reasons(rng, _REASONS),
            "CANCELLED" if withdrawn else "",
            _weekday_after(start, between(rng, 2, 9)) if withdrawn else None,
        )


def _permanent(
    rng: np.random.Generator,
    town: Town,
    school: School,
    roll: Enrolments,
    year: int,
    often: list[int],
    days: dict[int, list[date]],
) -> Iterator[Exclusion]:
    """Permanent exclusions that stand, of pupils who went to the unit; and of others, which did not stand."""
    every_day = [day for half_term in days.values() for day in half_term]
    for row in np.flatnonzero(roll.left & (roll.age >= 11)).tolist():
        person = int(roll.person[row])
        joined = int(town.people.unit_day[person])
        latest = date.fromordinal(max(1, joined - between(rng, 6, 12)))
        before = [day for day in every_day if day <= latest and _on_roll(roll, row, day)]
        leaves_for_it = int(roll.end[row]) == joined - 1 and school.phase == "Secondary"
        if leaves_for_it and before and chance(rng, 560):
            yield _exclusion_for_good(rng, person, school, before[-1], "UPHELD")
    for row in often:
        reversed_later = pick(rng, _REVERSED)
        start = _some_day(rng, days)
        if reversed_later and school.phase in ("Primary", "Secondary") and _on_roll(roll, row, start):
            yield _exclusion_for_good(rng, int(roll.person[row]), school, start, reversed_later)


def _exclusion_for_good(rng: np.random.Generator, person: int, school: School, start: date, decision: str) -> Exclusion:
    """Head teachers may cancel until governors meet; governors meet within 15 school days; a panel comes later."""
    soonest, latest = {"CANCELLED": (3, 12), "QUASHED": (60, 110)}.get(decision, (15, 27))
    decided = _weekday_after(start, between(rng, soonest, latest))
    session = any_of(rng, ("AM", "AM", "PM"))
    return Exclusion(person, school, PERMANENT, start, session, None, _reasons(rng, _GRAVE_REASONS), decision, decided)


def _lunchtimes(
    rng: np.random.Generator, school: School, roll: Enrolments, days: dict[int, list[date]]
) -> Iterator[Exclusion]:
    """A primary school sends the odd pupil home over lunch; that is no suspension."""
    if school.phase == "Primary" and chance(rng, 600):
        row = int(rng.integers(len(roll.person)))
        start = _some_day(rng, days)
        if roll.age[row] >= 5 and _on_roll(roll, row, start):
            yield Exclusion(int(roll.person[row]), school, LUNCHTIME, start, "PM", 1, ("DB",))


def _some_day(rng: np.random.Generator, days: dict[int, list[date]]) -> date:
    return any_of(rng, days[pick(rng, _HALF_TERMS)])


def _on_roll(roll: Enrolments, row: int, day: date) -> bool:
    return int(roll.start[row]) <= day.toordinal() <= int(roll.end[row])


def _reasons(rng: np.random.Generator, weights: dict[str, int]) -> tuple[str, ...]:
    first, second = pick(rng, weights), pick(rng, weights)
    return (first, second) if second != first and chance(rng, 260) else (first,)


def _weekday_after(day: date, days: int) -> date:
    """So many days later, or the Monday after where that is a weekend."""
    later = day + timedelta(days=days)
    return later + timedelta(days=7 - later.weekday()) if later.weekday() > 4 else later
