"""The children of a synthetic council, born over two decades, each with a school career and a lasting inclination."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from samples.synth.dice import share, stream
from samples.synth.schools import PHASES, School
from samples.synth.upn import upn

LA_CODE = "999"
OTHER_LA_CODES = ("995", "996", "997", "998")
FIRST_COHORT, LAST_COHORT = 2003, 2024
_FIRST_EVENT, _LAST_EVENT = date(2022, 9, 12).toordinal(), date(2025, 6, 27).toordinal()


@dataclass(frozen=True)
class People:
    """One entry per child in every array. A cohort is born from 1 September of its year to 31 August of the next.

    Days are ordinals, 0 where nothing happens. ``rank`` (0 to 9999) is how much the child is inclined to be absent.
    School numbers are indexes into the council's schools.
    """

    cohort: np.ndarray
    birth: np.ndarray
    female: np.ndarray
    upn: list[str]
    rank: np.ndarray
    primary: np.ndarray
    secondary: np.ndarray
    other_primary: np.ndarray
    other_secondary: np.ndarray
    special: np.ndarray  # index of the special school, -1 for none
    unit: np.ndarray  # index of the pupil referral unit, -1 for none
    unit_day: np.ndarray
    dual: np.ndarray
    move_day: np.ndarray
    arrive_day: np.ndarray
    leave_day: np.ndarray
    nursery: np.ndarray
    sixth_form: np.ndarray
    boarder: np.ndarray
    faith: np.ndarray
    traveller: np.ndarray


def make_people(pupils: int, seed: int, schools: tuple[School, ...]) -> People:
    """Children enough for about ``pupils`` of them to be on a roll at any time."""
    rng = stream(seed, 1)
    per_cohort = max(4, pupils * 10 // 124)
    cohort = np.repeat(np.arange(FIRST_COHORT, LAST_COHORT + 1), per_cohort)
    size = len(cohort)
    by_phase = {phase: [school.index for school in schools if school.phase == phase] for phase in PHASES}
    special = np.where(share(rng, size, 32), _schools_of(rng, by_phase["Special"], size), -1)
    in_unit = share(rng, size, 105) & (special < 0)
    moves = share(rng, size, 110) & (special < 0) & ~in_unit
    arrive_day = np.where(share(rng, size, 90), _days(rng, size), 0)
    birth = _births(rng, cohort)
    primary = _schools_of(rng, by_phase["Primary"], size)
    rank = rng.integers(10_000, size=size)
    return People(
        cohort=cohort,
        birth=birth,
        female=share(rng, size, 489),
        upn=_numbers(cohort, primary, special, arrive_day, schools),
        rank=np.where(in_unit, 7000 + rank * 3 // 10, rank),
        primary=primary,
        secondary=_schools_of(rng, by_phase["Secondary"], size),
        other_primary=_schools_of(rng, by_phase["Primary"], size),
        other_secondary=_schools_of(rng, by_phase["Secondary"], size),
        special=special,
        unit=np.where(in_unit, _schools_of(rng, by_phase["PRU"], size), -1),
        unit_day=np.where(in_unit, _unit_days(rng, cohort), 0),
        dual=in_unit & share(rng, size, 350),
        move_day=np.where(moves, _days(rng, size), 0),
        arrive_day=arrive_day,
        leave_day=np.where(share(rng, size, 80) & (arrive_day == 0), _days(rng, size), 0),
        nursery=share(rng, size, 160),
        sixth_form=share(rng, size, 220),
        boarder=(special >= 0) & share(rng, size, 90),
        faith=share(rng, size, 60),
        traveller=share(rng, size, 4),
    )


def _schools_of(rng: np.random.Generator, indexes: list[int], size: int) -> np.ndarray:
    """A school for each child; schools differ in size."""
    tickets = np.repeat(np.array(indexes), [70 + 29 * (index % 3) for index in indexes])
    return tickets[rng.integers(len(tickets), size=size)]


def _births(rng: np.random.Generator, cohort: np.ndarray) -> np.ndarray:
    first = np.array([date(year, 9, 1).toordinal() for year in range(FIRST_COHORT, LAST_COHORT + 2)])
    start, end = first[cohort - FIRST_COHORT], first[cohort - FIRST_COHORT + 1]
    return start + rng.integers(1_000_000, size=len(cohort)) * (end - start) // 1_000_000


def _days(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.integers(_FIRST_EVENT, _LAST_EVENT, size=size)


def _unit_days(rng: np.random.Generator, cohort: np.ndarray) -> np.ndarray:
    """A day between the October of year 8 and the March of year 11."""
    first = np.array([date(year + 13, 10, 1).toordinal() for year in range(FIRST_COHORT, LAST_COHORT + 1)])
    return first[cohort - FIRST_COHORT] + rng.integers(1270, size=len(cohort))


def _numbers(
    cohort: np.ndarray, primary: np.ndarray, special: np.ndarray, arrive_day: np.ndarray, schools: tuple[School, ...]
) -> list[str]:
    """A UPN for each child, given by the first school; children who arrive bring one of another council."""
    serials: dict[tuple[str, int, int], int] = {}
    numbers = []
    for place, (year, first, second, arrived) in enumerate(
        zip(cohort.tolist(), primary.tolist(), special.tolist(), arrive_day.tolist(), strict=True)
    ):
        council = OTHER_LA_CODES[place % 4] if arrived else LA_CODE
        establishment = schools[second if second >= 0 else first].establishment
        key = (council, establishment, year + 5)
        serials[key] = serials.get(key, 0) + 1
        numbers.append(upn(council, establishment, year + 5, serials[key]))
    return numbers
