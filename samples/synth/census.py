"""Half-term counts of sessions for all schools, in the layout of the school census's COLLECT Blade export."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from samples.synth.attendance import CODE, CODES, REGULATIONS_CHANGED, Scene, half_term_marks
from samples.synth.enrolments import year_group
from samples.synth.people import LA_CODE
from samples.synth.registers import boarder, sex
from samples.synth.schools import School
from samples.synth.terms import HalfTerm
from samples.synth.town import Town

EXTRACT = "census_sessions"
SUPPLIER = "collect"
SCHOOL_HEADER = (
    "schoolcensustableid,NativeId,schoolcensusorderseqcolumn,sourceid,collection,"
    "term,year,referencedate,lea,estab,urn,name"
)
PUPIL_HEADER = (
    "pupilonrolltableid,NativeId,pupilonrollorderseqcolumn,sourceid,schoolcensustableid,"
    "upn,dob,sex,entrydate,ncyearactual,enrolstatus,boarder,termlysessionspossible"
)
SESSION_HEADER = (
    "pupilonrolltableid,NativeId,termlysessiondetailsonrolltableid,termlysessiondetailsonrollorderseqcolumn,"
    "sourceid,sessions,attendancereason"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TERMS = {1: "AUT", 2: "AUT", 3: "SPR", 4: "SPR", 5: "SUM", 6: "SUM"}
_NOT_POSSIBLE = [CODES.index(code) for code in ("X", "Q", "Y1", "Y3", "Y", "#")]


@dataclass
class Census:
    """Lines of the three files of one half-term, headers first: line number = place in the list + 1."""

    half_term: HalfTerm
    schools: list[str]
    pupils: list[str]
    sessions: list[str]


def make_census(town: Town, half_term: HalfTerm) -> Census:
    """Counts of every school in one half-term; pupils who left during it are listed with the others."""
    census = Census(half_term, [SCHOOL_HEADER], [PUPIL_HEADER], [SESSION_HEADER])
    for school in town.schools:
        census.schools.append(school_line(school, half_term, len(census.schools)))
        scene = half_term_marks(town, school, half_term)
        counts = np.stack([(scene.codes == index).sum(axis=1) for index in range(len(CODES))], axis=1)
        for row in np.flatnonzero(counts.sum(axis=1)).tolist():
            _add_pupil(census, scene, row, counts[row])
    return census


def blade_date(day: date) -> str:
    """``2025-Feb-14 00:00:00``, English month names whatever the machine's language."""
    return f"{day.year}-{MONTHS[day.month - 1]}-{day.day:02d} 00:00:00"


def school_line(school: School, half_term: HalfTerm, number: int) -> str:
    """The school's own row of a census, whose census day is the day before the half-term ends."""
    name = "PRU Census" if school.phase == "PRU" else "School Census"
    day = half_term.end - timedelta(days=1)
    return (
        f"c{school.index:05d},SCH1,{number},s1,SC,{_TERMS[half_term.number]},{day.year},{blade_date(day)},"
        f"{LA_CODE},{school.establishment},{school.urn},{name}"
    )


def _add_pupil(census: Census, scene: Scene, row: int, counts: np.ndarray) -> None:
    people, roll, number = scene.town.people, scene.roll, len(census.pupils)
    person, key = int(roll.person[row]), f"p{number:07d}"
    birth, entry = (date.fromordinal(int(day)) for day in (people.birth[person], roll.entry[row]))
    # Until 2024 a pupil marked D, expected at another school, was taken as present.
    not_possible = [*_NOT_POSSIBLE, CODE["D"]] if census.half_term.year >= REGULATIONS_CHANGED else _NOT_POSSIBLE
    possible = int(counts.sum() - counts[not_possible].sum())
    census.pupils.append(
        f"{key},SCH1,{number},s1,c{scene.school.index:05d},{people.upn[person]},{blade_date(birth)},"
        f"{sex(people, person)},{blade_date(entry)},{year_group(int(roll.age[row]))},{roll.status[row]},"
        f"{boarder(people, person, scene.school)},{possible}"
    )
    for index in np.flatnonzero(counts).tolist():
        serial = len(census.sessions)
        census.sessions.append(f"{key},SCH1,t{serial:08d},{serial},s1,{counts[index]},{CODES[index]}")
