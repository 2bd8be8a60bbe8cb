"""The schools of a synthetic council."""

from dataclasses import dataclass

FIRST_URN = 900001
PHASES = ("Primary", "Secondary", "Special", "PRU")
_ESTABLISHMENTS = {"Primary": 2001, "Secondary": 4001, "Special": 7001, "PRU": 1101}
_KNOWN_NAMES = {
    "Primary": (
        "Alder Brook Primary School",
        "Canal Street Primary School",
        "Fernley Primary School",
        "St Werburgh's Catholic Primary School",
        "The Meadows Primary School",
        "Wharfside Community Primary School",
    ),
    "Secondary": ("Merebridge Academy", "Northmere High School"),
    "Special": ("Rowan Bank School",),
    "PRU": ("The Bridge Centre",),
}
_FIRST_PARTS = ("Ash", "Birch", "Brook", "Cross", "Dale", "Elm", "Field", "Grange", "Hazel", "Holly", "Lime", "Mill")
_SECOND_PARTS = ("bank", "croft", "fold", "gate", "hurst", "ley", "moor", "side", "ton", "well", "wick", "wood")
_ENDINGS = {
    "Primary": "Primary School",
    "Secondary": "High School",
    "Special": "Special School",
    "PRU": "Pupil Referral Unit",
}


@dataclass(frozen=True)
class School:
    """A school; ``establishment`` is the number within the council that its pupils' UPNs carry."""

    index: int
    urn: str
    establishment: int
    name: str
    phase: str


def plan_schools(pupils: int) -> tuple[School, ...]:
    """So many schools of each phase as a council with so many pupils has; small councils have small schools."""
    primary_size = min(280, max(30, pupils * 7 // 80))
    secondary_size = min(1050, max(60, pupils * 21 // 100))
    counts = {
        "Primary": max(2, pupils * 53 // 100 // primary_size),
        "Secondary": max(1, pupils * 43 // 100 // secondary_size),
        "Special": max(1, pupils // 4500),
        "PRU": max(1, pupils // 9000),
    }
    wanted = [(phase, number) for phase in PHASES for number in range(counts[phase])]
    return tuple(_school(index, phase, number) for index, (phase, number) in enumerate(wanted))


def _school(index: int, phase: str, number: int) -> School:
    establishment = _ESTABLISHMENTS[phase] + number
    return School(index, str(FIRST_URN + index), establishment, _name(phase, number), phase)


def _name(phase: str, number: int) -> str:
    known = _KNOWN_NAMES[phase]
    if number < len(known):
        return known[number]
    left, right = number % 12, number // 12 % 12
    again = number // 144
    place = f"{_FIRST_PARTS[left]}{_SECOND_PARTS[(left + right) % 12]}" + (f" {again + 1}" if again else "")
    return f"{place} {_ENDINGS[phase]}"
