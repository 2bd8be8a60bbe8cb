"""Children in need: every referral to children's social care, and what followed from it.

Lives are told with their true dates, which may lie after the day that a file runs to. A child looked after has a
referral that stays open through each period of care, under the same number and UPN as in SSDA903.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from samples.synth.dice import between, chance, pick, stream
from samples.synth.looked_after import LAST_DAY, UNACCOMPANIED, Child, birthday, is_care_leaver, periods_of_care
from samples.synth.people import FIRST_COHORT, LAST_COHORT, People
from samples.synth.social_work import Care, Referral, refer, referral_into_care

FIRST_NUMBER = 2_000_000  # numbers of children looked after lie below
_FIRST_DAY = date(2017, 4, 1)
_CHAINS_PER_10_000 = 305  # first referrals a year; re-referrals and children looked after come on top
_COMES_BACK = 390  # of 1,000 whose case is closed
_ADULT = 18
_UNBORN = -1
_AGES = {
    _UNBORN: 4, 0: 7, 1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 5, 7: 5, 8: 5, 9: 5, 10: 6, 11: 6, 12: 6, 13: 6, 14: 6, 15: 6,
    16: 5, 17: 2,
}  # fmt: skip
_ETHNICITY = {
    "WBRI": 78, "WOTH": 5, "MWBC": 3, "MWBA": 1, "MWAS": 2, "MOTH": 2, "APKN": 3, "AIND": 1, "AOTH": 1, "BAFR": 2,
    "OOTH": 1, "NOBT": 1,
}  # fmt: skip
_DISABILITIES = {
    "AUT": 30, "LD": 22, "BEH": 18, "COMM": 9, "MOB": 7, "INC": 4, "PC": 3, "HEAR": 2, "VIS": 2, "CON": 1, "HAND": 1,
    "DDA": 1,
}  # fmt: skip
_EARLIER_PLANS = {0: 76, 1: 19, 2: 5}


@dataclass
class ChildInNeed:
    """A child with every referral, in order of time. ``birth`` is the expected one until it has come."""

    number: int
    female: bool
    birth: date
    ethnicity: str
    disabilities: tuple[str, ...]
    upn: str
    upn_from: date  # before this day the child is too young to have a number
    earlier_plans: int = 0  # child protection plans before the first referral that we tell of
    referrals: list[Referral] = field(default_factory=list)

    def protection_plans(self) -> int:
        """Child protection plans that there have been so far."""
        return self.earlier_plans + sum(len(each.protection_plans) for each in self.referrals)


def make_children_in_need(people: People, looked_after: list[Child], seed: int, population: int) -> list[ChildInNeed]:
    """Children referred since 2017, and all who were looked after, in order of their numbers."""
    children = [_with_care(stream(seed, 41, child.number), child) for child in looked_after]
    taken = {child.upn for child in looked_after}
    free = _Free(people, {person for person, upn in enumerate(people.upn) if upn in taken})
    chains = population * _CHAINS_PER_10_000 * (LAST_DAY - _FIRST_DAY).days // (10_000 * 365)
    for index in range(chains):
        rng = stream(seed, 42, index)
        day = _FIRST_DAY + timedelta(days=(LAST_DAY - _FIRST_DAY).days * index // chains)
        person = free.take(rng, day, pick(rng, _AGES))
        if person >= 0:
            children.append(_referred(rng, people, person, day))
    return sorted(children, key=lambda each: each.number)


def spans_on_protection_plans(children: list[ChildInNeed]) -> dict[str, list[tuple[date, date]]]:
    """First day and day of the end of every child protection plan, by the child's UPN."""
    spans: dict[str, list[tuple[date, date]]] = {}
    for child in children:
        plans = [(plan.start, plan.end) for referral in child.referrals for plan in referral.protection_plans]
        if plans and child.upn in spans:
            spans[child.upn].extend(plans)
        elif plans and not child.upn.startswith("UN"):
            spans[child.upn] = plans
    return spans


@dataclass
class _Free:
    """The people of the town whom no chain of referrals has yet been told of."""

    people: People
    taken: set[int]

    def take(self, rng: np.random.Generator, day: date, age: int) -> int:
        """Someone of about that age who lives in the area on a day; -1 when none was met."""
        per_cohort = len(self.people.cohort) // (LAST_COHORT - FIRST_COHORT + 1)
        today = day.toordinal()
        for _ in range(40):
            cohort = day.year - age - between(rng, 0, 2)
            person = (cohort - FIRST_COHORT) * per_cohort + between(rng, 0, per_cohort - 1)
            if not FIRST_COHORT <= cohort <= LAST_COHORT or person in self.taken:
                continue
            lived = today - int(self.people.birth[person])
            elsewhere = int(self.people.arrive_day[person]) > today or 0 < int(self.people.leave_day[person]) <= today
            fits = -150 < lived < -20 if age == _UNBORN else 0 <= lived - age * 365 < 400 and lived < 17 * 365 + 180
            if fits and not elsewhere:
                self.taken.add(person)
                return person
        return -1


def _referred(rng: np.random.Generator, people: People, person: int, day: date) -> ChildInNeed:
    """Someone's first referral and those that follow."""
    birth = date.fromordinal(int(people.birth[person]))
    child = ChildInNeed(
        FIRST_NUMBER + person,
        bool(people.female[person]),
        birth,
        pick(rng, _ETHNICITY),
        _disabilities(rng),
        people.upn[person],
        birthday(birth, 4),
        pick(rng, _EARLIER_PLANS) if day > birthday(birth, 2) else 0,
    )
    last = min(LAST_DAY, birthday(birth, _ADULT) - timedelta(days=60))
    while day <= last:
        referral = refer(rng, day, day < birth, child.protection_plans())
        child.referrals.append(referral)
        if not chance(rng, _COMES_BACK):
            break
        day = referral.closed + timedelta(days=between(rng, 8, 330))
    return child


def _disabilities(rng: np.random.Generator) -> tuple[str, ...]:
    if not chance(rng, 130):
        return ()
    return tuple(sorted({pick(rng, _DISABILITIES) for _ in range(between(rng, 1, 3))}))


def _with_care(rng: np.random.Generator, child: Child) -> ChildInNeed:
    """A child looked after, told as a child in need: a referral for each period of care."""
    short_breaks = child.episodes[0].legal_status in ("V3", "V4")
    made = ChildInNeed(
        child.number,
        child.female,
        child.birth,
        child.ethnicity,
        ("AUT", "LD") if short_breaks else _disabilities(rng),
        child.upn,
        child.upn_from,
    )
    periods = periods_of_care(child)
    if short_breaks:
        periods = [(periods[0][0], periods[-1][1])]
    starts = {episode.start: episode for episode in child.episodes}
    ends = {episode.end: episode for episode in child.episodes}
    free_from = date.min
    for place, (start, end) in enumerate(periods):
        following = periods[place + 1][0] if place + 1 < len(periods) else None
        care = Care(
            free_from=free_from,
            start=start,
            closed=_closed_on(rng, child, end, following),
            need=starts[start].need,
            reason_ceased=ends[end].reason_ceased,
            alone=child.upn == UNACCOMPANIED,
        )
        made.referrals.append(referral_into_care(rng, care, made.protection_plans()))
        free_from = care.closed
    return made


def _closed_on(rng: np.random.Generator, child: Child, end: date | None, following: date | None) -> date:
    """The day on which the case is closed: some weeks after care, or when a care leaver has come of age."""
    if end is None:
        return date.max
    day = end + timedelta(days=between(rng, 3, 60))
    if following is not None:
        return min(day, following - timedelta(days=5))
    if is_care_leaver(child) and chance(rng, 400):
        return max(day, birthday(child.birth, 21))
    return day
