"""Children looked after: periods of care, told as the episodes that the SSDA903 return asks for.

An episode is a stay in one placement under one legal status. The next one begins on the day that it ceases.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from samples.synth.care_leavers import Situation, situations
from samples.synth.dice import any_of, between, chance, pick, stream
from samples.synth.missing import Absence, absences
from samples.synth.people import FIRST_COHORT, LAST_COHORT, OTHER_LA_CODES, People
from samples.synth.placements import Placement, change_reason, first_placement, next_placement, to_long_term
from samples.synth.upn import upn

LAST_DAY = date(2026, 3, 31)
_FIRST_ENTRY = date(2008, 4, 1)
_ADULT = 18
_GOES_MISSING_AGE, _LEAVING_AGE, _GROWN_AGE = 11, 17, 22
_WEEKS_IN_CARE = 13  # of care since 14 make a care leaver
_NOT_LEAVERS = ("E2", "E3", "E11", "E12")
_ENTRY_AGES = {0: 17, 1: 6, 2: 5, 3: 5, 4: 4, 6: 8, 8: 9, 10: 9, 12: 11, 13: 9, 14: 9, 15: 10, 16: 6}
_NEEDS = {"N1": 62, "N2": 3, "N3": 4, "N4": 8, "N5": 14, "N6": 3, "N8": 6}
_ETHNICITY = {
    "WBRI": 80,
    "WOTH": 4,
    "MWBC": 3,
    "MWAS": 2,
    "MOTH": 2,
    "APKN": 2,
    "AOTH": 1,
    "BAFR": 2,
    "WIRT": 1,
    "REFU": 1,
}
UNACCOMPANIED = "UN4"  # why an unaccompanied asylum-seeking child has no pupil number
_UASC_ETHNICITY = {"OOTH": 5, "AOTH": 3, "BAFR": 3, "WOTH": 1}
_LENGTH_DAYS = {(5, 60): 16, (60, 180): 16, (180, 500): 22, (500, 1100): 22, (1100, 7000): 24}
_HOME = {"E4A": 50, "E4B": 14, "E13": 8, "E41": 6, "E8": 10, "E3": 3}
_GUARDIANSHIP = {"E45": 14, "E46": 4, "E47": 3, "E48": 3}
_ADULT_ENDS = {"E5": 10, "E6": 4, "E17": 6, "E7": 2}


@dataclass
class Episode:
    """A row of the Episodes file, with true dates; ``end`` may lie after the day that a file runs to."""

    start: date
    reason_new: str
    legal_status: str
    need: str
    placement: Placement
    home_postcode: str
    end: date | None = None
    reason_ceased: str = ""
    change_reason: str = ""


@dataclass
class Child:
    """A child and every episode of the child's life in care, in order of time.

    ``missing``: absences from placements. ``after_care``: how a care leaver fares, by financial year; empty for others.
    """

    number: int
    female: bool
    birth: date
    ethnicity: str
    upn: str
    upn_from: date  # before this day the child is too young to have a number
    episodes: list[Episode] = field(default_factory=list)
    mother_of: date | None = None
    missing: list[Absence] = field(default_factory=list)
    after_care: dict[int, Situation] = field(default_factory=dict)


def birthday(birth: date, age: int) -> date:
    """The day someone reaches an age; 1 March for those born on 29 February."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def make_children(people: People, seed: int, population: int) -> list[Child]:
    """Children who were ever looked after since 2008, so that about 11 in 1,000 are at any time."""
    rng = stream(seed, 3)
    span = (LAST_DAY - _FIRST_ENTRY).days
    entries = population * 48 * span // (10_000 * 365)
    taken: set[int] = set()
    children = [
        _child(rng, people, taken, _FIRST_ENTRY + timedelta(days=span * index // entries + between(rng, 0, 20)), index)
        for index in range(entries)
    ]
    short_breaks = [_short_break_child(rng, people, taken, entries + index) for index in range(max(4, entries // 60))]
    for child in children:
        child.missing = absences(stream(seed, 31, child.number), _spans_away_matters(child))
        if is_care_leaver(child):
            leaving, grown = birthday(child.birth, _LEAVING_AGE), birthday(child.birth, _GROWN_AGE)
            child.after_care = situations(stream(seed, 32, child.number), leaving, grown)
    return [*children, *short_breaks]


def periods_of_care(child: Child) -> list[tuple[date, date | None]]:
    """First and last day of each period of care; None for one that goes on. Short breaks are periods of their own."""
    periods: list[tuple[date, date | None]] = []
    for episode in child.episodes:
        start = episode.start if episode.reason_new == "S" else periods.pop()[0]
        periods.append((start, episode.end))
    return periods


def is_care_leaver(child: Child) -> bool:
    """Looked after at 16 or later, for 13 weeks in all since the fourteenth birthday, and no longer."""
    fourteenth, sixteenth = birthday(child.birth, 14), birthday(child.birth, 16)
    last = child.episodes[-1]
    if last.end is None or last.end <= sixteenth or last.reason_ceased in _NOT_LEAVERS:
        return False
    closed = [(start, end) for start, end in periods_of_care(child) if end is not None]
    days = sum(max(0, (end - max(start, fourteenth)).days) for start, end in closed)
    return days >= _WEEKS_IN_CARE * 7


def _spans_away_matters(child: Child) -> list[tuple[date, date]]:
    """Periods of care from the age at which children go missing."""
    first = birthday(child.birth, _GOES_MISSING_AGE)
    spans = [(max(first, start), end or LAST_DAY) for start, end in periods_of_care(child)]
    return [(start, end) for start, end in spans if start < end]


def _child(rng: np.random.Generator, people: People, taken: set[int], start: date, index: int) -> Child:
    alone = chance(rng, 60)
    age = between(rng, 15, 17) if alone else pick(rng, _ENTRY_AGES) + between(rng, 0, 1)
    child = _new_child(rng, people, taken, start, age, index, alone)
    need = "N8" if alone else pick(rng, _NEEDS)
    ended = _period(rng, child, start, need, alone)
    again = ended + timedelta(days=between(rng, 40, 500)) if ended else LAST_DAY
    if chance(rng, 150) and again < min(LAST_DAY, birthday(child.birth, 17)) and _went_home(child):
        _period(rng, child, again, pick(rng, _NEEDS), False)
    if child.female and chance(rng, 50):
        child.mother_of = _baby_born(rng, child)
    return child


def _baby_born(rng: np.random.Generator, child: Child) -> date | None:
    """A day between 15 and 18 before she left care; None when she was not in care at that age."""
    first = max(birthday(child.birth, 15), child.episodes[0].start)
    days = (min(birthday(child.birth, _ADULT), child.episodes[-1].end or LAST_DAY) - first).days
    day = first + timedelta(days=days * between(rng, 0, 1000) // 1000)
    return day if days > 0 else None


def _went_home(child: Child) -> bool:
    return child.episodes[-1].reason_ceased in ("E4A", "E4B", "E13")


def _new_child(
    rng: np.random.Generator, people: People, taken: set[int], start: date, age: int, index: int, alone: bool
) -> Child:
    """Usually a child of the council's own schools, so that the UPN links; sometimes one from elsewhere."""
    number = 400_000 + index * 37 + between(rng, 0, 36)
    person = -1 if alone or chance(rng, 140) else _find_person(rng, people, taken, start, age)
    if person >= 0:
        birth, female, pupil_number = (
            date.fromordinal(int(people.birth[person])),
            bool(people.female[person]),
            people.upn[person],
        )
    else:
        birth = birthday(start, -age) - timedelta(days=between(rng, 0, 360))
        female = not alone and chance(rng, 460)
        serial = index % 900 + 100
        pupil_number = (
            UNACCOMPANIED if alone else upn(any_of(rng, OTHER_LA_CODES), 3100 + index % 800, birth.year + 5, serial)
        )
    ethnicity = pick(rng, _UASC_ETHNICITY if alone else _ETHNICITY)
    upn_from = start if alone else birthday(birth, 4)
    return Child(number, female, birth, ethnicity, pupil_number, upn_from)


def _find_person(rng: np.random.Generator, people: People, taken: set[int], start: date, age: int) -> int:
    """A child of about that age on that day who is not looked after yet; -1 when there is none."""
    per_cohort = len(people.cohort) // (LAST_COHORT - FIRST_COHORT + 1)
    day = start.toordinal()
    for _ in range(30):
        cohort = start.year - age - between(rng, 0, 1)
        if not FIRST_COHORT <= cohort <= LAST_COHORT:
            continue
        person = (cohort - FIRST_COHORT) * per_cohort + between(rng, 0, per_cohort - 1)
        lived = day - int(people.birth[person])
        elsewhere = int(people.arrive_day[person]) > day or int(people.leave_day[person]) > 0
        if 3 <= lived < 17 * 365 and abs(lived - age * 365) < 500 and person not in taken and not elsewhere:
            taken.add(person)
            return person
    return -1


def _period(rng: np.random.Generator, child: Child, start: date, need: str, alone: bool) -> date | None:
    """One period of care, its episodes added to the child. Gives the day it ended, None when it goes on."""
    adult_on = birthday(child.birth, _ADULT)
    shortest, longest = pick(rng, _LENGTH_DAYS)
    ends = start + timedelta(days=9000 if alone else between(rng, shortest, longest))
    adult = ends >= adult_on
    if adult:  # now and then a case is closed some weeks after the eighteenth birthday
        ends = adult_on + timedelta(days=between(rng, 5, 80) if chance(rng, 250) else 0)
    status = _first_status(rng, child, start, alone)
    home = f"MB{between(rng, 1, 9)} {between(rng, 1, 9)}{any_of(rng, 'ABDEFGHJ')}{any_of(rng, 'LNPQRSTU')}"
    placement = first_placement(rng, _age(child, start), alone, status)
    child.episodes.append(Episode(start, "S", status, need, placement, home))
    while True:
        following = _next_episode(rng, child)
        if following.start >= min(ends, LAST_DAY):
            break
        _close(child.episodes[-1], following.start, "X1")
        if following.reason_new in "PBTU":
            child.episodes[-1].change_reason = change_reason(rng, following.reason_new)
        child.episodes.append(following)
        if following.placement.code.startswith("A"):  # adopted within about a year
            ends, adult = min(ends, following.start + timedelta(days=between(rng, 150, 420))), False
    if ends > LAST_DAY:
        return None
    _close(child.episodes[-1], ends, _reason_ceased(rng, child.episodes[-1], adult))
    return ends


def _age(child: Child, day: date) -> int:
    return day.year - child.birth.year - ((day.month, day.day) < (child.birth.month, child.birth.day))


def _close(episode: Episode, day: date, reason: str) -> None:
    episode.end, episode.reason_ceased = day, reason


def _first_status(rng: np.random.Generator, child: Child, start: date, alone: bool) -> str:
    if alone:
        return "V2"
    if _age(child, start) >= 13:
        return pick(rng, {"V2": 78, "C1": 14, "L1": 4, "J1": 4})
    return pick(rng, {"V2": 44, "C1": 46, "L1": 5, "L2": 5})


def _next_episode(rng: np.random.Generator, child: Child) -> Episode:
    """What would come next: a change of legal status, of placement, or of both, on the earliest of their days."""
    now = child.episodes[-1]
    legal_day, status = _next_status(rng, child, now)
    move_day = now.start + timedelta(days=_days_to_move(rng, now.placement.code))
    if status == "E1" and legal_day <= move_day:
        return _follow(now, legal_day, "L", status, now.placement)
    if now.legal_status == "E1" and not now.placement.code.startswith("A"):
        day = now.start + timedelta(days=between(rng, 60, 240))
        return _follow(now, day, "P", "E1", Placement("A6", "PR1", now.placement.postcode, "SC999003"))
    if legal_day <= move_day:
        return _follow(now, legal_day, "L", status, now.placement)
    if now.placement.code == "U6" and chance(rng, 300):
        return _follow(now, move_day, "T", now.legal_status, to_long_term(now.placement))
    age = _age(child, move_day)
    both = now.legal_status == "C1" and chance(rng, 150)
    status = "C2" if both else now.legal_status
    return _follow(now, move_day, "B" if both else "P", status, next_placement(rng, age, now.placement, status))


def _follow(now: Episode, day: date, reason_new: str, status: str, placement: Placement) -> Episode:
    return Episode(day, reason_new, status, now.need, placement, now.home_postcode)


def _days_to_move(rng: np.random.Generator, code: str) -> int:
    if code.startswith("A"):
        return 4000
    if code in ("U4", "U1"):
        return between(rng, 300, 3000)
    return pick(rng, {between(rng, 7, 60): 22, between(rng, 60, 300): 36, between(rng, 300, 1500): 42})


def _next_status(rng: np.random.Generator, child: Child, now: Episode) -> tuple[date, str]:
    """The day of the next change of legal status and what it will be; a far day when none is to come."""
    far = now.start + timedelta(days=9000)
    if now.legal_status in ("L1", "L2"):
        return now.start + timedelta(days=between(rng, 2, 8)), "C1"
    if now.legal_status == "C1":
        return now.start + timedelta(days=between(rng, 150, 330)), "C2"
    if now.legal_status == "V2" and now.reason_new == "S" and child.upn != "UN4" and chance(rng, 350):
        return now.start + timedelta(days=between(rng, 14, 120)), "C1"
    young = now.legal_status == "C2" and _age(child, now.start) <= 4
    if young and chance(rng, 330) and now.placement.code != "P1":
        return now.start + timedelta(days=between(rng, 30, 150)), "E1"
    return far, now.legal_status


def _reason_ceased(rng: np.random.Generator, last: Episode, adult: bool) -> str:
    if adult:
        return pick(rng, _ADULT_ENDS)
    if last.placement.code.startswith("A"):
        return pick(rng, {"E11": 3, "E12": 5})
    if last.legal_status == "J1":
        return "E14"
    if last.legal_status in ("C1", "C2"):
        return pick(rng, {**_HOME, **_GUARDIANSHIP})
    return pick(rng, _HOME)


def _short_break_child(rng: np.random.Generator, people: People, taken: set[int], index: int) -> Child:
    """A disabled child with a series of short breaks, who counts in no figure of children looked after."""
    start = date(2021, 6, 1) + timedelta(days=between(rng, 0, 1200))
    child = _new_child(rng, people, taken, start, between(rng, 7, 12), index, False)
    place = Placement("U6", "PR1", f"MB{between(rng, 1, 9)} 4QT", "SC999001")
    home = f"MB{between(rng, 1, 9)} 2NX"
    if index % 4:
        ends = start + timedelta(days=between(rng, 300, 2500))
        child.episodes.append(Episode(start, "S", "V4", "N2", place, home))
        if ends <= LAST_DAY:
            _close(child.episodes[-1], ends, "E4A")
        return child
    for visit in range(6):
        first = start + timedelta(days=30 * visit)
        child.episodes.append(Episode(first, "S", "V3", "N2", place, home, first + timedelta(days=2), "E4A"))
    return child
