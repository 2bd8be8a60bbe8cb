"""Everything about a synthetic council that its files are drawn from: schools, children, who is on which roll."""

from dataclasses import dataclass

import numpy as np

from samples.synth.enrolments import Enrolments, enrolments_of
from samples.synth.people import People, make_people
from samples.synth.schools import School, plan_schools

YEARS = (2022, 2023, 2024)  # academic years that the files reach into, by the year in which they start


@dataclass(frozen=True)
class Town:
    """A council's schools and children. ``rolls``: by the year in which the academic year starts."""

    seed: int
    schools: tuple[School, ...]
    people: People
    rolls: dict[int, Enrolments]

    def roll(self, school: School, year: int) -> Enrolments:
        """One school's enrolments of an academic year."""
        enrolments = self.rolls[year]
        return enrolments.where(enrolments.school == school.index)

    def present(self, year: int, day: int) -> np.ndarray:
        """Pupils on roll on a day (an ordinal), by school."""
        enrolments = self.rolls[year]
        on_roll = (enrolments.start <= day) & (enrolments.end >= day)
        return np.bincount(enrolments.school[on_roll], minlength=len(self.schools))


def make_town(pupils: int, seed: int) -> Town:
    """A council of about so many pupils."""
    schools = plan_schools(pupils)
    people = make_people(pupils, seed, schools)
    return Town(seed, schools, people, {year: enrolments_of(people, schools, year) for year in YEARS})
