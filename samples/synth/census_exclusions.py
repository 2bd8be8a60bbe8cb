"""The school census's own record of exclusions, two terms behind, in the layout of COLLECT's Blade export.

The census agrees with the schools' notifications in most rows. Where it does not, DEFECTS.csv lists the row.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from samples.synth.census import SCHOOL_HEADER, blade_date, school_line
from samples.synth.enrolments import year_group
from samples.synth.exclusions import LUNCHTIME, PERMANENT, Exclusion
from samples.synth.notifications import Spans, sen_provision
from samples.synth.registers import boarder, sex
from samples.synth.schools import School
from samples.synth.terms import HalfTerm, half_terms
from samples.synth.town import Town

EXTRACT, SUPPLIER = "census_exclusions", "collect"
_PUPIL = "upn,dob,sex,entrydate,ncyearactual,enrolstatus,boarder,senprovision"
PUPIL_HEADER = f"pupilonrolltableid,NativeId,pupilonrollorderseqcolumn,sourceid,schoolcensustableid,{_PUPIL}"
LEAVER_HEADER = (
    "pupilnolongeronrolltableid,NativeId,pupilnolongeronrollorderseqcolumn,sourceid,schoolcensustableid,"
    f"{_PUPIL},leavingdate"
)
_EXCLUSION = "startdate,sessions,reason1,reason2,reason3,category,senprovision"
EXCLUSION_HEADER = (
    "pupilonrolltableid,NativeId,termlyexclusionsonrolltableid,termlyexclusionsonrollorderseqcolumn,sourceid,"
    f"{_EXCLUSION}"
)
LEAVER_EXCLUSION_HEADER = (
    "pupilnolongeronrolltableid,NativeId,termlyexclusionsoffrolltableid,termlyexclusionsoffrollorderseqcolumn,"
    f"sourceid,{_EXCLUSION}"
)


@dataclass
class CensusExclusions:
    """Lines of the five files of one term, headers first: line number = place in the list + 1."""

    last: HalfTerm
    schools: list[str] = field(default_factory=lambda: [SCHOOL_HEADER])
    pupils: list[str] = field(default_factory=lambda: [PUPIL_HEADER])
    leavers: list[str] = field(default_factory=lambda: [LEAVER_HEADER])
    exclusions: list[str] = field(default_factory=lambda: [EXCLUSION_HEADER])
    leaver_exclusions: list[str] = field(default_factory=lambda: [LEAVER_EXCLUSION_HEADER])
    keys: dict[tuple[int, int], str] = field(default_factory=dict)  # by person and school

    @property
    def files(self) -> dict[str, list[str]]:
        return {
            "schoolcensus.csv.gz": self.schools,
            "pupilonroll.csv.gz": self.pupils,
            "pupilnolongeronroll.csv.gz": self.leavers,
            "termlyexclusionsonroll.csv.gz": self.exclusions,
            "termlyexclusionsoffroll.csv.gz": self.leaver_exclusions,
        }


def make_census_exclusions(
    town: Town, exclusions: list[Exclusion], plans: dict[str, Spans], year: int, term: int
) -> CensusExclusions:
    """One term of all schools. ``term``: 1 autumn, 2 spring, 3 summer. What was withdrawn since is not in it."""
    first, last = half_terms(year)[2 * term - 2], half_terms(year)[2 * term - 1]
    made = CensusExclusions(last)
    for school in town.schools:
        made.schools.append(school_line(school, last, len(made.schools)))
        _add_pupils(made, town, school, plans, first.start)
    for each in exclusions:
        if first.start <= each.start <= last.end and each.category != LUNCHTIME and not each.rescinded:
            add_exclusion(made, town, each, plans)
    return made


def add_exclusion(made: CensusExclusions, town: Town, each: Exclusion, plans: dict[str, Spans]) -> tuple[str, str, int]:
    """Append an exclusion to the table that its pupil belongs to. Gives table, file and line number."""
    key = made.keys[each.person, each.school.index]
    is_leaver = key.startswith("l")
    lines, letter = (made.leaver_exclusions, "f") if is_leaver else (made.exclusions, "e")
    reasons = ",".join((*each.reasons, "", "")[:3])
    sessions = "" if each.category == PERMANENT else f"{each.sessions}.0"
    number = len(lines)
    lines.append(
        f"{key},SCH1,{letter}{number:06d},{number},s1,{blade_date(each.start)},{sessions},{reasons},"
        f"{each.category},{sen_provision(town, each.person, each.start, plans)}"
    )
    if is_leaver:
        return "census_leaver_exclusion", "termlyexclusionsoffroll.csv.gz", len(lines)
    return "census_exclusion", "termlyexclusionsonroll.csv.gz", len(lines)


def _add_pupils(made: CensusExclusions, town: Town, school: School, plans: dict[str, Spans], first: date) -> None:
    """Everybody on the school's roll during the term; those who left before its end in the table of leavers."""
    people, roll = town.people, town.roll(school, made.last.year)
    last = made.last.end.toordinal()
    for row in np.flatnonzero((roll.start <= last) & (roll.end >= first.toordinal())).tolist():
        person, has_left = int(roll.person[row]), bool(roll.left[row]) and int(roll.end[row]) < last
        lines = made.leavers if has_left else made.pupils
        number = len(lines)
        key = f"{'l' if has_left else 'p'}{number:06d}"
        birth, entry = date.fromordinal(int(people.birth[person])), date.fromordinal(int(roll.entry[row]))
        values = (
            *(key, "SCH1", str(number), "s1", f"c{school.index:05d}", people.upn[person], blade_date(birth)),
            *(sex(people, person), blade_date(entry), year_group(int(roll.age[row])), str(roll.status[row])),
            *(boarder(people, person, school), sen_provision(town, person, made.last.end, plans)),
        )
        leaving = f",{blade_date(date.fromordinal(int(roll.end[row])))}" if has_left else ""
        lines.append(",".join(values) + leaving)
        made.keys[person, school.index] = key
