"""Unique pupil numbers with a right check letter."""

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S: they are read as digits


def check_letter(digits: str) -> str:
    """The letter that goes before twelve digits: the digits weighted 2 to 13, summed, modulo 23."""
    return CHECK_LETTERS[sum(weight * int(digit) for weight, digit in enumerate(digits, start=2)) % 23]


def upn(la_code: str, establishment: int, year: int, serial: int) -> str:
    """Check letter, council, school that gave it, year in which it was given, running number."""
    digits = f"{la_code}{establishment:04d}{year % 100:02d}{serial:03d}"
    return check_letter(digits) + digits


def with_wrong_letter(number: str) -> str:
    """The same number with the next letter of the alphabet of check letters."""
    place = CHECK_LETTERS.index(number[0])
    return CHECK_LETTERS[(place + 1) % 23] + number[1:]
