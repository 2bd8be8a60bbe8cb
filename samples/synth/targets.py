"""Targets and ceilings that every synthetic council has set. Some measures have none on purpose."""

_PLAN, _SCHOOL_YEAR, _PLACES = ("RN", "2025-03-20"), ("SO", "2024-09-16"), ("SO", "2025-01-20")
_MONEY, _EDUCATION = ("HB", "2025-03-20"), ("SO", "2025-03-20")


def _of(year: str, by: tuple[str, str], rows: str) -> tuple[tuple[str, ...], ...]:
    """Targets of one year that one officer set on one day: a line each of measure, part, value and kind."""
    lines = [[cell.strip() for cell in line.split("|")] for line in rows.strip().splitlines()]
    return tuple((measure, part, year, value, *_kind(kind), *by) for measure, part, value, kind in lines)


def _kind(words: str) -> tuple[str, str]:
    """The kind and, of ``band to 18``, the upper end."""
    kind, _, upper = words.partition(" to ")
    return kind, upper


_ATTENDANCE = """
    PED01 02 | Total              | 92.0    | level
    PED01 02 | Primary            | 93.5    | level
    PED01 02 | Secondary          | 90.0    | level
    PED01 02 | Special            | 88.0    | level
    PED01 02 | PRU                | 62.0    | level
    PED01 03 | Total              | 22.0    | level
    PED01 03 | Primary            | 15.0    | level
    PED01 03 | Secondary          | 28.0    | level
    PED01 05 | Total              | 1.5     | level
    PED04 02 | Number             | 190     | level
    PED04 02 | Per 100 pupils     | 10.0    | level
    PED04 02 | Primary            | 12      | level
    PED04 02 | Secondary          | 150     | level
    PED04 03 | Total              | 90      | level
    PED04 04 | Total              | 4       | level
    PED03 11 | Returned by schools | 100.0  | level
    PED03 11 | At the expected standard | 50.0 | level
"""
_SOCIAL_CARE = """
    PED01 01 | Total                | 100   | floor
    PED02 01 | Referrals per 10,000 | 540   | ceiling
    PED02 01 | Re-referrals         | 20.0  | level
    PED02 02 | Rate per 10,000      | 350   | ceiling
    PED02 03 | Rate per 10,000      | 48    | ceiling
    PED02 03 | Repeat plans         | 18.0  | level
    PED02 04 | Rate per 10,000      | 120   | ceiling
    PED02 04 | Number               | 39    | ceiling
    PED02 05 | Total                | 19    | ceiling
    PED02 06 | Total                | 83.0  | level
    PED02 07 | Total                | 80    | level
    PED02 08 | Total                | 1     | ceiling
    PED02 09 | Total                | 6     | ceiling
    PED03 01 | Total                | 5     | ceiling
    PED03 02 | Total                | 10    | ceiling
    PED03 03 | Total                | 90    | level
    PED03 04 | Total                | 60    | level
    PED03 05 | Total                | 80    | level
    PED03 08 | Total                | 10.0  | level
    PED02 10 | Cases per worker     | 14.0  | band to 18.0
    PED02 10 | Agency workers       | 25.0  | ceiling
    PED02 11 | Share of spending    | 18    | ceiling
    PED03 12 | Households           | 52    | floor
"""
_PLACEMENTS = """
    PED03 06 | Total                | 1850000 | ceiling
    PED04 06 | Total                | 2700000 | ceiling
    PED03 13 | Total                | 300000  | ceiling
    PED04 12 | Cost of a year       | 400000  | ceiling
"""
_PLANS = """
    PED04 01 | Without exceptions   | 70.0  | level
    PED04 01 | All plans            | 65.0  | level
    PED04 09 | Total                | 80.0  | level
"""
_EDUCATION_TARGETS = """
    PED04 05 | Total                | 6.5   | level
    PED04 07 | Total                | 42.0  | level
    PED05 01 | Total                | 90.0  | level
    PED05 03 | Total                | 95    | level
    PED05 04 | Total                | 92    | level
    PED06 01 | Total                | 4.0   | level
    PED06 01 | Age 16               | 2.5   | level
    PED06 01 | Age 17               | 5.5   | level
    PED06 02 | Total                | 2.5   | level
    PED06 03 | Total                | 96.0  | level
    PED06 04 | Total                | 92.0  | level
    PED06 05 | Total                | 6.0   | level
"""

# Stretch targets: measure, part, pounds, and, where a part of the way earns its share, from where and from what share.
_REWARDS = {
    ("PED01 02", "Total"): ("120000", "91.0", "0.6"),
    ("PED03 04", "Total"): ("80000", "", ""),
    ("PED04 01", "Without exceptions"): ("150000", "60.0", "0.6"),
    ("PED06 01", "Total"): ("200000", "", ""),
}
_NO_REWARD = ("", "", "")

_SET = (
    *_of("2024/25", _SCHOOL_YEAR, _ATTENDANCE),
    *_of("2025-26", _PLAN, _SOCIAL_CARE),
    *_of("2025-26", _MONEY, _PLACEMENTS),
    *_of("2025", _PLACES, _PLANS),
    *_of("2025-26", _EDUCATION, _EDUCATION_TARGETS),
)
TARGET_COLUMNS = (
    *("measure", "part", "year", "value", "kind", "upper", "set_by", "set_on"),
    *("reward", "baseline", "threshold"),
)
TARGETS = tuple((*target, *_REWARDS.get((target[0], target[1]), _NO_REWARD)) for target in _SET)
