"""Who is on which roll in an academic year: one row per pupil and school."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from samples.synth.people import People
from samples.synth.schools import School
from samples.synth.terms import first_school_day, half_terms

MAIN, DUAL_MAIN, SUBSIDIARY = "C", "M", "S"
_STATUSES = np.array([MAIN, DUAL_MAIN, SUBSIDIARY])


@dataclass(frozen=True)
class Enrolments:
    """One entry per enrolment in every array.

    ``start`` and ``end`` are the first and last day on roll within the year (ordinals), ``entry`` the day of first
    entry to the school; ``left`` is True where the pupil left before the year's end.
    """

    person: np.ndarray
    school: np.ndarray
    start: np.ndarray
    end: np.ndarray
    entry: np.ndarray
    left: np.ndarray
    status: np.ndarray
    age: np.ndarray

    def where(self, keep: np.ndarray) -> "Enrolments":
        return Enrolments(*(getattr(self, field.name)[keep] for field in fields(self)))


def year_group(age: int) -> str:
    """National curriculum year group of an age at the start of the academic year."""
    return {3: "N2", 4: "R"}.get(age, str(age - 4))


def enrolments_of(people: People, schools: tuple[School, ...], year: int) -> Enrolments:
    """Every enrolment of the academic year that starts in ``year``, sorted by school and UPN."""
    first, last = half_terms(year)[0].start.toordinal(), half_terms(year)[5].end.toordinal()
    age = year - people.cohort - 1
    base, enrolled = _base_school(people, schools, age)
    here = np.maximum(first, people.arrive_day)
    until = np.where(people.leave_day > 0, np.minimum(last, people.leave_day), last)
    move_age = _academic_years(people.move_day) - people.cohort - 1
    moves = (people.move_day > 0) & (move_age >= 5) & (move_age <= 14) & ((move_age <= 10) == (age <= 10)) & (age <= 15)
    to_unit = (people.unit_day > 0) & (age >= 12) & (age <= 15)
    whole = to_unit & ~people.dual
    stop = np.where(moves, people.move_day - 1, np.where(whole, people.unit_day - 1, last))
    dual_now = to_unit & people.dual & (people.unit_day <= last)
    other = np.where(age <= 10, people.other_primary, people.other_secondary)
    stays_put = moves & (other == base)
    moves, stop = moves & ~stays_put, np.where(stays_put, last, stop)
    segments = (
        (enrolled, base, here, np.minimum(until, stop), _first_entry(people, age), np.where(dual_now, 1, 0)),
        (enrolled & moves, other, np.maximum(here, people.move_day), until, people.move_day, np.zeros_like(age)),
        (to_unit, people.unit, np.maximum(here, people.unit_day), until, people.unit_day, np.where(people.dual, 2, 0)),
    )
    return _joined(people, segments, age, last)


def _base_school(people: People, schools: tuple[School, ...], age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The school of each child's age, and whether the child goes to one."""
    sixth_form = next(s.index for s in schools if s.phase == "Secondary")
    at_special = (people.special >= 0) & (age >= 5)
    school = np.where(age <= 10, people.primary, np.where(age >= 16, sixth_form, people.secondary))
    enrolled = ((age >= 4) & (age <= 15)) | ((age == 3) & people.nursery)
    enrolled |= (age >= 16) & (age <= 17) & (people.sixth_form | at_special)
    return np.where(at_special, people.special, school), enrolled


def _first_entry(people: People, age: np.ndarray) -> np.ndarray:
    entry_age = np.where(people.special >= 0, 5, np.where(age <= 10, np.minimum(age, 4), np.where(age >= 16, 16, 11)))
    entry_age = np.minimum(entry_age, age)
    first_days = {year: first_school_day(year).toordinal() for year in range(2000, 2027)}
    years = (people.cohort + 1 + entry_age).tolist()
    return np.maximum(people.arrive_day, np.array([first_days[year] for year in years]))


def _academic_years(days: np.ndarray) -> np.ndarray:
    starts = np.array([date(year, 9, 1).toordinal() for year in range(2020, 2027)])
    return 2019 + np.searchsorted(starts, days, side="right")


def _joined(people: People, segments: tuple, age: np.ndarray, last: int) -> Enrolments:
    rows = []
    for chosen, school, start, end, entry, status in segments:
        person = np.flatnonzero(chosen & (start <= end) & (school >= 0))
        rows.append([person, *(values[person] for values in (school, start, end, entry, status, age))])
    person, school, start, end, entry, status, ages = (np.concatenate(column) for column in zip(*rows, strict=True))
    numbers = np.array(people.upn)[person]
    order = np.lexsort((numbers, school))
    joined = Enrolments(person, school, start, end, entry, end < last, _STATUSES[status], ages)
    return joined.where(order)
