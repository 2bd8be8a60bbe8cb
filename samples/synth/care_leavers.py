"""How care leavers fare: whether the council is in touch, what they do, where they live, year by year."""

from datetime import date
from typing import NamedTuple

import numpy as np

from samples.synth.dice import chance, pick

_IN_TOUCH = {"YES": 915, "NO": 35, "REFU": 22, "NREQ": 12, "RHOM": 12, "DIED": 4}
_ACTIVITIES = {
    "F1": 7, "F2": 24, "F4": 4, "F5": 17, "P2": 4, "P4": 1, "P5": 6, "G4": 13, "G5": 18, "G6": 6,
}  # fmt: skip
_ACCOMMODATION = {
    "B1": 12, "C1": 4, "D1": 17, "E1": 6, "K1": 7, "T1": 2, "U1": 33, "Y1": 1, "Z1": 11, "G1": 1,
    "B2": 1, "D2": 1, "K2": 1, "R2": 1, "S2": 2, "U2": 1, "V2": 1, "W2": 1, "X2": 2,
}  # fmt: skip
_LASTING = ("DIED", "RHOM")
NOTHING_KNOWN = "0"


class Situation(NamedTuple):
    """What the OC3 table asks: codes of IN_TOUCH, ACTIV and ACCOM."""

    in_touch: str
    activity: str
    accommodation: str


def financial_year(day: date) -> int:
    """The calendar year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def situations(rng: np.random.Generator, first: date, last: date) -> dict[int, Situation]:
    """The situation in each financial year between two days; two years in three it stays as it was."""
    by_year: dict[int, Situation] = {}
    now = _situation(rng)
    for year in range(financial_year(first), financial_year(last) + 1):
        by_year[year] = now
        if now.in_touch not in _LASTING and chance(rng, 330):
            now = _situation(rng)
    return by_year


def _situation(rng: np.random.Generator) -> Situation:
    in_touch = pick(rng, _IN_TOUCH)
    activity, accommodation = pick(rng, _ACTIVITIES), pick(rng, _ACCOMMODATION)
    if in_touch != "YES":
        return Situation(in_touch, NOTHING_KNOWN, NOTHING_KNOWN)
    return Situation(in_touch, activity, accommodation)
