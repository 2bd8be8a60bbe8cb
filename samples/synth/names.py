"""Invented names and addresses, as files about people hold them; the pipeline must never keep one."""

from datetime import date

_GIRLS = ("Amelia", "Bethany", "Chloe", "Daisy", "Erin", "Fatima", "Grace", "Holly", "Isla", "Jasmine", "Keira", "Lily")
_BOYS = ("Adam", "Ben", "Callum", "Daniel", "Ethan", "Finley", "George", "Hassan", "Isaac", "Jack", "Kian", "Leo")
_FAMILIES = (
    *("Ainscough", "Barlow", "Clegg", "Duckworth", "Entwistle", "Fairhurst", "Greenhalgh", "Hussain", "Ireland"),
    *("Jolley", "Kershaw", "Lomax", "Moss", "Naylor", "Ogden", "Pilling", "Rigby", "Shaw", "Tootill", "Unsworth"),
    *("Vose", "Winstanley", "Yates"),
)
_STREETS = ("Canal Street", "Mill Lane", "Wharf Road", "Station Road", "Lock Close", "Meadow Way", "Church Street")


def given_name(birth: date, female: bool) -> str:
    """A first name that stays the same in every file."""
    names = _GIRLS if female else _BOYS
    return names[birth.toordinal() * 7 % len(names)]


def family_name(number: str) -> str:
    """A family name by the digits of a pupil number."""
    return _FAMILIES[_digits(number) % len(_FAMILIES)]


def street(number: str) -> str:
    """House and street."""
    digits = _digits(number)
    return f"{digits % 90 + 1} {_STREETS[digits % len(_STREETS)]}"


def postcode(number: str) -> str:
    """A postcode in an area that no post goes to."""
    digits = _digits(number)
    return f"MB{digits % 9 + 1} {digits // 9 % 9 + 1}{'ABDEFGHJ'[digits % 8]}{'LNPQRSTU'[digits // 8 % 8]}"


def _digits(number: str) -> int:
    return int("".join(character for character in number if character.isdigit()))
