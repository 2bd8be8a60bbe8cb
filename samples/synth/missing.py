"""When children looked after are missing from their placement, or away from it without authorisation."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from samples.synth.dice import between, chance, pick

# Mean days between two absences, as often as its weight says; 0 for a child who is never missing.
_DAYS_BETWEEN = {0: 66, 420: 16, 150: 11, 45: 5, 16: 2}
_KINDS = {"M": 78, "A": 22}
_LENGTH_DAYS = {0: 46, 1: 34, 2: 10, 4: 6, 11: 3, 26: 1}


class Absence(NamedTuple):
    """One absence from a placement. ``kind``: M missing, A away without authorisation."""

    kind: str
    start: date
    end: date


def absences(rng: np.random.Generator, spans: list[tuple[date, date]]) -> list[Absence]:
    """Absences within spans of care (first day, last day), which do not overlap and end before the care does."""
    mean = pick(rng, _DAYS_BETWEEN)
    found: list[Absence] = []
    for first, last in spans:
        day = first
        while mean:
            day += timedelta(days=between(rng, 1, 2 * mean))
            end = day + timedelta(days=pick(rng, _LENGTH_DAYS) + int(chance(rng, 300)))
            if end >= last:
                break
            found.append(Absence(pick(rng, _KINDS), day, end))
            day = end
    return found
