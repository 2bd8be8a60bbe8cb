"""Session-level registers: a roll and its marks for each school and term."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from samples.synth.attendance import CODES, NO_MARK, half_term_marks
from samples.synth.enrolments import Enrolments, year_group
from samples.synth.people import People
from samples.synth.schools import School
from samples.synth.terms import term_at
from samples.synth.town import Town

EXTRACT = "attendance_register"
ROLL_HEADER = "upn,urn,date_of_birth,sex,year_group,enrolment_status,boarder,entry_date,leaving_date"
MARKS_HEADER = "upn,urn,date,session,mark"


@dataclass
class Register:
    """Lines of the two files, headers first: line number = place in the list + 1."""

    school: School
    data_to: date
    roll: list[str]
    marks: list[str]


def make_register(town: Town, school: School, data_to: date) -> Register:
    """One school's register of the term that runs on ``data_to``, up to that day."""
    scenes = [half_term_marks(town, school, each) for each in term_at(data_to) if each.start <= data_to]
    days = [day for scene in scenes for day in scene.days]
    codes = np.concatenate([scene.codes for scene in scenes], axis=1)
    codes[:, np.repeat([day > data_to for day in days], 2)] = NO_MARK
    roll = scenes[0].roll
    begins, ends = scenes[0].half_term.start.toordinal(), min(data_to, scenes[-1].half_term.end).toordinal()
    on_roll = np.flatnonzero((roll.start <= ends) & (roll.end >= begins)).tolist()
    roll_lines = [_roll_line(town.people, roll, row, school, ends) for row in on_roll]
    heads = [f"{town.people.upn[int(roll.person[row])]},{school.urn}," for row in on_roll]
    return Register(
        school, data_to, [ROLL_HEADER, *roll_lines], [MARKS_HEADER, *_mark_lines(heads, days, codes[on_roll])]
    )


def _roll_line(people: People, roll: Enrolments, row: int, school: School, ends: int) -> str:
    person = int(roll.person[row])
    has_left = bool(roll.left[row]) and int(roll.end[row]) <= ends
    values = (
        people.upn[person],
        school.urn,
        date.fromordinal(int(people.birth[person])).isoformat(),
        sex(people, person),
        year_group(int(roll.age[row])),
        str(roll.status[row]),
        boarder(people, person, school),
        date.fromordinal(int(roll.entry[row])).isoformat(),
        date.fromordinal(int(roll.end[row])).isoformat() if has_left else "",
    )
    return ",".join(values)


def sex(people: People, person: int) -> str:
    """F or M, as the school census has it."""
    return "F" if people.female[person] else "M"


def boarder(people: People, person: int, school: School) -> str:
    """Primary schools leave the field empty; others say B or N."""
    if school.phase == "Primary":
        return ""
    return "B" if people.boarder[person] and school.phase == "Special" else "N"


def _mark_lines(heads: list[str], days: list[date], codes: np.ndarray) -> Iterator[str]:
    slots = [f"{day.isoformat()},{session}," for day in days for session in ("AM", "PM")]
    for head, row in zip(heads, codes.tolist(), strict=True):
        for slot, code in zip(slots, row, strict=True):
            if code != NO_MARK:
                yield head + slot + CODES[code]
