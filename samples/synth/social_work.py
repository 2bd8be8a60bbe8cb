"""What follows from a referral: assessments, enquiries, conferences, plans, and the day on which the case is closed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from samples.synth.dice import between, chance, pick
from samples.synth.working_days import working_day_after

NO_FURTHER_ACTION, ASSESSED, IN_NEED, PROTECTED = "no further action", "assessed", "in need", "protected"
_PATHS = {NO_FURTHER_ACTION: 8, ASSESSED: 37, IN_NEED: 44, PROTECTED: 11}
_SOURCES = {
    "6": 29, "2A": 19, "1A": 7, "5B": 6, "5C": 4, "5A": 3, "5D": 3, "3D": 4, "3E": 5, "3A": 2, "3B": 2, "3C": 1,
    "3F": 2, "7": 4, "8": 4, "4": 1, "1B": 1, "1C": 1, "1D": 1, "2B": 2, "9": 2, "10": 1,
}  # fmt: skip
_SOURCES_BEFORE_BIRTH = {"3D": 5, "3F": 3, "5A": 2, "6": 1}
_NEEDS = {"N1": 57, "N2": 8, "N3": 3, "N4": 10, "N5": 14, "N6": 3, "N7": 1, "N8": 2, "N9": 1}
_WORKING_DAYS = {(6, 24): 20, (25, 38): 31, (39, 45): 35, (46, 55): 9, (56, 90): 5}  # of an assessment
_FACTORS = {
    "3A": 4, "3B": 22, "3C": 4, "4A": 12, "4B": 26, "1B": 11, "2B": 11, "1A": 2, "2A": 5, "5A": 4, "5B": 2, "6A": 3,
    "6B": 4, "7A": 3, "10A": 3, "11A": 3, "13A": 2, "14A": 5, "15A": 4, "16A": 16, "17A": 19, "18B": 2, "18C": 9,
    "19B": 2, "19C": 3, "20": 6, "24A": 4,
}  # fmt: skip
_NOTHING_FOUND = "21"
_CATEGORIES = {"NEG": 50, "EMO": 36, "PHY": 8, "SAB": 4, "MUL": 2}
_PROTECTION_DAYS = {(75, 180): 24, (180, 300): 38, (300, 420): 26, (420, 760): 12}
_LEFT_CARE = {
    "E11": "RC1", "E12": "RC1", "E2": "RC2", "E41": "RC3", "E45": "RC4", "E46": "RC4", "E47": "RC4", "E48": "RC4",
    "E3": "RC5", "E7": "RC6",
}  # fmt: skip


class Assessment(NamedTuple):
    """A continuous assessment; ``factors`` are found when it is authorised."""

    start: date
    authorised: date
    factors: tuple[str, ...]


class Enquiry(NamedTuple):
    """An enquiry under section 47, and the conference that it led to."""

    start: date
    conference: date | None

    @property
    def target(self) -> date:
        """The conference should be held within 15 working days."""
        return working_day_after(self.start, 15)


class NeedPlan(NamedTuple):
    """A child in need plan."""

    start: date
    end: date


class ProtectionPlan(NamedTuple):
    """A child protection plan. ``previous``: plans that the child had been on before."""

    start: date
    end: date
    initial_category: str
    latest_category: str
    previous: int
    reviews: tuple[date, ...]


@dataclass
class Referral:
    """A referral and all that followed. ``closed`` is ``date.max`` where the case outlives what we tell.

    ``conference``: an initial conference without an enquiry of ours, for a child who came on another council's plan.
    """

    day: date
    source: str
    need: str
    no_further_action: bool = False
    closed: date = date.max
    reason_closed: str = ""
    conference: date | None = None
    assessments: list[Assessment] = field(default_factory=list)
    need_plans: list[NeedPlan] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    protection_plans: list[ProtectionPlan] = field(default_factory=list)


def refer(rng: np.random.Generator, day: date, unborn: bool, plans_before: int) -> Referral:
    """A referral of a child who is not looked after."""
    day = working_day_after(day, 0) if chance(rng, 900) else day
    path = pick(rng, _PATHS)
    if unborn and path == NO_FURTHER_ACTION:
        path = IN_NEED
    source = pick(rng, _SOURCES_BEFORE_BIRTH if unborn else _SOURCES)
    if path == NO_FURTHER_ACTION:
        return Referral(day, source, "N0", True, day + timedelta(days=between(rng, 0, 3)), "RC7")
    referral = Referral(day, source, pick(rng, _NEEDS))
    assessment = _assess(rng, day, path)
    referral.assessments.append(assessment)
    if path == ASSESSED:
        reason = "RC8" if chance(rng, 680) else "RC9"
        _close(referral, assessment.authorised + timedelta(days=between(rng, 0, 6)), reason)
    elif path == IN_NEED:
        _plan_for_need(rng, referral, assessment.authorised)
    else:
        _protect(rng, referral, plans_before)
    return referral


@dataclass(frozen=True)
class Care:
    """A period of care, for the referral that led to it. ``alone``: an asylum-seeking child.

    The referral comes after ``free_from``, when an earlier case was closed; ``closed`` as in a referral.
    """

    free_from: date
    start: date
    closed: date
    need: str
    reason_ceased: str
    alone: bool


def referral_into_care(rng: np.random.Generator, care: Care, plans_before: int) -> Referral:
    """The referral that led to a period of care."""
    lead = 0 if care.alone else pick(rng, {0: 22, between(rng, 1, 30): 33, between(rng, 31, 200): 45})
    day = max(care.free_from + timedelta(days=1), care.start - timedelta(days=lead))
    referral = Referral(day, "6" if care.alone else pick(rng, _SOURCES), care.need)
    assessment = _assess(rng, day, IN_NEED)
    if assessment.start < care.closed:
        authorised = min(assessment.authorised, care.closed)
        referral.assessments.append(assessment._replace(authorised=authorised))
    if (care.start - day).days > 30 and chance(rng, 450):
        enquiry = _enquire(rng, working_day_after(day, between(rng, 0, 3)))
        referral.enquiries.append(enquiry)
        until = min(care.closed, care.start + timedelta(days=between(rng, 1, 30)))
        if enquiry.conference is not None and enquiry.conference < until:
            referral.protection_plans.append(_plan(rng, enquiry.conference, until, plans_before))
    if care.closed < date.max:
        _close(referral, care.closed, _LEFT_CARE.get(care.reason_ceased, "RC7"))
    return referral


def _close(referral: Referral, day: date, reason: str) -> None:
    referral.closed, referral.reason_closed = day, reason


def _assess(rng: np.random.Generator, referred: date, path: str) -> Assessment:
    start = working_day_after(referred, between(rng, 0, 2))
    shortest, longest = pick(rng, _WORKING_DAYS)
    authorised = working_day_after(start, between(rng, shortest, longest))
    if path == ASSESSED and chance(rng, 160):
        return Assessment(start, authorised, (_NOTHING_FOUND,))
    return Assessment(start, authorised, tuple(sorted({pick(rng, _FACTORS) for _ in range(between(rng, 1, 4))})))


def _plan_for_need(rng: np.random.Generator, referral: Referral, day: date) -> None:
    """A child in need plan; now and then an enquiry comes first, whose conference is not needed or makes no plan."""
    if chance(rng, 260):
        started = working_day_after(referral.day, between(rng, 1, 6))
        needed = chance(rng, 160)
        referral.enquiries.append(_enquire(rng, started) if needed else Enquiry(started, None))
    start = day + timedelta(days=between(rng, 0, 8))
    end = start + timedelta(days=between(rng, 45, 250))
    referral.need_plans.append(NeedPlan(start, end))
    _close(referral, end + timedelta(days=between(rng, 0, 9)), "RC7")


def _protect(rng: np.random.Generator, referral: Referral, plans_before: int) -> None:
    """A conference and a child protection plan, often followed by a child in need plan."""
    if chance(rng, 40):
        referral.conference = opened = working_day_after(referral.day, between(rng, 8, 15))
    else:
        enquiry = _enquire(rng, working_day_after(referral.day, between(rng, 0, 12)))
        referral.enquiries.append(enquiry)
        opened = enquiry.conference or enquiry.target
    shortest, longest = pick(rng, _PROTECTION_DAYS)
    end = opened + timedelta(days=between(rng, shortest, longest))
    referral.protection_plans.append(_plan(rng, opened, end, plans_before))
    after = end + timedelta(days=between(rng, 1, 5))
    if chance(rng, 620):
        last = after + timedelta(days=between(rng, 40, 200))
        referral.need_plans.append(NeedPlan(after, last))
        after = last
    _close(referral, after + timedelta(days=between(rng, 0, 7)), "RC7")


def _enquire(rng: np.random.Generator, start: date) -> Enquiry:
    """An enquiry with its conference, four times in five within 15 working days."""
    days = between(rng, 8, 15) if chance(rng, 800) else between(rng, 16, 27)
    return Enquiry(start, working_day_after(start, days))


def _plan(rng: np.random.Generator, start: date, end: date, plans_before: int) -> ProtectionPlan:
    category = pick(rng, _CATEGORIES)
    latest = pick(rng, _CATEGORIES) if chance(rng, 130) else category
    reviews, day = [], working_day_after(start + timedelta(days=between(rng, 70, 88)), 0)
    while day < end:
        reviews.append(day)
        day = working_day_after(day + timedelta(days=between(rng, 150, 180)), 0)
    return ProtectionPlan(start, end, category, latest, plans_before, tuple(reviews))
