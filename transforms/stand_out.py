"""Schools that stand out from the other schools of their phase by more than chance would have it.

The share of a school's pupils is compared with that of all pupils of the same phase in the council's area, by Wilson's
interval that holds 998 of 1,000 times: of a hundred schools, chance accuses one in five years. The smaller a school,
the wider its interval, so that a few pupils accuse nobody.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 3.0902  # standard deviations that 998 of 1,000 lie within
_LEAST_SCHOOLS = 2  # a phase's only school is its own average

# Shares of pupils, of whom each counts once. Shares of sessions are left out: those of one pupil go together.
SHARES_OF_PUPILS = (
    *("persistent_absence_rate", "severe_absence_rate"),
    *("suspended_pupils_rate", "excluded_pupils_rate", "attainment_headline_rate"),
)


@dataclass(frozen=True)
class SchoolShare:
    """How many of a school's pupils a figure counts."""

    indicator_id: str
    urn: str
    name: str
    phase: str
    counted: int
    pupils: int


@dataclass(frozen=True)
class StandsOut:
    """A school beside the other schools of its phase, in per cent: its share, the interval, and that of the phase."""

    school: SchoolShare
    share: float
    low: float
    high: float
    of_phase: float

    @property
    def is_higher(self) -> bool:
        return self.low > self.of_phase


def standing_out(schools: Iterable[SchoolShare]) -> tuple[StandsOut, ...]:
    """The schools whose interval leaves out the share of their phase, the furthest from it first."""
    groups: dict[tuple[str, str], list[SchoolShare]] = defaultdict(list)
    for school in schools:
        if school.pupils > 0 and school.counted <= school.pupils:  # more are counted than there are where many leave
            groups[school.indicator_id, school.phase].append(school)
    found = [each for group in groups.values() if len(group) >= _LEAST_SCHOOLS for each in _apart(group)]
    return tuple(sorted(found, key=lambda each: (each.school.indicator_id, -abs(each.share - each.of_phase))))


def wilson(counted: int, of: int) -> tuple[float, float]:
    """The interval of a share in per cent, by Wilson's score: never below nought nor above the whole."""
    share, spread = counted / of, _Z**2 / of
    middle = share + spread / 2
    reach = _Z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, 100 * (middle - reach) / (1 + spread)), min(100.0, 100 * (middle + reach) / (1 + spread))


def _apart(group: list[SchoolShare]) -> Iterable[StandsOut]:
    of_phase = 100 * sum(school.counted for school in group) / sum(school.pupils for school in group)
    for school in group:
        low, high = wilson(school.counted, school.pupils)
        if not low <= of_phase <= high:
            yield StandsOut(school, 100 * school.counted / school.pupils, low, high, of_phase)
