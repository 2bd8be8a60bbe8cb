"""Early help assessments: families' first help, before or instead of children's social care."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from samples.synth.children_in_need import FIRST_NUMBER
from samples.synth.dice import any_of, between, chance, pick, stream
from samples.synth.people import LA_CODE, People

_FIRST_DAY, _LAST_DAY = date(2021, 10, 1), date(2025, 6, 30)
_PER_10_000 = (240, 330)  # assessments a year, at the beginning and at the end
_ORGANISATIONS = {
    "Early Help Locality North": 26, "Early Help Locality South": 24, "Health visiting service": 12,
    "Family Hub": 14, "Voluntary sector family support": 6, "School": 18,
}  # fmt: skip
_OLDEST = 17


class EarlyHelp(NamedTuple):
    """An early help assessment of one child. ``completed`` may lie after the day that a file runs to."""

    number: int
    female: bool
    birth: date
    start: date
    completed: date
    organisation: str


def make_early_help(people: People, looked_after: set[str], seed: int, population: int) -> list[EarlyHelp]:
    """Assessments since October 2021, in order of their start. ``looked_after``: UPNs of children who never need it."""
    rng = stream(seed, 43)
    begins, ends = _PER_10_000
    every = population * (begins + ends) * (_LAST_DAY - _FIRST_DAY).days // (2 * 10_000 * 365)
    own = [person for person, upn in enumerate(people.upn) if upn[1:4] == LA_CODE and upn not in looked_after]
    made: list[EarlyHelp] = []
    for index in range(every):
        start = _working_week(_FIRST_DAY + timedelta(days=_offset(index, every)))
        completed = start + timedelta(days=between(rng, 15, 65))
        organisation = pick(rng, _ORGANISATIONS)
        if len(made) > 20 and chance(rng, 60):  # a child who had one some time ago has another
            again = made[-between(rng, 20, min(len(made), 200))]
            made.append(again._replace(start=start, completed=completed, organisation=organisation))
        else:
            person = _someone(rng, people, own, start)
            birth = date.fromordinal(int(people.birth[person]))
            female = bool(people.female[person])
            made.append(EarlyHelp(FIRST_NUMBER + person, female, birth, start, completed, organisation))
    return made


def _someone(rng: np.random.Generator, people: People, own: list[int], day: date) -> int:
    """A child of up to 16 on a day."""
    while True:
        person = any_of(rng, own)
        if 30 <= day.toordinal() - int(people.birth[person]) < _OLDEST * 365:
            return person


def _offset(index: int, every: int) -> int:
    """Days after the first: assessments come ever closer, as their yearly number grows evenly."""
    begins, ends = _PER_10_000
    days = (_LAST_DAY - _FIRST_DAY).days
    evenly = days * index // every
    return evenly + (ends - begins) * evenly * (days - evenly) // ((ends + begins) * days)


def _working_week(day: date) -> date:
    """The Friday before, for a day of a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
